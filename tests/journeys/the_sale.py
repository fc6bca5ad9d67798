"""From a walk-in to a paid commission, with two consultants who quarrel over the customer, through HTTP.

The first consultant registers a visitor. A second one, who has no valid registration of their own, holds a unit for
the same customer and closes. The first finds the deal on the customer's own page, claims within the three days, and
both are paid their share once the contract is signed and the first money is in (LEAD-8, SALE-2, FIN-2, FIN-6).
"""

from typing import Any

from tests.journeys.selling import CONSULTANT, FINANCE, RIVAL, SALES, SALES_MANAGER, Selling

TERMS = "签约前凭本人身份证和收据退还定金的一半。"
DEPOSIT, FIRST_PAYMENT, REST = "50000", "600000", "1400000"


def run(selling: Selling) -> None:
    """All the way; what every department sees on it is looked at as it goes."""
    house = selling.house
    selling.permits()
    unit = selling.a_unit_nobody_has()
    first, rival = selling.me(CONSULTANT), selling.me(RIVAL)
    house.as_(CONSULTANT).do("/receptions", {"estate_id": selling.estate(), "asked_for_id": first})
    customer = selling.register()["customer_id"]
    paper = quote(selling, customer, unit)
    assert paper["number"].startswith("BJ")
    deal = close(selling, unit, customer)
    assert selling.state_of(unit) == "sold"
    told_at_once(selling, unit)
    verdict = the_quarrel(selling, deal, customer, first, rival)
    assert {one["consultant_id"]: one["percent"] for one in verdict["shares"]} == {first: "50", rival: "50"}
    sign(selling, deal)
    pay_commission(selling, deal, {first, rival})
    look_back(selling, deal, paper)


def quote(selling: Selling, customer: str, unit: dict[str, Any]) -> Any:
    """The customer has a quotation on paper first; leasing hears of unit and price by events."""
    asked = {"audience": "visitor", "customer_id": customer, "dealing": "sale", "units": [{"unit_id": unit["unit_id"]}]}
    answer = selling.eventually(lambda: _given(selling.house.as_(CONSULTANT).ask("POST", "/quotations", asked)))
    return answer


def _given(answer: Any) -> Any:
    assert answer.status in (201, 404, 409), answer
    return answer.body if answer.status == 201 else None


def close(selling: Selling, unit: dict[str, Any], customer: str) -> dict[str, Any]:
    """The rival holds the unit, sales control confirms it, the deposit is paid, and finance confirms that."""
    house = selling.house
    deal: dict[str, Any] = selling.hold(RIVAL, unit, customer)
    told = {"price": "2000000", "deposit": DEPOSIT, "terms": TERMS, "terms_shown": True}
    house.as_(SALES).do(f"/deals/{deal['id']}/confirmation", told)
    assert house.as_(SALES).get(f"/deals/{deal['id']}/confirmation.pdf").startswith(b"%PDF")
    house.as_(SALES).do(f"/deals/{deal['id']}/deposit", {"purse": "bank"})
    assert selling.state_of(unit) == "confirmed"
    deposit = selling.eventually(lambda: house.as_(FINANCE).get(f"/deposits?deal_id={deal['id']}")["items"])[0]
    paper = {"receipt_number": f"SJ-{selling.phone}", "invoice_number": f"FP-{selling.phone}"}
    house.as_(FINANCE).do(f"/deposits/{deposit['id']}/confirm", paper | {"received_on": deposit["taken_at"][:10]})
    selling.eventually(lambda: selling.state_of(unit) == "sold")
    return deal


def told_at_once(selling: Selling, unit: dict[str, Any]) -> None:
    """Every consultant finds in the inbox that the unit is taken (SALE-2)."""
    for who in (CONSULTANT, RIVAL, SALES):
        selling.eventually(
            lambda who=who: any(
                unit["number"] in item["title_zh"] for item in selling.house.as_(who).get("/inbox?show=all")["items"]
            )
        )


