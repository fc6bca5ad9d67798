"""The history of a case (PROC-6): one line for everything that happens to it, and none is ever changed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import JSON, bindparam, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kit.procedure.models import Case, CaseStep, HistoryLine
from kit.procedure.words import Words
from kit.work import Work

_OR_NOTHING = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_ADD = insert(HistoryLine.__table__).values(  # type: ignore[arg-type]  # Declared wider than it is.
    recorded=bindparam("recorded", type_=_OR_NOTHING)
)
_KEPT = ("state", "round", "recorded", "signatures", "reason", "due_at")


class Kind(StrEnum):
    """What a line of history tells; `zh` and `en` say it to a reader."""

    CASE_OPENED = "case_opened"
    CASE_DONE = "case_done"
    CASE_CANCELLED = "case_cancelled"
    OPENED = "opened"
    RECORDED = "recorded"
    SIGNED = "signed"
    DONE = "done"
    PART_DONE = "part_done"
    SKIPPED = "skipped"
    LAPSED = "lapsed"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    OVERDUE = "overdue"
    TOLD = "told"
    HEARD_LATE = "heard_late"
    STAYS = "stays"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    REMARKED = "remarked"

    @property
    def zh(self) -> str:
        return _WORDS[self].zh

    @property
    def en(self) -> str:
        return _WORDS[self].en


_WORDS = {
    Kind.CASE_OPENED: Words("程序开始", "procedure begun"),
    Kind.CASE_DONE: Words("程序完成", "procedure completed"),
    Kind.CASE_CANCELLED: Words("程序取消", "procedure cancelled"),
    Kind.OPENED: Words("可以办理", "can now be done"),
    Kind.RECORDED: Words("已登记,待签字", "recorded, awaiting signatures"),
    Kind.SIGNED: Words("已签字", "signed"),
    Kind.DONE: Words("已完成", "done"),
    Kind.PART_DONE: Words("一个部门已办理", "one department has done its part"),
    Kind.SKIPPED: Words("已跳过", "skipped"),
    Kind.LAPSED: Words("到期失效", "lapsed"),
    Kind.SENT_BACK: Words("退回重办", "sent back"),
    Kind.REOPENED: Words("因前面步骤退回而重办", "to be done again, because an earlier step was sent back"),
    Kind.OVERDUE: Words("逾期", "overdue"),
    Kind.TOLD: Words("逾期上报", "overdue, reported to the next rank"),
    Kind.HEARD_LATE: Words("消息到达时已无需办理", "heard of when there was nothing left to do"),
    Kind.STAYS: Words("取消后保留", "stays after the cancellation"),
    Kind.UNDONE: Words("取消后撤销", "is undone by the cancellation"),
    Kind.CANCELLED: Words("随程序取消", "cancelled with the procedure"),
    Kind.REMARKED: Words("情况变化", "circumstances have changed"),
}


def note(
    work: Work, case: Case, kind: Kind, step: CaseStep | None = None, words: Words | None = None, **more: Any
) -> None:
    """Adds one line. `more` may be recorded, before, after, reason."""
    line: dict[str, Any] = {
        "before": {},
        "after": {},
        "recorded": None,
        "reason": None,
        "case_id": case.id,
        "at": work.now,
        "kind": kind.value,
        "step": step.name if step else None,
        "round": step.round if step else None,
        "by_id": work.caller.id,
        "by": work.caller.name,
        "department": work.caller.department,
        "note_zh": words.zh if words else None,
        "note_en": words.en if words else None,
        "correlation_id": work.cause.correlation_id,
    }
    work.shared(_Lines).noted.append(line | more)


@dataclass
class _Lines:
    """The lines of one transaction, which go to the database together, in their order."""

    noted: list[dict[str, Any]] = field(default_factory=list)

    def finish(self, session: Session) -> None:
        if self.noted:
            session.flush()  # A case itself may be new.
            session.connection().execute(_ADD, self.noted)
            self.noted.clear()


@contextmanager
def changing(
    work: Work, case: Case, step: CaseStep, kind: Kind, words: Words | None = None, **more: Any
) -> Iterator[None]:
    """Notes what the block does to `step`: the values before and after of all that changed."""
    before = snapshot(step)
    yield
    after = snapshot(step)
    changed = [name for name in after if before[name] != after[name]]
    note(
        work,
        case,
        kind,
        step,
        words,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        **more,
    )


def snapshot(step: CaseStep) -> dict[str, Any]:
    """What the history keeps of a step; of a drawn signature the hash, which proves the image without a copy."""
    told: dict[str, Any] = {name: plain(getattr(step, name)) for name in _KEPT}
    for signature in told["signatures"]:
        if signature["image"] is not None:
            signature["image"] = hashlib.sha256(signature["image"].encode()).hexdigest()
    return told


_LINES = select(HistoryLine).where(HistoryLine.case_id == bindparam("case_id")).order_by(HistoryLine.position)


def lines_of(work: Work, case_id: str) -> Sequence[HistoryLine]:
    """All lines of one case, oldest first."""
    if not work.reads_only:
        work.shared(_Lines).finish(work.session)
    return work.session.scalars(_LINES, {"case_id": case_id}).all()


def plain(value: Any) -> Any:
    """The value as JSON holds it: decimals and days as text, dataclasses as mappings. Raises TypeError on others."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence | Set) and not isinstance(value, bytes | bytearray):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} cannot be kept in a record")
