"""The doors of the register of leases."""

from typing import Any

from kit.doors import command, query
from kit.errors import Invalid, fields_named
from kit.reasons import Reason
from kit.sheets import Phone, Unfit
from kit.work import Work
from services.contracts.actions import leases
from services.contracts.errors import NoSuchLease
from services.contracts.queries import leases as queries
from services.contracts.rules import TARIFFS, Terms
from services.contracts.schemas.leases import (
    CustomerPage,
    CustomerQuery,
    LeaseForm,
    LeasePage,
    LeaseQuery,
    LeaseView,
    UnitStatePage,
    UnitStateQuery,
)
from services.contracts.shown import leases as shown

TAGS = ("leases",)
_IN_THE_FORM = {name: f"tariffs.{name}" for name in TARIFFS} | {"unit_number": "unit_id"}


class LeaseDoors:
    """Leases by hand: registered, listed, shown."""

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
        body["phone"] = phone_of(body["phone"])
        body["tariffs"] = {name: body["tariffs"][name] for name in TARIFFS}
        with fields_named(_IN_THE_FORM):
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


def phone_of(told: str) -> str:
    """A phone in the one form that lists bring it in too, so that the same phone is the same customer."""
    try:
        return Phone().clean(told)
    except Unfit as unfit:
        raise Invalid(Reason(unfit.code, unfit.zh, unfit.en, field="phone", rule="SALE-6")) from unfit
