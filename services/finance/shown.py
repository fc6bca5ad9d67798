"""What finance shows at its doors: entries, balances and settlements as plain values."""

from decimal import Decimal
from typing import Any

from kit.listing import Listing
from kit.work import Work
from services.finance import queries
from services.finance.errors import NoSuchCustomer, NoSuchEntry, NoSuchSettlement
from services.finance.models import Deal, Entry, LeaseAccount, Settlement
from services.finance.queries import deals
from services.finance.rules.accounts import Account, Income, Kind
from services.finance.rules.settling import State, reasons_not_to_change, reasons_not_to_take_back

ENTRIES = Listing(
    columns={"recorded_at": Entry.recorded_at, "happened_on": Entry.happened_on},
    key=Entry.id,
    default_sort="-recorded_at",
    filters={
        "estate_id": Entry.estate_id,
        "customer_id": Entry.customer_id,
        "lease_id": Entry.lease_id,
        "deal_id": Entry.deal_id,
        "unit_id": Entry.unit_id,
        "kind": Entry.kind,
        "cause": Entry.cause,
        "since": lambda day: Entry.happened_on >= day,
        "until": lambda day: Entry.happened_on <= day,
    },
    search=(Entry.memo, Entry.cause),
)
SETTLEMENTS = Listing(
    columns={"drafted_at": Settlement.drafted_at, "change_date": Settlement.change_date, "number": Settlement.number},
    key=Settlement.id,
    default_sort="-drafted_at",
    filters={
        "estate_id": Settlement.estate_id,
        "unit_change_id": Settlement.unit_change_id,
        "lease_id": Settlement.lease_id,
        "customer_id": Settlement.customer_id,
        "state": Settlement.state,
    },
    search=(Settlement.number, Settlement.unit_number),
)
_OF_ENTRY = (
    "id",
    "estate_id",
    "customer_id",
    "lease_id",
    "deal_id",
    "unit_id",
    "unit_number",
    "happened_on",
    "recorded_at",
    "by",
    "cause",
    "rule",
    "memo",
    "trace",
)
_OF_SETTLEMENT = (
    "id",
    "number",
    "unit_change_id",
    "estate_id",
    "customer_id",
    "lease_id",
    "unit_id",
    "unit_number",
    "change_date",
    "total",
    "drafted_at",
)


def entries(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of entries, newest first unless asked otherwise."""
    page = ENTRIES.page(work, queries.entries(work), queries.as_kept(asked))
    return page | {"items": [_entry(found) for found in page["items"]]}


def entry(work: Work, entry_id: str) -> dict[str, Any]:
    """One entry with its postings."""
    found = queries.find_entry(work, entry_id)
    if found is None:
        raise NoSuchEntry()
    return _entry(found)


def _entry(found: Entry) -> dict[str, Any]:
    postings = []
    for posting in found.postings:
        account = Account(posting.account.kind)
        postings.append(
            {"account": account, "account_zh": account.zh, "account_en": account.en, "amount": posting.amount}
        )
    return {name: getattr(found, name) for name in _OF_ENTRY} | {
        "kind": Kind(found.kind),
        "reverses": found.reverses_id,
        "reversed_by": found.reversed_by.id if found.reversed_by else None,
        "postings": postings,
    }


def balances(work: Work, customer_id: str, lease_id: str | None) -> dict[str, Any]:
    """Where a customer stands, lease by lease and deal by deal, and in all; with the lease asked for, of that alone."""
    leases = [lease for lease in queries.leases_of(work, customer_id) if lease_id in (None, lease.lease_id)]
    own_deals = [] if lease_id else deals.deals_of(work, customer_id)
    if not leases and not own_deals:
        raise NoSuchCustomer()
    sums = queries.balances_of(work.session, [lease.lease_id for lease in leases])
    items = [_balance(lease, sums) for lease in leases]
    dealt = [_deal_balance(deal, deals.balances(work.session, deal.deal_id)) for deal in own_deals]
    return {
        "customer_id": customer_id,
        "customer_name": (leases[0] if leases else own_deals[0]).customer_name,
        "receivable": sum(item["receivable"] for item in items + dealt),
        "refunds_payable": sum(item["refunds_payable"] for item in items + dealt),
        "deposits_held": sum(item["deposits_held"] for item in dealt),
        "leases": items,
        "deals": dealt,
    }


def _deal_balance(deal: Deal, sums: dict[Account, Decimal]) -> dict[str, Any]:
    return {
        "deal_id": deal.deal_id,
        "number": deal.contract_number or deal.number,
        "receivable": sums[Account.RECEIVABLE],
        "refunds_payable": -sums[Account.REFUNDS_PAYABLE],
        "deposits_held": -sums[Account.DEPOSITS_HELD],
    }


def _balance(lease: LeaseAccount, sums: dict[tuple[str, Account], Decimal]) -> dict[str, Any]:
    """What we owe is told as a positive amount, as people say it."""
    return {
        "lease_id": lease.lease_id,
        "lease_number": lease.number,
        "receivable": sums.get((lease.lease_id, Account.RECEIVABLE), Decimal(0)),
        "refunds_payable": -sums.get((lease.lease_id, Account.REFUNDS_PAYABLE), Decimal(0)),
    }


def settlements(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of settlements, newest first unless asked otherwise."""
    page = SETTLEMENTS.page(work, queries.settlements(work), queries.as_kept(asked))
    return page | {"items": [_settlement(found) for found in page["items"]]}


def settlement(work: Work, settlement_id: str) -> dict[str, Any]:
    """One settlement with its lines."""
    found = queries.find_settlement(work, settlement_id)
    if found is None:
        raise NoSuchSettlement()
    state = State(found.state)
    lines = [
        {name: getattr(line, name) for name in ("id", "zh", "en", "amount", "reason", "added_by")}
        | {"income": Income(line.income)}
        for line in found.lines
    ]
    more = ("version", "closed_at", "closed_by", "void_reason", "entry_id")
    to_take_back = reasons_not_to_take_back(state, queries.notice_issued(work.session, found.unit_change_id))
    return (
        _settlement(found)
        | {name: getattr(found, name) for name in more}
        | {
            "lines": lines,
            "reasons_against": [reason.say(work.caller.language) for reason in reasons_not_to_change(state)],
            "reasons_against_taking_back": [reason.say(work.caller.language) for reason in to_take_back],
        }
    )


def _settlement(found: Settlement) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _OF_SETTLEMENT} | {
        "state": State(found.state),
        "customer_name": found.lease.customer_name,
        "lease_number": found.lease.number,
        "link": f"/unit-changes/{found.unit_change_id}",
    }
