"""Finding what the caller may know of: everything else does not exist for that caller (GATE-2)."""

from datetime import date

from sqlalchemy import select

from kit.caller import EVERY_ESTATE, Caller
from kit.clock import DEFAULT_ZONE
from kit.work import Work
from services.contracts.errors import (
    NoSuchConsultant,
    NoSuchContract,
    NoSuchDeal,
    NoSuchEstate,
    NoSuchUnit,
    NoSuchVisitor,
)
from services.contracts.models import Contract, Deal, Estate, KnownPerson, KnownVisitor, Unit
from services.contracts.queries.leases import in_sight
from services.words import Department, Rank


def is_sales_control(caller: Caller) -> bool:
    return caller.department == Department.SALES_CONTROL


def is_sales_manager(caller: Caller) -> bool:
    """Whether the caller may sell for less than the list asks."""
    return is_sales_control(caller) and Rank(caller.rank or Rank.CLERK).at_least(Rank.MANAGER)


def estate(work: Work, estate_id: str) -> Estate:
    """The estate. Raises NoSuchEstate."""
    found = work.session.get(Estate, estate_id)
    if found is None or not work.caller.may_see(estate_id):
        raise NoSuchEstate()
    return found


def zone_of(work: Work, estate_id: str) -> str:
    found = work.session.get(Estate, estate_id)
    return found.timezone if found else DEFAULT_ZONE


def today_at(work: Work, estate_id: str) -> date:
    """The day it is at the estate."""
    return work.today(zone_of(work, estate_id))


def unit(work: Work, unit_id: str) -> Unit:
    """The unit as it stands now. Raises NoSuchUnit."""
    chosen = select(Unit).where(Unit.id == unit_id, in_sight(work, Unit.estate_id))
    found = work.session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoSuchUnit()
    return found


def deal(work: Work, deal_id: str) -> Deal:
    """The deal, locked in a work that writes. Raises NoSuchDeal."""
    chosen = select(Deal).where(Deal.id == deal_id, in_sight(work, Deal.estate_id))
    if not work.reads_only:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchDeal()
    return found


def contract(work: Work, contract_id: str) -> Contract:
    """The contract. Raises NoSuchContract."""
    chosen = select(Contract).where(Contract.id == contract_id, in_sight(work, Contract.estate_id))
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchContract()
    return found


def visitor(work: Work, customer_id: str, estate_id: str) -> None:
    """Raises NoSuchVisitor where leasing has registered no such customer at the estate."""
    if work.session.get(KnownVisitor, (customer_id, estate_id)) is None:
        raise NoSuchVisitor()


def consultant(work: Work, person_id: str, estate_id: str) -> KnownPerson:
    """A consultant who works at the estate now. Raises NoSuchConsultant."""
    found = work.session.get(KnownPerson, person_id)
    works_there = found is not None and {estate_id, EVERY_ESTATE}.intersection(found.estates)
    if found is None or not found.active or found.department != Department.LEASING or not works_there:
        raise NoSuchConsultant()
    return found
