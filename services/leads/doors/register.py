"""The doors to the register (LEAD-1 to LEAD-6), and to whose customer somebody would be (LEAD-7 to LEAD-10)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import registering
from services.leads.queries import showing, verifying
from services.leads.rules.particulars import Particulars
from services.leads.schemas.forms import (
    AttributionQuery,
    CorrectionForm,
    ReasonForm,
    RegistrationForm,
    RegistrationQuery,
)
from services.leads.schemas.verdicts import VisitorView
from services.leads.schemas.views import RegistrationItem, RegistrationView, VerdictView, VerificationView

TAGS = ("register",)


class RegisterDoors:
    """Who came, to whom, and what that is worth."""

    @command(
        "POST",
        "/registrations",
        may="registration.record",
        request=RegistrationForm,
        answer=RegistrationView,
        status=201,
        zh="登记来访客户",
        en="Enter a visitor in the register",
        tags=TAGS,
        rules=("LEAD-1", "LEAD-2", "LEAD-5"),
    )
    def register_visitor(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        place = {name: body.pop(name, None) for name in ("estate_id", "channel", "asked_for_id")}
        one = registering.register(work, told=Particulars(**body), **place)
        return showing.registration(work, one.id)

    @query(
        "/registrations",
        may="registration.read",
        request=RegistrationQuery,
        answer=page_of(RegistrationItem),
        zh="来访客户登记簿",
        en="List the register of visitors",
        tags=TAGS,
        rules=("LEAD-1", "LEAD-6"),
    )
    def list_registrations(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return showing.registrations(work, body)

    @query(
        "/registrations/<id>",
        may="registration.read",
        answer=RegistrationView,
        zh="查看一条登记",
        en="Show a registration with its entries and what it lacks to be valid",
        tags=TAGS,
        rules=("LEAD-2", "LEAD-3", "LEAD-5"),
    )
    def show_registration(self, work: Work, id: str) -> dict[str, Any]:
        return showing.registration(work, id)

    @command(
        "POST",
        "/registrations/<id>/corrections",
        may="registration.correct",
        request=CorrectionForm,
        answer=RegistrationView,
        zh="更正登记",
        en="Correct a registration by a new entry",
        tags=TAGS,
        rules=("LEAD-3",),
    )
    def correct_registration(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        reason = body.pop("reason")
        registering.correct(work, id, body, reason)
        return showing.registration(work, id)

    @command(
        "POST",
        "/registrations/<id>/extension",
        may="registration.extend",
        request=ReasonForm,
        answer=RegistrationView,
        zh="确认延期",
        en="Extend a registration that is past its validity",
        tags=TAGS,
        rules=("LEAD-6",),
    )
    def extend_registration(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        registering.extend(work, id, body["reason"])
        return showing.registration(work, id)

    @query(
        "/visitors/<id>",
        may="registration.read",
        answer=VisitorView,
        zh="查看客户的全部登记",
        en="Show a customer's own page of the register",
        tags=TAGS,
        rules=("LEAD-4", "LEAD-5", "LEAD-8"),
    )
    def show_visitor(self, work: Work, id: str) -> dict[str, Any]:
        return showing.visitor(work, id)

    @query(
        "/visitors/<id>/attribution",
        may="registration.read",
        request=AttributionQuery,
        answer=VerdictView,
        zh="查看客户归属",
        en="Work out whose customer somebody would be",
        tags=TAGS,
        rules=("LEAD-7", "LEAD-8", "LEAD-9", "LEAD-10"),
    )
    def show_attribution(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        return showing.attribution(work, id, body)

    @query(
        "/register/verification",
        may="register.verify",
        answer=VerificationView,
        zh="核验登记簿",
        en="Check that nobody has altered the register",
        tags=TAGS,
        rules=("LEAD-3",),
        deadline=60.0,
    )
    def verify_register(self, work: Work) -> dict[str, Any]:
        return verifying.verification(work)
