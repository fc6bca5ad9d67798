"""The doors of contracts and supplementary agreements (SALE-6, SALE-7)."""

from typing import Any

from kit.doors import command, query
from kit.errors import fields_named
from kit.work import Work
from services.contracts.actions import contracts, supplements
from services.contracts.actions.contracts import LeaseTerms
from services.contracts.actions.supplements import Said
from services.contracts.doors.leases import phone_of
from services.contracts.rules import TARIFFS
from services.contracts.rules.contracts import Clause, Paper, Part
from services.contracts.schemas.contracts import (
    ContractForm,
    ContractView,
    DecisionForm,
    PromiseForm,
    PromiseView,
    SupplementForm,
    SupplementView,
    TextForm,
)
from services.contracts.shown import contracts as shown

TAGS = ("contracts",)
_IN_THE_FORM = {name: f"lease.tariffs.{name}" for name in TARIFFS} | {"phone": "lease.phone"}


class ContractDoors:
    """What is signed, and what is added to it later."""

    @command(
        "POST",
        "/deals/<id>/contract",
        may="contract.sign",
        request=ContractForm,
        answer=ContractView,
        status=201,
        zh="签约",
        en="Sign the contract",
        tags=TAGS,
        rules=("SALE-5", "SALE-6", "SALE-18"),
    )
    def sign_contract(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        parties, lease = body.pop("parties"), body.pop("lease", None)
        parts, clauses = (Part(**one) for one in body.pop("parts")), (Clause(**one) for one in body.pop("clauses"))
        paper = Paper(parts=tuple(parts), clauses=tuple(clauses), **body)
        with fields_named(_IN_THE_FORM):
            return shown.contract(work, contracts.sign(work, id, paper, parties, _lease_terms(lease)).id)

    @query(
        "/contracts/<id>",
        may="contract.read",
        answer=ContractView,
        zh="一份契约",
        en="Show a contract",
        tags=TAGS,
        rules=("SALE-6",),
    )
    def show_contract(self, work: Work, id: str) -> dict[str, Any]:
        return shown.contract(work, id)

    @command(
        "POST",
        "/contracts/<id>/supplements",
        may="contract.sign",
        request=SupplementForm,
        answer=SupplementView,
        status=201,
        zh="提交补充协议",
        en="Submit a supplementary agreement",
        tags=TAGS,
        rules=("SALE-7",),
    )
    def submit_supplement(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.supplement(work, supplements.submit(work, id, **body).id)

    @command(
        "POST",
        "/supplements/<id>/decision",
        may="supplement.decide",
        request=DecisionForm,
        answer=SupplementView,
        zh="审批补充协议",
        en="Decide on a supplementary agreement",
        tags=TAGS,
        rules=("SALE-7",),
    )
    def decide_on_supplement(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.supplement(work, supplements.decide(work, id, **body).id)

    @command(
        "POST",
        "/supplements/<id>/signature",
        may="contract.sign",
        request=TextForm,
        answer=SupplementView,
        zh="签署补充协议",
        en="Sign a supplementary agreement",
        tags=TAGS,
        rules=("SALE-7",),
    )
    def sign_supplement(self, work: Work, body: dict[str, Any], id: str) -> dict[str, Any]:
        return shown.supplement(work, supplements.sign(work, id, **body).id)

    @command(
        "POST",
        "/deals/<id>/promises",
        may="deal.hold",
        request=PromiseForm,
        answer=PromiseView,
        status=201,
        zh="登记销售承诺",
        en="Register a promise",
        tags=TAGS,
        rules=("SALE-7",),
    )
    def register_promise(self, work: Work, body: dict[str, Any], id: str) -> Any:
        return supplements.promise(work, id, Said(**body))


def _lease_terms(told: dict[str, Any] | None) -> LeaseTerms | None:
    if told is None:
        return None
    tariffs = {name: told["tariffs"][name] for name in TARIFFS}
    return LeaseTerms(**told | {"phone": phone_of(told["phone"]), "tariffs": tariffs})
