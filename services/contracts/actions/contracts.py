"""Contracts are signed (SALE-6); what is not signed in time is told once (SALE-5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.contracts import scope
from services.contracts.actions.board import move
from services.contracts.actions.deals import take
from services.contracts.actions.leases import register_lease
from services.contracts.errors import LeaseTermsMissing, NumberTaken, WithdrawalUnderWay
from services.contracts.events import ContractOverdue, ContractSigned, Instalment
from services.contracts.models import Contract, ContractClause, ContractPart, Deal, Unit
from services.contracts.queries import withdrawals
from services.contracts.queries.leases import has_number
from services.contracts.rules import Payment, Terms
from services.contracts.rules.board import Cause, Kind
from services.contracts.rules.contracts import Bargain, ContractState, Paper, reasons_not_to_sign, rents
from services.contracts.rules.deals import DealState, list_price, reasons_against_state


@dataclass(frozen=True)
class LeaseTerms:
    """What a lease says beside the contract: whom to reach, for what business, at which tariffs, how often paid."""

    phone: str
    contact: str
    business: str
    payment: Payment
    tariffs: Mapping[str, Decimal | int]


def sign(work: Work, deal_id: str, paper: Paper, parties: str, lease: LeaseTerms | None) -> Contract:
    """Signs the contract of a deal; a lease goes into the register of leases, and is charged from there.

    The plan of a lease that names no payments is its rents, by month or quarter.
    """
    deal, unit = take(work, deal_id)
    raise_if_any(reasons_against_state(deal.number, deal.state, DealState.CLOSED))
    if withdrawals.is_under_way(work, deal.id):
        raise WithdrawalUnderWay(deal.number)
    assert deal.closed_on is not None, "a closed deal has its day"
    assert deal.price is not None, "a closed deal has its price"
    if deal.kind is Kind.LEASE and lease is None:
        raise LeaseTermsMissing()
    bargain = Bargain(deal.kind, deal.price, deal.closed_on, unit.sample_notes if unit.is_sample else "")
    if lease is not None and paper.starts_on and paper.ends_on:
        own = rents(paper, deal.price, lease.payment.months)
        tariff_rent = list_price(Kind.LEASE, None, Decimal(lease.tariffs["rent_per_sqm_day"]), unit.area_built)
        total = sum((part.amount for part in own), Decimal(0))
        bargain = replace(bargain, rents=total, tariff_rent=tariff_rent or Decimal(0))
        paper = paper if paper.parts else replace(paper, parts=own)
    raise_if_any(reasons_not_to_sign(paper, bargain, scope.today_at(work, deal.estate_id)))
    if _is_taken(work, deal.estate_id, paper.number):
        raise NumberTaken(paper.number)
    contract = _write(work, deal, unit, paper, parties)
    _sign_the_deal(work, deal, unit)
    if lease is not None and deal.kind is Kind.LEASE:
        contract.lease_id = _lease(work, deal, paper, lease)
    _tell(work, contract, paper, deal, unit)
    return contract


def _is_taken(work: Work, estate_id: str, number: str) -> bool:
    own = select(Contract.id).where(Contract.estate_id == estate_id, Contract.number == number)
    return work.session.scalar(own) is not None or has_number(work.session, estate_id, number)


def _write(work: Work, deal: Deal, unit: Unit, paper: Paper, parties: str) -> Contract:
    contract = Contract(
        id=new_id(),
        number=paper.number,
        deal_id=deal.id,
        estate_id=deal.estate_id,
        unit_id=unit.id,
        kind=deal.kind,
        state=ContractState.SIGNED,
        customer_id=deal.customer_id,
        customer_name=deal.customer_name,
        parties=parties,
        area=unit.area_built,
        price=deal.price,
        plan=paper.plan,
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        signed_on=paper.signed_on,
        recorded_at=work.now,
        by_id=work.caller.id,
        by=work.caller.name,
        trace=work.cause.correlation_id,
    )
    contract.parts = [ContractPart(position=place, **vars(part)) for place, part in enumerate(paper.parts, 1)]
    contract.clauses = [ContractClause(position=place, **vars(one)) for place, one in enumerate(paper.clauses, 1)]
    work.session.add(contract)
    return contract


def _sign_the_deal(work: Work, deal: Deal, unit: Unit) -> None:
    """From here on the register of leases has a unit that is let, and the deal one that is sold."""
    deal.state, deal.has_unit = DealState.SIGNED, deal.kind is Kind.SALE
    work.session.flush()
    move(work, unit, Cause.SIGNED, deal)


def _lease(work: Work, deal: Deal, paper: Paper, lease: LeaseTerms) -> str:
    assert paper.starts_on is not None, "a lease has a first day"
    assert paper.ends_on is not None, "a lease has a last day"
    terms = Terms(
        number=paper.number,
        customer_name=deal.customer_name,
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        **vars(lease),
    )
    return register_lease(work, deal.unit_id, terms).id


def _tell(work: Work, contract: Contract, paper: Paper, deal: Deal, unit: Unit) -> None:
    instalments = tuple(
        Instalment(position, part.due_on, part.amount, part.means.value) for position, part in enumerate(paper.parts, 1)
    )
    signed = ContractSigned(
        deal_id=deal.id,
        contract_id=contract.id,
        number=contract.number,
        estate_id=contract.estate_id,
        unit_id=unit.id,
        unit_number=unit.number,
        kind=contract.kind.value,
        customer_id=contract.customer_id,
        customer_name=contract.customer_name,
        consultant_id=deal.consultant_id,
        signed_on=contract.signed_on,
        price=contract.price,
        instalments=instalments,
    )
    work.announce(signed, estate=contract.estate_id)


def tell_what_is_unsigned(work: Work, limit: int = 100) -> None:
    """Deals whose contract is past its day are told once, to the consultant and to sales control (SALE-5)."""
    latest = work.today("Pacific/Kiritimati")  # Nowhere is it a later day than here.
    late = select(Deal).where(Deal.state == DealState.CLOSED, Deal.sign_by < latest, Deal.overdue_told_at.is_(None))
    for deal in work.session.scalars(late.order_by(Deal.sign_by).limit(limit).with_for_update(skip_locked=True)).all():
        if deal.sign_by is None or deal.sign_by >= scope.today_at(work, deal.estate_id):
            continue
        deal.overdue_told_at = work.now
        overdue = ContractOverdue(
            deal_id=deal.id,
            number=deal.number,
            estate_id=deal.estate_id,
            unit_number=work.session.get_one(Unit, deal.unit_id).number,
            customer_id=deal.customer_id,
            consultant_id=deal.consultant_id,
            sign_by=deal.sign_by,
        )
        work.announce(overdue, estate=deal.estate_id)
