"""What finance does about an old unit: drafts its settlement, adds other cost, confirms it into the ledger (FIN-4)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.wire import to_wire
from kit.work import Work
from services.finance import queries
from services.finance.actions.ledger import About, post, reverse
from services.finance.errors import NoSuchSettlement, NotYet
from services.finance.events import OldUnitSettled, SettlementTakenBack
from services.finance.models import LeaseAccount, Settlement, SettlementLine
from services.finance.rules.accounts import Income, Kind
from services.finance.rules.ledger import a_charge
from services.finance.rules.missing import as_told, charged, set_apart_in, told_anew
from services.finance.rules.money import reasons_against_amount
from services.finance.rules.settling import (
    RULE,
    Line,
    Missing,
    Reading,
    State,
    days_used,
    lines_of,
    missing_line,
    other_line,
    reasons_not_to_change,
    reasons_not_to_remove,
    reasons_not_to_take_back,
)
from services.property.events import OldUnitReadyToSettle, UnitChangeCancelled

TAKEN_AGAIN = "原单元读数或未交还物品已更正 / the old unit's readings or missing items were taken again"


def draft(work: Work, event: OldUnitReadyToSettle) -> None:
    """Drafts the settlement of the old unit, or drafts it anew where property has taken readings again.

    Told again what is confirmed already, finance says again that it is; told otherwise, it takes the confirmed back.
    Raises NotYet for a lease not known here.
    """
    lease = queries.take_lease(work, event.lease_id)
    if lease is None:
        raise NotYet(f"lease {event.lease_id} of unit change {event.number} is not known here")
    told = as_told(to_wire(event))
    settlement = queries.settlement_of_change(work, event.unit_change_id)
    if settlement is not None and as_told(settlement.facts) == told:
        settlement.facts = settlement.facts | {"round": event.round}
        if settlement.state == State.CONFIRMED:
            _tell(work, settlement)
        return
    facts = told_anew(told, settlement.facts if settlement else None)
    lines = _lines(work, event, lease, charged(facts))
    if settlement is not None and settlement.state == State.CONFIRMED:
        _supersede(work, settlement, TAKEN_AGAIN)
        settlement = None
    if settlement is None:
        settlement = _new_settlement(work, event)
    settlement.facts, settlement.change_date = facts | {"round": event.round}, event.change_date
    _write_lines(settlement, lines)


def add_cost(work: Work, settlement_id: str, reason: str, amount: Decimal) -> Settlement:
    """Adds a further cost to a draft, with its reason."""
    settlement = _changeable(work, settlement_id)
    raise_if_any(reasons_against_amount(amount), Invalid)
    line = _row(other_line(reason, amount), max((line.position for line in settlement.lines), default=0) + 1)
    line.reason, line.added_by = reason, work.caller.name
    settlement.lines.append(line)
    settlement.total = settlement.sum_of_lines
    return settlement


def remove_cost(work: Work, settlement_id: str, line_id: str) -> Settlement:
    """Takes an added cost out of a draft again."""
    settlement = _changeable(work, settlement_id)
    line = next((line for line in settlement.lines if line.id == line_id), None)
    if line is None:
        raise NoSuchSettlement()
    raise_if_any(reasons_not_to_remove(Income(line.income)))
    settlement.lines.remove(line)
    settlement.total = settlement.sum_of_lines
    return settlement


def confirm(work: Work, settlement_id: str) -> Settlement:
    """Charges the settlement to the lease and tells the house that the old unit is settled.

    The lease is locked before the settlement, as in `draft`, so that no two wait in a circle.
    """
    lease = _take_lease_of(work, settlement_id)
    settlement = _changeable(work, settlement_id)
    settlement.state = State.CONFIRMED.value
    settlement.closed_at, settlement.closed_by_id, settlement.closed_by = work.now, work.caller.id, work.caller.name
    parts = _parts(settlement.lines)
    if parts:
        memo = f"换房 {settlement.number} 原单元结算 / settlement of the old unit"
        unit = (settlement.unit_id, settlement.unit_number)
        about = About(memo, settlement.change_date, cause=settlement.id, rule=RULE, unit=unit)
        settlement.entry_id = post(work, lease, Kind.CHARGE, a_charge(*parts), about).id
    _tell(work, settlement)
    return settlement


def take_back(work: Work, settlement_id: str, reason: str) -> Settlement:
    """Takes a confirmed settlement back with all it has charged; a draft with the same lines stands in its place."""
    _take_lease_of(work, settlement_id)
    settlement = _taken(work, settlement_id)
    notice_issued = queries.notice_issued(work.session, settlement.unit_change_id)
    raise_if_any(reasons_not_to_take_back(State(settlement.state), notice_issued))
    _supersede(work, settlement, reason)
    return _draft_again(work, settlement)


def _draft_again(work: Work, settlement: Settlement) -> Settlement:
    """The same once more as a draft, without the items that have been set apart since it was confirmed."""
    same = {name: getattr(settlement, name) for name in _SAME}
    anew = Settlement(id=new_id(), state=State.DRAFT.value, drafted_at=work.now, **same)
    gone = {missing_line(item).zh for item in set_apart_in(settlement.facts)}
    anew.lines = [_copy_of(line) for line in settlement.lines if line.zh not in gone]
    anew.total = anew.sum_of_lines
    work.session.add(anew)
    return anew


def _copy_of(line: SettlementLine) -> SettlementLine:
    return SettlementLine(id=new_id(), **{name: getattr(line, name) for name in _OF_LINE})


_SAME = (
    *("unit_change_id", "number", "estate_id", "customer_id", "lease_id"),
    *("unit_id", "unit_number", "change_date", "facts"),
)
_OF_LINE = ("position", "income", "zh", "en", "amount", "reason", "added_by")


def void(work: Work, event: UnitChangeCancelled) -> None:
    """Voids the draft of a cancelled unit change; what is confirmed was used and stays charged."""
    settlement = queries.settlement_of_change(work, event.unit_change_id)
    if settlement is not None and settlement.state == State.DRAFT:
        settlement.state, settlement.void_reason = State.VOID.value, event.reason
        settlement.closed_at, settlement.closed_by_id, settlement.closed_by = work.now, work.caller.id, work.caller.name


def _take_lease_of(work: Work, settlement_id: str) -> LeaseAccount:
    lease_id = queries.lease_of_settlement(work, settlement_id)
    lease = queries.take_lease(work, lease_id) if lease_id else None
    if lease is None:
        raise NoSuchSettlement()
    return lease


def _taken(work: Work, settlement_id: str) -> Settlement:
    settlement = queries.take_settlement(work, settlement_id)
    if settlement is None:
        raise NoSuchSettlement()
    work.expect(settlement.version)
    return settlement


def _changeable(work: Work, settlement_id: str) -> Settlement:
    settlement = _taken(work, settlement_id)
    raise_if_any(reasons_not_to_change(State(settlement.state)))
    return settlement


def _new_settlement(work: Work, event: OldUnitReadyToSettle) -> Settlement:
    settlement = Settlement(id=new_id(), state=State.DRAFT.value, drafted_at=work.now, lines=[])
    settlement.unit_change_id, settlement.number = event.unit_change_id, event.number
    settlement.estate_id, settlement.customer_id, settlement.lease_id = (
        event.estate_id,
        event.customer_id,
        event.lease_id,
    )
    settlement.unit_id, settlement.unit_number = event.old_unit_id, event.old_unit_number
    work.session.add(settlement)
    return settlement


def _lines(work: Work, event: OldUnitReadyToSettle, lease: LeaseAccount, missing: Sequence[Missing]) -> list[Line]:
    readings = [Reading(**vars(reading)) for reading in event.readings]
    period = days_used(
        event.change_date, lease.starts_on, queries.last_settled(work.session, lease.lease_id, event.unit_change_id)
    )
    return lines_of(readings, missing, lease.rates(), period)


def _write_lines(settlement: Settlement, lines: Sequence[Line]) -> None:
    """Puts the computed lines first and keeps what finance has added to a draft behind them."""
    added = [line for line in settlement.lines if line.income == Income.OTHER]
    for position, line in enumerate(added, len(lines) + 1):
        line.position = position
    settlement.lines[:] = [*(_row(line, position) for position, line in enumerate(lines, 1)), *added]
    settlement.total = settlement.sum_of_lines


def _row(line: Line, position: int) -> SettlementLine:
    return SettlementLine(
        id=new_id(), position=position, income=line.income.value, zh=line.zh, en=line.en, amount=line.amount
    )


def _parts(lines: Sequence[SettlementLine]) -> list[tuple[Income, Decimal]]:
    """The sum of each kind of income that is not nothing, in the order of the lines."""
    sums: dict[Income, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[Income(line.income)] += line.amount
    return [(income, amount) for income, amount in sums.items() if amount]


def _supersede(work: Work, settlement: Settlement, reason: str) -> None:
    settlement.state, settlement.void_reason = State.SUPERSEDED.value, reason
    # The index allows one open settlement per unit change, and the ledger keeps what a confirmed one has posted.
    work.session.flush()
    for entry_id in queries.standing_entries(work.session, settlement.id, RULE):
        reverse(work, entry_id, reason)
    told = {name: getattr(settlement, name) for name in ("unit_change_id", "estate_id", "lease_id")}
    taken_back = SettlementTakenBack(settlement_id=settlement.id, reason=reason, **told)
    work.announce(taken_back, estate=settlement.estate_id)


def _round(settlement: Settlement) -> dict[str, int]:
    """Which round of property's counting a settlement is of; those kept before rounds were told are of the first."""
    return {"round": settlement.facts.get("round", 1)}


def _tell(work: Work, settlement: Settlement) -> None:
    settled = OldUnitSettled(
        settlement_id=settlement.id,
        unit_change_id=settlement.unit_change_id,
        estate_id=settlement.estate_id,
        customer_id=settlement.customer_id,
        lease_id=settlement.lease_id,
        total=settlement.total,
        settled_at=settlement.closed_at or work.now,
        **_round(settlement),
    )
    work.announce(settled, estate=settlement.estate_id)
