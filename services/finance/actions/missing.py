"""What finance does about items that a tenant has lost: each is charged once, by itself or in a settlement (PROP-2).

By itself with an entry whose cause is the item; in a settlement with a line, until the item is set apart from it.
"""

from kit.work import Work
from services.finance import queries
from services.finance.actions.ledger import About, post, reverse
from services.finance.errors import NotYet
from services.finance.models import LeaseAccount, Settlement
from services.finance.rules.accounts import Income, Kind
from services.finance.rules.ledger import a_charge, a_reversal
from services.finance.rules.missing import find_charged, set_apart
from services.finance.rules.settling import RULE as SETTLING
from services.finance.rules.settling import Missing, State, missing_line
from services.property.events import ItemFound, ItemLost

RULE = "PROP-2"
FOUND = "遗失物品已找回 / the missing item has turned up"


def charge_lost_item(work: Work, event: ItemLost) -> None:
    """Charges a lost item by itself, unless a confirmed settlement has done so; a draft leaves it out from now on.

    Raises NotYet for a lease, or the settlement of a unit change, not known here.
    """
    lease = queries.take_lease(work, event.lease_id)
    if lease is None:
        raise NotYet(f"the lease of {event.kind} {event.number} is not known here")
    settlement = _settlement_of(work, event)
    if settlement is not None:
        lost = find_charged(settlement.facts, event.kind, event.number)
        if lost and settlement.state == State.CONFIRMED:
            return
        if lost:
            _take_out(settlement, lost)
    _charge(work, lease, event)


def _charge(work: Work, lease: LeaseAccount, event: ItemLost) -> None:
    line = missing_line(Missing(event.kind, event.number, event.charge))
    if line.amount:
        unit = (event.unit_id, event.unit_number)
        about = About(f"{line.zh} / {line.en}", event.lost_on, cause=event.item_id, rule=RULE, unit=unit)
        post(work, lease, Kind.CHARGE, a_charge((line.income, line.amount)), about)


def credit_found_item(work: Work, event: ItemFound) -> None:
    """Takes back what was charged for an item that has turned up, wherever it was charged.

    Raises NotYet for the settlement of a unit change not known here.
    """
    own = queries.standing_entries(work.session, event.item_id, RULE)
    for entry_id in own:
        reverse(work, entry_id, FOUND)
    settlement = None if own else _settlement_of(work, event)
    found = settlement and find_charged(settlement.facts, event.kind, event.number)
    if not settlement or not found:
        return
    if settlement.state == State.CONFIRMED:
        _credit(work, settlement, found, event)
    _take_out(settlement, found)


def _credit(work: Work, settlement: Settlement, found: Missing, event: ItemFound) -> None:
    """The customer owes that much less of what the settlement has charged, if its charge still stands."""
    lease, amount = queries.take_lease(work, settlement.lease_id), missing_line(found).amount
    if lease and amount and queries.standing_entries(work.session, settlement.id, SETTLING):
        unit = (settlement.unit_id, settlement.unit_number)
        memo = f"{FOUND}: {event.number}"
        about = About(memo, event.found_on, cause=settlement.id, rule=SETTLING, unit=unit)
        post(work, lease, Kind.ADJUSTMENT, a_reversal(a_charge((Income.MISSING_ITEMS, amount))), about)


def _take_out(settlement: Settlement, item: Missing) -> None:
    """The item is not the settlement's any more: a draft loses the line, what is confirmed stays as it was said."""
    settlement.facts = set_apart(settlement.facts, item)
    if settlement.state == State.DRAFT:
        settlement.lines[:] = [line for line in settlement.lines if line.zh != missing_line(item).zh]
        settlement.total = settlement.sum_of_lines


def _settlement_of(work: Work, event: ItemLost | ItemFound) -> Settlement | None:
    """The open settlement of the unit change in which the item was missed, its lease locked before it."""
    if event.unit_change_id is None:
        return None
    lease_id = queries.lease_of_change(work.session, event.unit_change_id)
    if lease_id is None:
        raise NotYet(f"the settlement with {event.kind} {event.number} is not known here")
    queries.take_lease(work, lease_id)
    return queries.settlement_of_change(work, event.unit_change_id)