def the_quarrel(selling: Selling, deal: dict[str, Any], customer: str, first: str, rival: str) -> Any:
    """It is the closer's alone until the first one finds it and claims; the rival may not."""
    house, path = selling.house, f"/attributions/{deal['id']}"
    found = selling.eventually(lambda: house.as_(CONSULTANT).get(f"/visitors/{customer}")["deals"])
    assert [one["deal_id"] for one in found] == [deal["id"]]
    before = house.as_(SALES_MANAGER).get(path)["verdicts"][-1]
    assert [one["consultant_id"] for one in before["shares"]] == [rival]
    assert before["claimant_id"] == first
    assert house.as_(RIVAL).ask("POST", f"{path}/claim", {}).status == 409
    claimed = house.as_(CONSULTANT).do(f"{path}/claim")
    assert len(claimed["verdicts"]) == 2
    assert house.as_(CONSULTANT).get(f"{path}/verdict.pdf").startswith(b"%PDF")
    return claimed["verdicts"][-1]


def sign(selling: Selling, deal: dict[str, Any]) -> None:
    """The contract is signed with its plan, and finance has what is due from it."""
    today = selling.house.as_(SALES).get(f"/deals/{deal['id']}")["closed_on"]
    parts = [{"due_on": day, "amount": amount, "means": "bank"} for day, amount in plan(today)]
    told = {"number": f"HT-{selling.phone}", "parties": "出卖人:本公司;买受人:王伟", "plan": "instalments"}
    selling.house.as_(SALES).do(f"/deals/{deal['id']}/contract", told | {"signed_on": today, "parts": parts})
    rows = f"/receivables?deal_id={deal['id']}"
    selling.eventually(lambda: len(selling.house.as_(FINANCE).get(rows)["items"]) == 2)


def plan(today: str) -> list[tuple[str, str]]:
    return [(today, FIRST_PAYMENT), (f"{int(today[:4]) + 1}-06-30", REST)]


def pay_commission(selling: Selling, deal: dict[str, Any], both: set[str]) -> None:
    """Nothing is paid before the first money is in; then both have ten thousand, one per cent of two million halved."""
    house, asked = selling.house, f"/commissions?deal_id={deal['id']}"

    def standing(*states: str) -> list[dict[str, Any]]:
        rows = house.as_("finance.manager").get(asked)["items"]
        return [row for row in rows if row["state"] in states]

    accrued = selling.eventually(lambda: len(standing("accrued")) == 2 and standing("accrued"))
    refused = house.as_("finance.manager").ask("POST", f"/commissions/{accrued[0]['id']}/pay", {"purse": "bank"})
    assert (refused.status, [one["code"] for one in refused.body["reasons"]]) == (409, ["no_payment"])
    paid = {"amount": FIRST_PAYMENT, "purse": "bank", "memo": "首期款"}
    house.as_(FINANCE).do(f"/deals/{deal['id']}/receipts", paid)
    payable = selling.eventually(lambda: len(standing("payable")) == 2 and standing("payable"))
    assert {(row["consultant_id"], row["amount"]) for row in payable} == {(who, "10000.00") for who in both}
    for row in payable:
        house.as_("finance.manager").do(f"/commissions/{row['id']}/pay", {"purse": "bank"})
    assert len(standing("paid")) == 2


def look_back(selling: Selling, deal: dict[str, Any], paper: Any) -> None:
    """The papers print, the lists show it and go out as Excel, and the register is whole."""
    house = selling.house
    assert house.as_(CONSULTANT).get(f"/quotations/{paper['id']}/quotation.pdf").startswith(b"%PDF")
    (owner,) = house.as_(SALES).get(f"/lists/owners?q={deal['number']}")["items"]
    assert owner["customer_name"] == "王伟"
    assert house.as_(SALES).get(f"/lists/owners/export?q={deal['number']}").startswith(b"PK")
    assert house.as_(SALES).get("/register/verification")["whole"]
