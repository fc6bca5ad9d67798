"""What people are called and what they said in their own words stays where it was written down (architecture, the bus).

An event carries ids and what its listeners need. Each field that could hold a name, a phone or somebody's own words is
named here, with the reason why it travels; a new one fails until somebody has thought about it.
"""

import dataclasses
import typing

import pytest

from kit.events import Event
from tests.wire.snapshots import events

TELLING = {"name", "phone", "company", "address", "payer", "by", "consultant", "technician", "looks"}
TELLING |= {"text", "reason", "memo", "note", "description", "evidence", "said", "terms", "title", "business"}
HOUSE = "who of the house did it, and no customer"
HOUSE_SAID = "what somebody of the house says of its own doing, to those who go on with it"
PAYEE = "finance prints receipts for them, charges them and pays them back"
EMPTY = "not filled any more; what was told before is still read"
TRAVELS = {
    "EstateOpened.name": "a building",
    "UnitRecorded.estate_name": "a building",
    "PersonRecorded.name": HOUSE,
    "WorkOrderDispatched.technician": HOUSE,
    "WorkOrderFinished.technician": HOUSE,
    "WorkOrderOverdue.technician": HOUSE,
    "ProblemReported.reported_by": HOUSE,
    "DeferralRequested.asked_by": HOUSE,
    "DeferralDecided.decided_by": HOUSE,
    "VisitReported.consultant": HOUSE,
    "ConcessionAsked.consultant": HOUSE,
    "ConcessionGranted.granted_by": HOUSE,
    "ConcessionInForce.granted_by": HOUSE,
    "ConcessionRefused.refused_by": HOUSE,
    "ConcessionGranted.reason": HOUSE_SAID,
    "ConcessionInForce.reason": HOUSE_SAID,
    "ConcessionRefused.reason": HOUSE_SAID,
    "WorkOrderCancelled.reason": HOUSE_SAID,
    "UnitChangeCancelled.reason": HOUSE_SAID,
    "SettlementTakenBack.reason": HOUSE_SAID,
    "DepositRefused.reason": HOUSE_SAID,
    "RefundRefused.reason": HOUSE_SAID,
    "CommissionClawedBack.reason": HOUSE_SAID,
    "WorkOrderDispatched.description": "what is broken",
    "SupplementSubmitted.title": "what an agreement is headed, which is shown to who decides",
    "DepositTaken.terms": "the house's own terms, which finance prints on the receipt (SALE-4)",
    "RefundApproved.evidence": "the paper on which finance pays (SALE-4)",
    "VisitReported.looks": "by what the monitoring room knows a stranger, who has no name there (LEAD-15)",
    "LeaseRegistered.business": "the trade of a tenant",
    "LeaseRegistered.customer_name": PAYEE,
    "DepositTaken.customer_name": PAYEE,
    "DealClosed.customer_name": PAYEE,
    "ContractSigned.customer_name": PAYEE,
    "RefundApproved.customer_name": PAYEE,
    "ContractOverdue.customer_name": EMPTY,
    "ProblemReported.customer_name": EMPTY,
    "ProblemReported.text": EMPTY,
    "DealWithdrawn.reason": EMPTY,
    "DeferralRequested.reason": EMPTY,
    "ViewingCancelled.reason": EMPTY,
}
IN_TWO_LANGUAGES = ("_zh", "_en")  # What the house has ready in both languages, nobody has said in their own words.


def telling(kind: type[Event]) -> set[str]:
    """The fields that could hold a name or somebody's own words, each with its event."""
    hints = typing.get_type_hints(kind)
    texts = [field.name for field in dataclasses.fields(kind) if hints[field.name] in (str, str | None)]
    own = [name for name in texts if not name.endswith(("_id", *IN_TWO_LANGUAGES))]
    return {f"{kind.__name__}.{name}" for name in own if TELLING.intersection(name.split("_"))}


def test_no_event_tells_what_nobody_has_thought_about():
    assert set().union(*map(telling, events())) == set(TRAVELS)


@pytest.mark.parametrize("field", [field for field, why in TRAVELS.items() if why is EMPTY])
def test_what_is_not_filled_any_more_may_be_missing(field):
    name, _, told = field.partition(".")
    (kind,) = [one for one in events() if one.__name__ == name]
    (own,) = [one for one in dataclasses.fields(kind) if one.name == told]
    assert own.default == ""
