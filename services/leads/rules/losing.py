"""When a lead is lost, and what is offered to whoever waits (LEAD-18, LEAD-19)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kit.reasons import Reason
from kit.words import Word
from services.leads.rules.concessions import OPEN, Kind, State, after_discount
from services.leads.rules.leads import LeadState
from services.leads.rules.offers import BoardState, Dealing, Unit, Wanted, span_of
from services.leads.rules.quoting import YEAR_DAYS, month_of


class Cause(Word):
    """Why a customer went elsewhere."""

    PRICE = "price", "价格偏高", "Price too high"
    AREA = "area", "面积不合", "No fitting area"
    PLACE = "place", "位置或交通", "Place or transport"
    BUILDING = "building", "楼宇条件", "The building itself"
    TERMS = "terms", "租赁条件", "Terms of the lease"
    PUT_OFF = "put_off", "暂缓租购", "Put off"
    OTHER = "other", "其他", "Other"


# A customer who has a unit in one of these waits no more.
TAKEN = frozenset({BoardState.SOLD, BoardState.LET, BoardState.SIGNED})


@dataclass(frozen=True)
class Application:
    """An application of LEAD-14 for the customer, or what a consultant granted without one (`is_put` false)."""

    kind: Kind
    state: State
    is_put: bool
    listed: Decimal | None
    expected: Decimal | None
    amount: Decimal | None

    @property
    def meets(self) -> bool:
        """Whether what was granted brings the price down to what the customer expected."""
        if self.kind is not Kind.DISCOUNT or self.state is not State.GRANTED:
            return False
        if self.listed is None or self.expected is None or self.amount is None:
            return False
        return after_discount(self.listed, self.amount) <= self.expected


def reasons_not_to_lose_for_price(
    cause: Cause, expected: Decimal | None, applications: Iterable[Application]
) -> Iterator[Reason]:
    """The last chance is taken first: the expected price is recorded, applied for, and the application answered.

    An application for a higher price than is expected now was for another. What needed none, since a consultant could
    grant just that at once, counts too.
    """
    if cause is not Cause.PRICE:
        return
    if expected is None:
        zh, en = "请问明并填写客户的心理价位。", "Ask for the price that the customer expects, and record it."
        yield Reason("no_expected_price", zh, en, field="expected_price", rule="LEAD-19")
        return
    for_it = [one for one in applications if one.expected is not None and one.expected <= expected]
    filed = [one for one in for_it if one.is_put or one.meets]
    if not any(one.state is not State.WITHDRAWN for one in filed):
        yield Reason(
            "not_applied_for",
            "请先按客户的心理价位提出优惠申请，再以价格原因结案。",
            "Apply for the price that the customer expects before the lead is closed as lost for price.",
            field="cause",
            rule="LEAD-19",
        )
    elif any(one.state in OPEN for one in filed):
        yield Reason(
            "application_open",
            "优惠申请尚未审批，请待答复后再结案。",
            "The application is not decided yet; the lead is closed once it is.",
            field="cause",
            rule="LEAD-19",
        )


# Why somebody who waited is off the list, by how their lead stands now.
WHY_OFF_THE_LIST = {
    LeadState.OPEN: "客户又来访或来电，继续跟进。 The customer came or asked again, and is worked on.",
    LeadState.CLOSED: "客户已成交。 The customer has made a deal.",
    LeadState.LOST: "与名单中另一行是同一客户。 Another row of the list is the same customer.",
}


def reasons_not_to_close(is_own: bool, is_superior: bool, is_waiting: bool, has_dealt: bool) -> Iterator[Reason]:
    """A lead is closed by a consultant who has the care of it, or a superior, and once; no deal is lost (LEAD-18)."""
    if not (is_own or is_superior):
        zh, en = "只有跟进此客户的顾问或主管可以结案。", "Only the customer's consultant, or a superior, closes it."
        yield Reason("not_yours", zh, en, rule="LEAD-18")
    if is_waiting:
        zh, en = "此客户已在候租名单中。", "The customer is on the waiting list already."
        yield Reason("already_waiting", zh, en, rule="LEAD-18")
    if has_dealt:
        zh, en = "此客户已在本楼盘成交。", "The customer has made a deal at this estate."
        yield Reason("has_dealt", zh, en, rule="LEAD-18")


def fits(unit: Unit, wanted: Wanted, dealing: Dealing, tolerance: int, year_days: int = YEAR_DAYS) -> bool:
    """Whether a unit on offer is what somebody waits for: area, layout, budget, and the price they could bear."""
    price = unit.price.of(dealing) if unit.price else None
    if unit.state is not BoardState.AVAILABLE or price is None:
        return False
    span = span_of(wanted)
    if span is not None and span.widened(tolerance).distance(unit.area_built) > 0:
        return False
    if wanted.layout and wanted.layout not in unit.layout:
        return False
    if wanted.most is not None and price > wanted.most:
        return False
    return wanted.budget is None or asked_for(price, unit.area_built, dealing, year_days) <= wanted.budget


def asked_for(price: Decimal, area: Decimal, dealing: Dealing, year_days: int) -> Decimal:
    """What a budget is held against, in yuan: the rent of a month, or the price of the whole unit."""
    return month_of(price, area, year_days) if dealing is Dealing.LEASE else price


def wanted_near(area: Decimal, tolerance: int) -> tuple[Decimal, Decimal | None]:
    """To whom an area is near enough: who wants no less than the first, and from no more than the second, if any."""
    part = Decimal(tolerance) / 100
    return area / (1 + part), area / (1 - part) if part < 1 else None


def reasons_not_to_leave(is_own: bool, is_superior: bool, is_waiting: bool) -> Iterator[Reason]:
    """Whoever waits is taken off by their own consultant, or a superior, and once (LEAD-18, decided)."""
    if not (is_own or is_superior):
        zh, en = (
            "只有跟进此客户的顾问或主管可以移出。",
            "Only the customer's consultant or a superior takes them off.",
        )
        yield Reason("not_yours", zh, en, rule="LEAD-18")
    if not is_waiting:
        yield Reason("not_waiting", "此客户已不在名单中。", "The customer is off the list already.", rule="LEAD-18")
