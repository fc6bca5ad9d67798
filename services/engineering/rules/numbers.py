"""How work orders are numbered and queued: a running number per estate and day, unit changes ahead of the rest."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kit.reasons import Reason
from services.engineering.rules.moves import Priority

MOST_PHOTOS = 20
MOST_COST = Decimal(10_000_000)
LONGEST = timedelta(days=5 * 365)
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_NEVER = "9999"


def number_of(day: date, running: int) -> str:
    """`GD` (工单), the day, and the running number of that estate's day (ENG-2)."""
    return f"GD{day:%Y%m%d}-{running:03d}"


def place_in_queue(priority: Priority, due_at: datetime | None) -> str:
    """Sorts unit changes ahead of ordinary work, and each by deadline, those without one last (ENG-3).

    Text sorts as time only in one zone and one width, so the deadline is written in UTC to the microsecond.
    """
    deadline = due_at.astimezone(UTC).isoformat(timespec="microseconds") if due_at else _NEVER
    return f"{priority.place} {deadline}"


def reasons_not_to_open(due_at: datetime | None, now: datetime) -> Iterator[Reason]:
    """A deadline given by hand lies ahead, and not years away."""
    if due_at is not None and not now < due_at <= now + LONGEST:
        zh, en = "完成期限须晚于现在,且在五年之内。", "The deadline must lie ahead, within five years."
        yield Reason("due_at", zh, en, field="due_at", rule="ENG-2")


def reasons_not_to_finish(cost: Decimal) -> Iterator[Reason]:
    """The cost is an amount of money: not negative, and to the cent."""
    if not 0 <= cost <= MOST_COST or cost != round(cost, 2):
        zh, en = (
            f"费用须在 0 到 {MOST_COST} 元之间,精确到分。",
            f"The cost must be between 0 and {MOST_COST} yuan, to the cent.",
        )
        yield Reason("cost", zh, en, field="cost", rule="ENG-2")


def kind_of_picture(data: bytes) -> str | None:
    """The content type of a picture by what it holds, or None for anything else."""
    return next((kind for magic, kind in PICTURES.items() if data.startswith(magic)), None)


def reasons_not_to_add_photo(data: bytes, photos: int, most: int = MOST_PHOTOS) -> Iterator[Reason]:
    """Photos are JPEG or PNG, and only so many to a work order."""
    if kind_of_picture(data) is None:
        yield Reason(
            "not_a_picture", "照片须为 JPEG 或 PNG。", "A photo must be JPEG or PNG.", field="file", rule="ENG-2"
        )
    if photos >= most:
        zh, en = f"一张工单至多 {most} 张照片。", f"A work order has at most {most} photos."
        yield Reason("too_many_photos", zh, en, field="file", rule="ENG-2")
