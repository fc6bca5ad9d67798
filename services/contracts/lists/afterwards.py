"""Lists of what comes after a deal: units changed and given back, customers with a problem, promises (SALE-8)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, String, cast, func, literal, null, select, type_coerce, union_all

from kit.clock import local_date
from kit.listing import Listing, ListQuery
from kit.lists import ListDoors, LiveList
from kit.schemas import Identifier
from kit.sheets import Column, Date, Number, Sheet
from kit.work import Work
from services.contracts.lists.deals import CONSULTANT, CUSTOMER, DEAL, ESTATE, UNIT
from services.contracts.models import Deal, Estate, Problem, Promise, Unit, UnitMove, Withdrawal
from services.contracts.queries.leases import in_sight, rows_of
from services.contracts.rules.problems import ProblemState
from services.contracts.rules.supplements import Risk
from services.contracts.rules.withdrawals import MoveCause, What, Why, WithdrawalState


class AfterwardsQuery(ListQuery):
    """Which rows, by estate and consultant."""

    estate_id = Identifier()
    consultant_id = Identifier()


class WithdrawalQuery(AfterwardsQuery):
    """Which withdrawals."""

    state = fields.Enum(WithdrawalState, by_value=True)
    why = fields.Enum(Why, by_value=True)


class ProblemQuery(AfterwardsQuery):
    """Which problems."""

    state = fields.Enum(ProblemState, by_value=True)


class PromiseQuery(AfterwardsQuery):
    """Which promises."""

    risk = fields.Enum(Risk, by_value=True)


class ChangeQuery(ListQuery):
    """Which changes and withdrawals."""

    estate_id = Identifier()
    what = fields.Enum(What, by_value=True)


def _with_deal(work: Work, model: Any) -> Select[Any]:
    rows = rows_of(model, Deal, Unit.number.label("unit_number"), Estate.name.label("estate"), Estate.timezone)
    rows = rows.join(Deal, Deal.id == model.deal_id).join(Unit, Unit.id == Deal.unit_id)
    return rows.join(Estate, Estate.id == model.estate_id).where(in_sight(work, model.estate_id))


def _told(row: Any, one: Any, *names: str) -> dict[str, Any]:
    deal = row.Deal
    common = {"id": one.id, "link": f"/deals/{deal.id}", "trace": one.trace, "estate": row.estate}
    common |= {"number": deal.number, "customer_name": deal.customer_name, "consultant": deal.consultant}
    return common | {"unit_number": row.unit_number} | {name: getattr(one, name) for name in names}


def _listing(model: Any, when: Any, **filters: Any) -> Listing:
    return Listing(
        columns={"number": Deal.number, "at": when},
        key=model.id,
        default_sort="-at",
        filters={"estate_id": model.estate_id, "consultant_id": Deal.consultant_id, **filters},
        search=(Deal.number, Deal.customer_name, Unit.number, Deal.consultant),
    )


WITHDRAWALS = LiveList(
    sheet=Sheet(
        "withdrawals",
        zh="销售退房情况一览表",
        en="Withdrawals",
        key=("number",),
        columns=(
            *(DEAL, ESTATE, UNIT, CUSTOMER, CONSULTANT),
            Column("why", zh="退房原因", en="Reason"),
            Column("reason", zh="说明", en="In words"),
            Column("refund", zh="退款(元)", en="Refund (yuan)", kind=Number(places=2)),
            Column("evidence", zh="凭据", en="Evidence"),
            Column("requested_by", zh="提出人", en="Requested by"),
            Column("decided_by", zh="审批人", en="Decided by"),
            Column("withdrawn_on", zh="退房日", en="Given back on", kind=Date()),
            Column("state", zh="状态", en="State"),
        ),
    ),
    listing=_listing(Withdrawal, Withdrawal.requested_at, state=Withdrawal.state, why=Withdrawal.why),
    rows=lambda work, _: _with_deal(work, Withdrawal),
    as_row=lambda row: (
        _told(
            row,
            row.Withdrawal,
            *("why", "reason", "refund", "evidence", "requested_by", "decided_by", "withdrawn_on", "state"),
        )
        | {"link": f"/withdrawals/{row.Withdrawal.id}"}
    ),
    words=("why", "state"),
)
PROBLEMS = LiveList(
    sheet=Sheet(
        "problem-customers",
        zh="问题客户一览表",
        en="Customers with a problem",
        key=("number",),
        columns=(
            *(DEAL, ESTATE, UNIT, CUSTOMER, CONSULTANT),
            Column("text", zh="问题", en="Problem"),
            Column("reported_by", zh="上报人", en="Reported by"),
            Column("reported_on", zh="上报日", en="Reported on", kind=Date()),
            Column("resolution", zh="处理结果", en="Resolution"),
            Column("resolved_by", zh="处理人", en="Resolved by"),
            Column("state", zh="状态", en="State"),
        ),
    ),
    listing=_listing(Problem, Problem.reported_at, state=Problem.state),
    rows=lambda work, _: _with_deal(work, Problem),
    as_row=lambda row: (
        _told(row, row.Problem, "text", "reported_by", "resolution", "resolved_by", "state")
        | {"reported_on": local_date(row.Problem.reported_at, row.timezone)}
    ),
    words=("state",),
)
PROMISES = LiveList(
    sheet=Sheet(
        "promises",
        zh="销售承诺登记表",
        en="Promises made to customers",
        key=("number",),
        columns=(
            *(DEAL, ESTATE, UNIT, CUSTOMER, CONSULTANT),
            Column("promised_on", zh="承诺日", en="Promised on", kind=Date()),
            Column("text", zh="承诺内容", en="What was promised"),
            Column("risk", zh="风险", en="Risk"),
            Column("risk_note", zh="风险说明", en="What may come of it"),
            Column("by", zh="登记人", en="Registered by"),
        ),
    ),
    listing=_listing(Promise, Promise.at, risk=Promise.risk),
    rows=lambda work, _: _with_deal(work, Promise),
    as_row=lambda row: _told(row, row.Promise, "promised_on", "text", "risk", "risk_note", "by"),
    words=("risk",),
)

# Both are read along their days, for which they have the same types and no conditions of their own; deals and units are
# looked up of what is shown. The number is the exception: whoever sorts by it has it looked up of all. What has no day
# was not given back, or not yet.
_MOVES = select(
    UnitMove.unit_change_id.label("id"),
    UnitMove.estate_id,
    literal(What.UNIT_CHANGE.value, String).label("what"),
    UnitMove.number,
    UnitMove.customer_name,
    UnitMove.old_unit_number,
    UnitMove.new_unit_number,
    UnitMove.changed_on.label("on"),
    UnitMove.cause.label("why"),
    UnitMove.trace,
    cast(null(), Withdrawal.deal_id.type).label("deal_id"),
)
_GIVEN_BACK = select(
    Withdrawal.id,
    Withdrawal.estate_id,
    literal(What.WITHDRAWAL.value, String),
    *(cast(null(), String) for _ in ("number", "customer_name", "old_unit_number", "new_unit_number")),
    Withdrawal.withdrawn_on,
    type_coerce(Withdrawal.why, String),
    Withdrawal.trace,
    Withdrawal.deal_id,
)
_BOTH = union_all(_MOVES, _GIVEN_BACK).subquery("changes")
_NUMBER = func.coalesce(_BOTH.c.number, Deal.number)
_CUSTOMER = func.coalesce(_BOTH.c.customer_name, Deal.customer_name)
_OLD_UNIT = func.coalesce(_BOTH.c.old_unit_number, Unit.number)
_CAUSES: dict[str, Any] = {**{one.value: one for one in Why}, **{one.value: one for one in MoveCause}}


def _changes(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    told = ("id", "what", "new_unit_number", "on", "why", "trace")
    beside = (_NUMBER.label("number"), _CUSTOMER.label("customer_name"), _OLD_UNIT.label("old_unit_number"))
    rows = rows_of(*(_BOTH.c[name] for name in told), *beside, Estate.name.label("estate"))
    rows = rows.outerjoin(Estate, Estate.id == _BOTH.c.estate_id).outerjoin(Deal, Deal.id == _BOTH.c.deal_id)
    rows = rows.outerjoin(Unit, Unit.id == Deal.unit_id)
    return rows.where(in_sight(work, _BOTH.c.estate_id), _BOTH.c.on.is_not(None))


def _change(row: Any) -> dict[str, Any]:
    names = ("id", "number", "customer_name", "old_unit_number", "new_unit_number", "on", "trace", "estate")
    what = What(row.what)
    link = f"/unit-changes/{row.id}" if what is What.UNIT_CHANGE else f"/withdrawals/{row.id}"
    told = {name: getattr(row, name) for name in names}
    return told | {"what": what, "why": _CAUSES.get(row.why), "link": link}


CHANGES = LiveList(
    sheet=Sheet(
        "changes-and-withdrawals",
        zh="客户换房、退房一览表",
        en="Units changed and given back",
        key=("number",),
        columns=(
            Column("number", zh="编号", en="Number", required=True),
            Column("what", zh="类别", en="Kind"),
            ESTATE,
            CUSTOMER,
            Column("old_unit_number", zh="原单元", en="Old unit"),
            Column("new_unit_number", zh="新单元", en="New unit"),
            Column("on", zh="日期", en="On", kind=Date()),
            Column("why", zh="原因", en="Reason"),
        ),
    ),
    listing=Listing(
        columns={"number": _NUMBER, "on": _BOTH.c.on},
        key=_BOTH.c.id,
        default_sort="-on",
        filters={"estate_id": _BOTH.c.estate_id, "what": lambda what: _BOTH.c.what == what.value},
        search=(_NUMBER, _CUSTOMER, _OLD_UNIT, _BOTH.c.new_unit_number),
    ),
    rows=_changes,
    as_row=_change,
    words=("what", "why"),
)


class WithdrawalListDoors(
    ListDoors, live=WITHDRAWALS, query=WithdrawalQuery, may="sales_list.read", rules=("SALE-8", "SALE-9")
):
    """What is given back, how far each has come, and why."""


class ProblemListDoors(ListDoors, live=PROBLEMS, query=ProblemQuery, may="sales_list.read", rules=("SALE-8",)):
    """Customers with a problem, and what came of it."""


class PromiseListDoors(ListDoors, live=PROMISES, query=PromiseQuery, may="sales_list.read", rules=("SALE-7",)):
    """What customers were promised outside of their contracts."""


class ChangeListDoors(ListDoors, live=CHANGES, query=ChangeQuery, may="sales_list.read", rules=("SALE-8",)):
    """Who has changed units or given one back."""
