"""What is offered: units near the wanted area, and what is said of each (LEAD-12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kit.reasons import Reason
from kit.words import Word

AREA_TOLERANCE = 10  # Percent, to both sides of the wanted area (LEAD-12, decided).
UNNAMED_PLAN = "平面图"
LARGEST_PLAN = 20 * 1024 * 1024
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class BoardState(Word):
    """How a unit stands on the board of contracts."""

    AVAILABLE = "available", "可售可租", "available"
    HELD = "held", "暂留", "held"
    CONFIRMED = "confirmed", "已确认", "confirmed"
    SOLD = "sold", "已售", "sold"
    LET = "let", "已租", "let"
    SIGNED = "signed", "已签约", "signed"
    WITHDRAWN = "withdrawn", "未推出", "withdrawn"
    KEPT = "kept", "换房预留", "kept for a tenant who changes units"


class Dealing(Word):
    """What a unit is offered for."""

    LEASE = "lease", "出租", "Lease"
    SALE = "sale", "出售", "Sale"


@dataclass(frozen=True)
class Price:
    """What a unit costs by the price list, in yuan; what it is not offered for has no price."""

    sale_price: Decimal | None
    rent_per_sqm_day: Decimal | None
    management_per_sqm_month: Decimal
    parking_per_month: Decimal
    phone_per_line_month: Decimal

    def of(self, dealing: Dealing) -> Decimal | None:
        """The price itself: rent for a square metre and day, or the price of the whole unit."""
        return self.rent_per_sqm_day if dealing is Dealing.LEASE else self.sale_price


@dataclass(frozen=True)
class Unit:
    """A unit as it is offered; areas in square metres."""

    id: str
    number: str
    building: str
    floor: int
    area_built: Decimal
    area_usable: Decimal
    layout: str
    aspect: str
    fit_out: str
    state: BoardState
    price: Price | None = None


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: an area from and to, in square metres, a layout, and what it may cost.

    `budget` is in yuan, for a month or for the whole unit; `most` is the price that was named as bearable: of a square
    metre and day, or of the whole unit. What was not said is empty.
    """

    area_from: Decimal | None = None
    area_to: Decimal | None = None
    layout: str = ""
    budget: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Span:
    """The wanted area in square metres, both ends included."""

    least: Decimal
    most: Decimal

    def widened(self, percent: int) -> "Span":
        """The span within which a unit is near enough (LEAD-12)."""
        part = Decimal(percent) / 100
        return Span(self.least * max(1 - part, Decimal(0)), self.most * (1 + part))

    def distance(self, area: Decimal) -> Decimal:
        """How far an area lies outside, in square metres."""
        return max(self.least - area, area - self.most, Decimal(0))


def span_of(wanted: Wanted) -> Span | None:
    """The wanted area; one that was named at one end only is that area, and None is any."""
    least, most = wanted.area_from or wanted.area_to, wanted.area_to or wanted.area_from
    return Span(least, most) if least is not None and most is not None else None


def usable_ratio(area_usable: Decimal, area_built: Decimal) -> Decimal | None:
    """得房率: the usable share of the built area in percent, to one place, half up; None where nothing is built."""
    if not area_built:
        return None
    return (area_usable * 100 / area_built).quantize(Decimal("0.1"), ROUND_HALF_UP)


def file_name(told: str) -> str:
    """The name a plan is kept under: the last part of what was told, of characters that can be stored and shown."""
    last = told.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-255:] or UNNAMED_PLAN


def kind_of_plan(data: bytes) -> str | None:
    """The content type of a floor plan, told from the content and not from the name; None for anything else."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if data.startswith(beginning)), None)


def reasons_against_plan(data: bytes) -> Iterator[Reason]:
    """A floor plan is a PDF or a picture, of at most 20 MiB."""
    if kind_of_plan(data) is None:
        zh, en = "平面图须为 PDF、JPEG 或 PNG 文件。", "A floor plan must be a PDF, JPEG or PNG file."
        yield Reason("not_a_plan", zh, en, field="file", rule="LEAD-12")
    if len(data) > LARGEST_PLAN:
        zh, en = "文件不得超过 20 MiB。", "A file may have at most 20 MiB."
        yield Reason("too_large", zh, en, field="file", rule="LEAD-12")


def reasons_against_search(wanted: Wanted) -> Iterator[Reason]:
    """An area that ends before it begins cannot be meant."""
    if wanted.area_from is not None and wanted.area_to is not None and wanted.area_to < wanted.area_from:
        zh, en = "面积上限小于下限。", "The area ends before it begins."
        yield Reason("area", zh, en, field="area_to", rule="LEAD-12")
