"""The board: units come from state to state as the table of the rules says, and the database decides who was first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import select, update

from kit.errors import Invalid, raise_if_any
from kit.ids import new_id
from kit.regular import one_by_one
from kit.work import Work
from services.contracts import scope
from services.contracts.actions.keeping import see_to_who_waits
from services.contracts.events import UnitPriced, UnitStateChanged
from services.contracts.models import BoardChange, Deal, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules.board import (
    FREE,
    MOVES,
    Cause,
    Holder,
    State,
    over,
    reasons_against_kept,
    reasons_against_move,
    reasons_against_prices,
    reasons_not_to_mark_sample,
    reasons_not_to_release,
)


@dataclass(frozen=True)
class Prices:
    """What a unit costs by the list, in yuan: the whole unit, or rent; and the tariffs of a lease."""

    sale_price: Decimal | None
    rent_per_sqm_day: Decimal | None
    management_per_sqm_month: Decimal = Decimal(0)
    parking_per_month: Decimal = Decimal(0)
    phone_per_line_month: Decimal = Decimal(0)


def move(work: Work, unit: Unit, cause: Cause, deal: Deal | None = None, reason: str = "") -> None:
    """Brings a unit to its next state (SALE-1). Refused where the table has no such move: then it says who has it.

    Whether the unit still was as this work saw it, the update itself finds out: of any number who take it at once one
    changes the row, and the others find none that fits.
    """
    while True:
        before = unit.state
        raise_if_any(reasons_against_move(unit.number, before, cause, holder_of(work, unit)))
        if cause is Cause.HELD:
            raise_if_any(reasons_against_kept(unit.number, unit.kept_for))
        if _moved(work, unit, before, cause, deal):
            break
        work.session.refresh(unit)
    if cause is not Cause.SIGNED or unit.deal_id is not None:  # A lease that was signed is about to be registered.
        see_to_who_waits(work, unit)
    _write_down(work, unit, before, cause, deal, reason)


def _moved(work: Work, unit: Unit, before: State, cause: Cause, deal: Deal | None) -> bool:
    after = MOVES[cause][1]
    has_it = deal.id if deal is not None and deal.has_unit and after not in FREE else None
    moving = update(Unit).where(Unit.id == unit.id, Unit.state == before)
    if cause is Cause.HELD:
        moving = moving.where(Unit.kept_for.is_(None))
    moving = moving.values(state=after, state_since=work.now, deal_id=has_it).returning(Unit.id)
    return work.session.execute(moving, execution_options={"synchronize_session": "fetch"}).first() is not None


def _write_down(work: Work, unit: Unit, before: State, cause: Cause, deal: Deal | None, reason: str) -> None:
    change = BoardChange(id=new_id(), unit_id=unit.id, estate_id=unit.estate_id, at=work.now, reason=reason)
    change.by_id, change.by = work.caller.id, work.caller.name
    change.before, change.state, change.cause = before, unit.state, cause
    if deal is not None:
        change.deal_id, change.price = deal.id, deal.price
    work.session.add(change)
    told = UnitStateChanged(
        unit_id=unit.id,
        estate_id=unit.estate_id,
        number=unit.number,
        before=before.value,
        state=unit.state.value,
        cause=cause.value,
        deal_id=unit.deal_id,
        customer_id=deal.customer_id if deal else None,
    )
    work.announce(told, estate=unit.estate_id)


def holder_of(work: Work, unit: Unit) -> Holder | None:
    """Who has the unit, where a deal has it."""
    if unit.deal_id is None:
        return None
    found = work.session.execute(
        select(Deal.number, Deal.consultant, Deal.due_at).where(Deal.id == unit.deal_id)
    ).one_or_none()
    return Holder(found.number, found.consultant, found.due_at) if found else None


def release(work: Work, unit_ids: Sequence[str], reason: str) -> list[Unit]:
    """Puts units on the board, each with its price; all of them or none."""
    units = _units(work, unit_ids)
    for unit in units:
        raise_if_any(reasons_not_to_release(unit.number, unit.sale_price, unit.rent_per_sqm_day))
        offer(work, unit, reason)
    return units


def offer(work: Work, unit: Unit, reason: str) -> None:
    """Puts a unit on the board."""
    move(work, unit, Cause.RELEASED, reason=reason)
    unit.is_offered = True


def take_off(work: Work, unit: Unit, reason: str) -> None:
    """Takes a unit off the board that nobody has."""
    move(work, unit, Cause.HELD_BACK, reason=reason)
    unit.is_offered = False


def hold_back(work: Work, unit_ids: Sequence[str], reason: str) -> list[Unit]:
    """Takes units off the board that nobody has; all of them or none (SALE-3)."""
    units = _units(work, unit_ids)
    for unit in units:
        take_off(work, unit, reason)
    return units


def _units(work: Work, unit_ids: Sequence[str]) -> list[Unit]:
    """The units, always in one order, so that no two who ask for the same wait crosswise."""
    return [scope.unit(work, unit_id) for unit_id in sorted(set(unit_ids))]


def price(work: Work, unit: Unit, prices: Prices) -> None:
    """Sets what a unit costs by the list, and tells it where that is new. Deals keep the price they have agreed."""
    raise_if_any(reasons_against_prices(prices.sale_price, prices.rent_per_sqm_day))
    names = Prices.__dataclass_fields__
    if all(getattr(unit, name) == getattr(prices, name) for name in names):
        return
    for name in names:
        setattr(unit, name, getattr(prices, name))
    told = UnitPriced(
        unit_id=unit.id,
        estate_id=unit.estate_id,
        number=unit.number,
        **{name: getattr(prices, name) for name in names},
    )
    work.announce(told, estate=unit.estate_id)


def follow_the_leases(work: Work, unit: Unit) -> None:
    """The board knows what the register of leases says: a unit some lease has, or will have, is signed (SALE-17).

    When the last of them is over, or has moved away, it is on the board again, or is not, as sales control offers it.
    """
    stays = queries.stays_of(work.session, [unit.id]).get(unit.id, [])
    unit.leased_until = max((stay.last_day for stay in stays), default=None)
    is_leased = unit.leased_until is not None and unit.leased_until >= scope.today_at(work, unit.estate_id)
    if is_leased and unit.state in FREE:
        move(work, unit, Cause.LEASED)
    elif not is_leased and unit.state is State.SIGNED and unit.deal_id is None:
        move(work, unit, over(unit.is_offered))
    else:  # No other lease may have it from some day on.
        see_to_who_waits(work, unit)


def free_what_is_over(work: Work, limit: int = 200) -> None:
    """Units whose last lease has ended are nobody's again from the day after."""
    latest: date = work.today("Pacific/Kiritimati")  # Nowhere is it a later day than here.
    ended = select(Unit).where(Unit.leased_until < latest, Unit.state == State.SIGNED, Unit.deal_id.is_(None))
    found = work.session.scalars(ended.limit(limit).with_for_update(skip_locked=True)).all()
    one_by_one(work, "free_what_is_over", found, partial(follow_the_leases, work))


def mark_sample(work: Work, unit_id: str, is_sample: bool, notes: str = "") -> Unit:
    """A sample unit's contract has to have the notes on its fit-out as a clause (SALE-18)."""
    unit = scope.unit(work, unit_id)
    raise_if_any(reasons_not_to_mark_sample(is_sample, notes), Invalid)
    unit.is_sample, unit.sample_notes = is_sample, notes if is_sample else ""
    return unit
