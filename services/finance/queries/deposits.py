"""What finance looks up and shows of deposits (FIN-2)."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.finance.errors import NoSuchDeposit
from services.finance.models import Deal, Deposit
from services.finance.queries import as_kept, in_sight, zone_of
from services.finance.rules.accounts import Purse
from services.finance.rules.capitals import in_capitals
from services.finance.rules.deposits import State, reasons_not_to_decide
from services.finance.rules.instalments import DealKind

UNDECIDED = tuple(state.value for state in State if state.is_undecided)
DEPOSITS = Listing(
    columns={"taken_at": Deposit.taken_at, "confirm_by": Deposit.confirm_by},
    key=Deposit.id,
    default_sort="-taken_at",
    filters={
        "estate_id": Deposit.estate_id,
        "deal_id": Deposit.deal_id,
        "customer_id": Deal.customer_id,
        "consultant_id": Deal.consultant_id,
        "state": Deposit.state,
    },
    search=(Deal.number, Deal.unit_number, Deal.customer_name, Deposit.receipt_number, Deposit.invoice_number),
)
_OF_DEPOSIT = (
    *("id", "deal_id", "estate_id", "amount", "purse", "taken_at", "confirm_by", "terms", "state"),
    *("receipt_number", "invoice_number", "received_on", "closed_at", "closed_by", "reason"),
)
_OF_DEAL = ("number", "kind", "customer_id", "customer_name", "unit_id", "unit_number", "consultant_id")


def _deposits(work: Work) -> Select[Any]:
    whole: Select[Any] = select(*(Deposit,))
    return whole.join(Deposit.deal).options(contains_eager(Deposit.deal)).where(in_sight(work, Deposit.estate_id))


def find(work: Work, deposit_id: str) -> Deposit | None:
    """A deposit with its deal."""
    found: Deposit | None = work.session.scalars(_deposits(work).where(Deposit.id == deposit_id)).one_or_none()
    return found


def take(work: Work, deposit_id: str) -> Deposit | None:
    """The same, locked for a decision."""
    work.session.execute(select(Deposit.id).where(Deposit.id == deposit_id).with_for_update())
    return find(work, deposit_id)


def deal_of(work: Work, deposit_id: str) -> str | None:
    """The id of the deal that a deposit was paid on."""
    return work.session.scalar(
        select(Deposit.deal_id).where(Deposit.id == deposit_id, in_sight(work, Deposit.estate_id))
    )


def of_deal(session: Session, deal_id: str) -> list[Deposit]:
    """The deposits on a deal, in the order of their taking."""
    return list(session.scalars(select(Deposit).where(Deposit.deal_id == deal_id).order_by(Deposit.taken_at)))


def deal_with(session: Session, field: str, number: str) -> str | None:
    """The number of the deal whose deposit has that receipt or invoice number."""
    finding = select(Deal.number).join(Deposit, Deposit.deal_id == Deal.deal_id)
    return session.scalar(finding.where(getattr(Deposit, field) == number))


def decided(work: Work, deposit: Deposit) -> tuple[State, str | None, str | None, str | None]:
    """What was decided about a deposit, by whom, when on the estate's clock, and why."""
    zone = ZoneInfo(zone_of(work.session, deposit.estate_id))
    when = deposit.closed_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if deposit.closed_at else None
    return State(deposit.state), deposit.closed_by, when, deposit.reason


def deposits(work: Work, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A page of deposits, newest first; `late` are those that finance should have decided about by now."""
    chosen = _deposits(work)
    if wanted.get("late"):
        chosen = chosen.where(Deposit.state.in_(UNDECIDED), Deposit.confirm_by < work.now)
    page = DEPOSITS.page(work, chosen, as_kept(wanted))
    return page | {"items": [_shown(work, one) for one in page["items"]]}


def deposit(work: Work, deposit_id: str) -> dict[str, Any]:
    """One deposit, and what speaks against deciding about it. Raises NoSuchDeposit."""
    found = find(work, deposit_id)
    if found is None:
        raise NoSuchDeposit()
    reasons: list[Reason] = list(reasons_not_to_decide(*decided(work, found)))
    return _shown(work, found) | {
        "in_capitals": in_capitals(found.amount),
        "reasons_against": [reason.say(work.caller.language) for reason in reasons],
    }


def _shown(work: Work, found: Deposit) -> dict[str, Any]:
    own = {name: getattr(found, name) for name in _OF_DEPOSIT}
    words = {
        "state": State(found.state),
        "purse": Purse(found.purse),
        "kind": DealKind(found.deal.kind) if found.deal.kind else None,
        "is_late": found.state in UNDECIDED and found.confirm_by < work.now,
    }
    return own | {name: getattr(found.deal, name) for name in _OF_DEAL} | words
