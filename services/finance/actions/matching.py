"""What finance does once it knows whose money in suspense is: it goes to a deal or a lease, and back where it must.

Deals and leases are locked before the money, as everywhere, so that no two wait in a circle.
"""

from decimal import Decimal

from kit.errors import Invalid, raise_if_any
from kit.work import Work
from services.finance import queries
from services.finance.actions import receipts, suspense
from services.finance.actions.deals import square
from services.finance.errors import NoSuchLease
from services.finance.models import LeaseAccount, Suspense
from services.finance.queries import money
from services.finance.rules.receivables import reasons_against_owners, reasons_not_to_take_back


def to_owner(
    work: Work, suspense_id: str, deal_id: str | None, lease_id: str | None, amount: Decimal | None
) -> Suspense:
    """It is a payment on the deal or the lease that is named."""
    raise_if_any(reasons_against_owners(deal_id, lease_id), Invalid)
    if deal_id is not None:
        return to_deal(work, suspense_id, deal_id, amount)
    return to_lease(work, suspense_id, str(lease_id), amount)


def to_deal(work: Work, suspense_id: str, deal_id: str, amount: Decimal | None) -> Suspense:
    """It is a payment on that contract, or so much of it."""
    deal = receipts.taken(work, deal_id)
    item = suspense.taken(work, suspense_id)
    part = item.remaining if amount is None else amount
    suspense.use(item, part, deal.estate_id)
    receipts.expect(work, deal, part)
    suspense.match(work, item, deal, part)
    square(work, deal)
    return item


def to_lease(work: Work, suspense_id: str, lease_id: str, amount: Decimal | None) -> Suspense:
    """It is a payment on that lease, or so much of it."""
    lease = _lease(work, lease_id)
    item = suspense.taken(work, suspense_id)
    suspense.match(work, item, lease, item.remaining if amount is None else amount)
    return item


def back(work: Work, suspense_id: str, match_id: str, reason: str) -> Suspense:
    """It was somebody else's after all; refused a second time as a match that does not exist."""
    one = suspense.standing_match(work, suspense_id, match_id)
    if one.lease_id is not None:
        lease = _lease(work, one.lease_id)
        item = suspense.taken(work, suspense_id)
        suspense.unmatch(work, suspense.standing_match(work, suspense_id, match_id), lease, reason)
        return item
    deal = receipts.taken(work, str(one.deal_id))
    raise_if_any(reasons_not_to_take_back(money.has_refunded(work.session, deal.deal_id)))
    item = suspense.taken(work, suspense_id)
    suspense.unmatch(work, suspense.standing_match(work, suspense_id, match_id), deal, reason)
    square(work, deal)
    return item


def _lease(work: Work, lease_id: str) -> LeaseAccount:
    lease = queries.take_lease(work, lease_id)
    if lease is None:
        raise NoSuchLease()
    return lease
