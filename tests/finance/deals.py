"""Builders for the tests of deals: what contracts and leasing tell of the sale of A1205 to 金桥投资."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from gateway.events import PersonRecorded
from kit.doors import Reply
from services.contracts.events import (
    ContractSigned,
    DealClosed,
    DealLapsed,
    DealWithdrawn,
    DepositTaken,
    DepositUnplaced,
    Instalment,
    RefundApproved,
)
from services.finance.actions.deposits import id_of
from services.leads.events import Share, VerdictGiven
from tests.finance.builders import CUSTOMER, ESTATE, MANAGER, House, an_id

DEAL, CONTRACT = an_id("JY-2026-0007"), an_id("HT-2026-0007")
CONSULTANT = an_id("马丽")
TAKEN_AT = datetime(2026, 12, 5, 6, 30, tzinfo=UTC)
DEPOSIT = id_of(DEAL, TAKEN_AT)
TERMS = "签约前客户反悔的,定金不退;因我方原因不能签约的,双倍返还。"
PAPERS = {"receipt_number": "SJ-0001", "invoice_number": "FP-0001", "received_on": "2026-12-06"}
_DEAL = {"deal_id": DEAL, "number": "JY-2026-0007", "estate_id": ESTATE, "customer_id": CUSTOMER}
_UNIT = {"unit_id": an_id("A1205"), "unit_number": "A1205"}
_NAME = {"customer_name": "金桥投资管理(中国)有限公司"}


def taken(amount: str = "50000", **told: Any) -> DepositTaken:
    known = {
        "kind": "sale",
        "consultant_id": CONSULTANT,
        "amount": Decimal(amount),
        "purse": "bank",
        "taken_at": TAKEN_AT,
        "confirm_by": datetime(2026, 12, 8, 16, tzinfo=UTC),
        "terms": TERMS,
    }
    return DepositTaken(**_DEAL | _UNIT | _NAME | known | told)


def closed(price: str = "1000000", **told: Any) -> DealClosed:
    known = {
        "kind": "sale",
        "closer_id": CONSULTANT,
        "closed_at": TAKEN_AT,
        "closed_on": date(2026, 12, 5),
        "is_on_site": True,
        "price": Decimal(price),
    }
    return DealClosed(**_DEAL | _UNIT | _NAME | known | told)


def lapsed(cause: str = "run_out", **told: Any) -> DealLapsed:
    return DealLapsed(**_DEAL | _UNIT | {"consultant_id": CONSULTANT, "cause": cause} | told)


def unplaced(amount: str = "50000", **told: Any) -> DepositUnplaced:
    known = {"unit_number": "A1205", "consultant_id": CONSULTANT, "deposit_id": DEPOSIT, "amount": Decimal(amount)}
    return DepositUnplaced(**_DEAL | known | told)


def signed(*amounts: str, **told: Any) -> ContractSigned:
    """The contract of three instalments, one a month from the middle of December on."""
    days = (date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15))
    chosen = amounts or ("300000", "300000", "400000")
    instalments = tuple(
        Instalment(position=number, due_on=days[number - 1], amount=Decimal(amount), means="bank")
        for number, amount in enumerate(chosen, 1)
    )
    known = {
        "contract_id": CONTRACT,
        "number": "HT-2026-0007",
        "kind": "sale",
        "consultant_id": CONSULTANT,
        "signed_on": date(2026, 12, 7),
        "price": Decimal(1000000),
        "instalments": instalments,
    }
    return ContractSigned(**_DEAL | _UNIT | _NAME | known | told)


def withdrawn(**told: Any) -> DealWithdrawn:
    known = {"consultant_id": CONSULTANT, "why": "loan", "withdrawn_on": date(2026, 12, 7)}
    return DealWithdrawn(**_DEAL | _UNIT | known | told)


def confirmed(house: House, deposit: str = DEPOSIT, **told: Any) -> Reply:
    return house.ask("confirm_deposit", body=PAPERS | told, id=deposit)


def sums(house: House, deal: str = DEAL) -> dict[str, str]:
    """What the entries of a deal come to, account by account; what comes to nothing is left out."""
    found: dict[str, Decimal] = {}
    for entry in house.ask("list_entries", body={"deal_id": deal, "limit": 100}).body["items"]:
        for posting in entry["postings"]:
            found[posting["account"]] = found.get(posting["account"], Decimal(0)) + Decimal(posting["amount"])
    return {account: str(amount) for account, amount in sorted(found.items()) if amount}


def verdict(*shares: tuple[str, str], position: int = 1, is_final: bool = True, **told: Any) -> VerdictGiven:
    """Leasing's verdict: whose share is how many percent; 马丽's alone unless told otherwise."""
    known = {
        "verdict_id": an_id(f"verdict {position}"),
        "position": position,
        "closer_id": CONSULTANT,
        "shares": tuple(Share(an_id(who), Decimal(percent)) for who, percent in shares or (("马丽", "100"),)),
        "rules": ("LEAD-4",),
        "claim_until": None,
        "is_final": is_final,
    }
    return VerdictGiven(**_DEAL | known | told)


def paid(house: House, amount: str = "250000", deal: str = DEAL, **told: Any) -> Reply:
    return house.ask("receive_on_deal", body={"amount": amount, "purse": "bank", "memo": "首期款", **told}, id=deal)


def earned(house: House, deal: str = DEAL) -> list[tuple[str, str, str]]:
    """Each commission on a deal: whose, how much, where it stands."""
    items = house.ask("list_commissions", MANAGER, {"deal_id": deal, "limit": 100}).body["items"]
    return sorted((one["consultant_id"], one["amount"], one["state"]) for one in items)


def a_consultant(name: str = "马丽") -> PersonRecorded:
    return PersonRecorded(
        person_id=an_id(name),
        staff_number=None,
        username="leasing.clerk",
        name=name,
        department="leasing",
        rank="clerk",
        position=None,
        estates=(ESTATE,),
        active=True,
    )


def refund_approved(amount: str = "50000", **told: Any) -> RefundApproved:
    known = {"unit_number": "A1205", "amount": Decimal(amount), "evidence": "退房协议 TF-0007"}
    return RefundApproved(**_DEAL | _NAME | known | told)


def due(house: House, **asked: Any) -> list[dict[str, Any]]:
    """The payments of a list, the first to be paid first."""
    found: list[dict[str, Any]] = house.ask("list_receivables", body=asked).body["items"]
    return found


def in_suspense(house: House, amount: str = "300000", **told: Any) -> dict[str, Any]:
    """Money that has come from somebody unknown."""
    known = {"estate_id": ESTATE, "amount": amount, "purse": "bank", "received_on": "2026-12-04"}
    reply = house.ask("enter_suspense", body={**known, "payer": "赵先生", "memo": "转账附言不清", **told})
    assert reply.status == 201, reply.body
    item: dict[str, Any] = reply.body
    return item
