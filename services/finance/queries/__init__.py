"""What finance looks up: leases, entries, balances and settlements, as far as the caller's estates reach."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, selectinload

from kit.caller import EVERY_ESTATE
from kit.clock import DEFAULT_ZONE
from kit.work import Work
from services.finance.models import Entry, Estate, LeaseAccount, LeaseUnit, LedgerAccount, Posting, Settlement
from services.finance.rules.accounts import Account
from services.finance.rules.settling import RULE, State

OPEN = (State.DRAFT.value, State.CONFIRMED.value)


def as_kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of a list as the tables hold them: words as text."""
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in asked.items()}


def in_sight(work: Work, estate_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """What lies in the caller's estates; the rest does not exist for them (GATE-2)."""
    return true() if EVERY_ESTATE in work.caller.estates else estate_id.in_(work.caller.estates)


def zone_of(session: Session, estate_id: str) -> str:
    """The time zone of an estate."""
    estate = session.get(Estate, estate_id)
    return estate.timezone if estate else DEFAULT_ZONE


def find_lease(work: Work, lease_id: str) -> LeaseAccount | None:
    """A lease with the units its charges went to."""
    return work.session.scalars(
        select(LeaseAccount)
        .options(selectinload(LeaseAccount.units))
        .where(LeaseAccount.lease_id == lease_id, in_sight(work, LeaseAccount.estate_id))
    ).one_or_none()


def take_lease(work: Work, lease_id: str) -> LeaseAccount | None:
    """The same, locked: whoever else would post to it waits for us."""
    taking = select(LeaseAccount.lease_id).where(LeaseAccount.lease_id == lease_id).with_for_update()
    work.session.execute(taking)
    return find_lease(work, lease_id)


def leases_of(work: Work, customer_id: str) -> list[LeaseAccount]:
    """The customer's leases, by number."""
    return list(
        work.session.scalars(
            select(LeaseAccount)
            .where(LeaseAccount.customer_id == customer_id, in_sight(work, LeaseAccount.estate_id))
            .order_by(LeaseAccount.number)
        )
    )


def balances_of(session: Session, lease_ids: list[str]) -> dict[tuple[str, Account], Decimal]:
    """The balance of each account of these leases that anything was posted to: a debit positive, a credit negative."""
    sums = (
        select(LedgerAccount.lease_id, LedgerAccount.kind, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == LedgerAccount.id)
        .where(LedgerAccount.lease_id.in_(lease_ids))
        .group_by(LedgerAccount.lease_id, LedgerAccount.kind)
    )
    return {(str(lease), Account(kind)): balance for lease, kind, balance in session.execute(sums)}


def balance(session: Session, lease_id: str, account: Account) -> Decimal:
    """The balance of one account of one lease."""
    return balances_of(session, [lease_id]).get((lease_id, account), Decimal(0))


def entries(work: Work) -> Select[Any]:
    """Entries with their postings, and what reversed them."""
    with_postings = selectinload(Entry.postings).selectinload(Posting.account)
    whole: Select[Any] = select(*(Entry,))
    return whole.options(with_postings, selectinload(Entry.reversed_by)).where(in_sight(work, Entry.estate_id))


def find_entry(work: Work, entry_id: str) -> Entry | None:
    entry: Entry | None = work.session.scalars(entries(work).where(Entry.id == entry_id)).one_or_none()
    return entry


def standing_entries(session: Session, cause: str, rule: str) -> list[str]:
    """The ids of the entries with that cause under that rule which nothing has reversed, in the order of posting."""
    return standing(session, Entry.cause == cause, Entry.rule == rule)


def standing(session: Session, *conditions: ColumnElement[bool]) -> list[str]:
    """The ids of the entries of which all `conditions` hold and which nothing has reversed, in the order of posting."""
    undone = aliased(Entry)
    reversed_since = exists().where(undone.reverses_id == Entry.id)
    finding = select(Entry.id).where(*conditions, Entry.reverses_id.is_(None), ~reversed_since)
    return list(session.scalars(finding.order_by(Entry.recorded_at, Entry.id)))


def is_of_confirmed_settlement(session: Session, entry: Entry) -> bool:
    """Whether a settlement that stands has posted this entry; by hand nothing is posted under that rule."""
    if entry.rule != RULE:
        return False
    finding = select(Settlement.id).where(Settlement.id == entry.cause, Settlement.state == State.CONFIRMED.value)
    return session.scalar(finding) is not None


def is_reversed(session: Session, entry_id: str) -> bool:
    return session.scalar(select(Entry.id).where(Entry.reverses_id == entry_id)) is not None


def settlements(work: Work) -> Select[Any]:
    """Settlements with the lease they belong to."""
    whole: Select[Any] = select(*(Settlement,))
    return whole.options(selectinload(Settlement.lease)).where(in_sight(work, Settlement.estate_id))


def find_settlement(work: Work, settlement_id: str) -> Settlement | None:
    """A settlement with its lines."""
    finding = settlements(work).options(selectinload(Settlement.lines)).where(Settlement.id == settlement_id)
    settlement: Settlement | None = work.session.scalars(finding).one_or_none()
    return settlement


def lease_of_settlement(work: Work, settlement_id: str) -> str | None:
    """The id of the lease that a settlement belongs to."""
    finding = select(Settlement.lease_id).where(Settlement.id == settlement_id, in_sight(work, Settlement.estate_id))
    lease_id: str | None = work.session.scalar(finding)
    return lease_id


def take_settlement(work: Work, settlement_id: str) -> Settlement | None:
    """The same, locked for a change."""
    work.session.execute(select(Settlement.id).where(Settlement.id == settlement_id).with_for_update())
    return find_settlement(work, settlement_id)


def settlement_of_change(work: Work, unit_change_id: str) -> Settlement | None:
    """The draft or confirmed settlement of a unit change, locked."""
    finding = select(Settlement.id).where(Settlement.unit_change_id == unit_change_id, Settlement.state.in_(OPEN))
    found = work.session.scalars(finding.with_for_update()).one_or_none()
    return find_settlement(work, found) if found else None


def lease_of_change(session: Session, unit_change_id: str) -> str | None:
    """The id of the lease whose old unit a unit change has brought to be settled, in whatever state that is now."""
    return session.scalar(select(Settlement.lease_id).where(Settlement.unit_change_id == unit_change_id).limit(1))


def notice_issued(session: Session, unit_change_id: str) -> bool:
    """Whether the unit change notice is out, as far as it is known here: the lease's charges go to the new unit."""
    return session.scalar(select(LeaseUnit.id).where(LeaseUnit.unit_change_id == unit_change_id)) is not None


def last_settled(session: Session, lease_id: str, unit_change_id: str) -> Any:
    """The change date of the lease's last confirmed settlement of another unit change, or None."""
    return session.scalar(
        select(func.max(Settlement.change_date)).where(
            Settlement.lease_id == lease_id,
            Settlement.unit_change_id != unit_change_id,
            Settlement.state == State.CONFIRMED.value,
        )
    )
