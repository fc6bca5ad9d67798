"""The doors of contracts, and what it hears."""

from typing import Any

from kit.doors import command, query
from kit.errors import Invalid
from kit.reasons import Reason
from kit.service import Service, on
from kit.sheets import Phone, Unfit
from kit.work import Work
from services.contracts import queries, shown
from services.contracts.actions import leases, moves, units
from services.contracts.errors import NoSuchLease
from services.contracts.imports import LeaseList
from services.contracts.models import Base
from services.contracts.rules import TARIFFS, Terms
from services.contracts.schemas import (
    CustomerPage,
    CustomerQuery,
    LeaseForm,
    LeasePage,
    LeaseQuery,
    LeaseView,
    UnitStatePage,
    UnitStateQuery,
)
from services.property.events import EstateOpened, UnitChangeCancelled, UnitChanged, UnitChangeRequested, UnitRecorded

TAGS = ("leases",)


class Contracts(LeaseList, Service):
    """Sales control: the register of leases."""

    name = "contracts"
    zh = "销控"
    metadata = Base.metadata

    @command(
        "POST",
        "/leases",
        may="lease.register",
        request=LeaseForm,
        answer=LeaseView,
        status=201,
        zh="登记一份租约",
        en="Register a lease",
        tags=TAGS,
        rules=("SALE-6",),
    )
    def register_lease(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Registers one lease by hand."""
        unit_id = body.pop("unit_id")
        body["phone"] = _phone(body["phone"])
        body["tariffs"] = {name: body["tariffs"][name] for name in TARIFFS}
        lease = leases.register_lease(work, unit_id, Terms(**body))
        work.session.flush()
        return shown.lease(work, lease)

    @query(
        "/leases",
        may="lease.read",
        request=LeaseQuery,
        answer=LeasePage,
        zh="租约列表",
        en="List the leases",
        tags=TAGS,
        rules=("SALE-6", "GATE-5"),
    )
    def list_leases(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Leases by unit, customer, state and end; phones are masked."""
        return shown.leases(work, body)

    @query(
        "/leases/<id>",
        may="lease.read",
        answer=LeaseView,
        zh="一份租约",
        en="Show a lease",
        tags=TAGS,
        rules=("SALE-6",),
    )
    def show_lease(self, work: Work, id: str) -> dict[str, Any]:
        """One lease with its tariffs, the units it has been for, and its history."""
        lease = queries.find_lease(work, id)
        if lease is None:
            raise NoSuchLease()
        return shown.lease(work, lease)

    @query(
        "/customers",
        may="lease.read",
        request=CustomerQuery,
        answer=CustomerPage,
        zh="查找承租客户",
        en="Find a tenant",
        tags=TAGS,
        rules=("GATE-5",),
    )
    def find_customers(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Customers by name, to choose one from."""
        return shown.customers(work, body)

    @query(
        "/unit-states",
        may="lease.read",
        request=UnitStateQuery,
        answer=UnitStatePage,
        zh="单元出租状态",
        en="See which units are let",
        tags=TAGS,
        rules=("SALE-17",),
    )
    def list_unit_states(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        """Units with whether somebody rents each of them today."""
        return shown.unit_states(work, body)

    @on(EstateOpened)
    def know_the_estate(self, work: Work, event: EstateOpened) -> None:
        """Keeps the estate's name and time zone."""
        units.know_the_estate(work, event)

    @on(UnitRecorded)
    def know_the_unit(self, work: Work, event: UnitRecorded) -> None:
        """Keeps the unit, so that a lease can be for it."""
        units.know_the_unit(work, event)

    @on(UnitChangeRequested)
    def keep_the_new_unit(self, work: Work, event: UnitChangeRequested) -> None:
        """Keeps the unit a tenant is to move into from being let to another."""
        units.keep_unit(work, event)

    @on(UnitChangeCancelled)
    def release_the_new_unit(self, work: Work, event: UnitChangeCancelled) -> None:
        """Lets the unit be let to others again."""
        units.release_unit(work, event)

    @on(UnitChanged)
    def move_the_lease(self, work: Work, event: UnitChanged) -> None:
        """Points the lease to the new unit from the change date (SALE-17)."""
        moves.move_lease(work, event)


def _phone(told: str) -> str:
    """A phone in the one form that lists bring it in too, so that the same phone is the same customer."""
    try:
        return Phone().clean(told)
    except Unfit as unfit:
        raise Invalid(Reason(unfit.code, unfit.zh, unfit.en, field="phone", rule="SALE-6")) from unfit
