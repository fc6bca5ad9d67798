"""Two hundred who want one unit at once, through the gateway, over two copies of sales control (SALE-1)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from kit.ids import new_id
from tests.journeys.running import Answer
from tests.journeys.selling import Selling

ATTEMPTS = 200
WHO = ("leasing.clerk", "leasing.supervisor", "leasing.manager", "leasing.director")


def run(selling: Selling) -> None:
    """One wins, and everybody else is told who has it; nothing is half written."""
    customer = selling.register()["customer_id"]
    selling.hold(WHO[0], selling.a_unit_nobody_has(), customer)  # Sales control has heard of the customer then.
    unit = selling.a_unit_nobody_has()
    asked = selling.wish(unit, customer)
    people = [selling.house.as_(who) for who in WHO]
    together = Barrier(ATTEMPTS)

    def attempt(number: int) -> Answer:
        """Asks, and again under the same key where a busy machine did not answer in time, as the page does."""
        person, key = people[number % len(people)], new_id()
        together.wait(60)
        while (answer := person.ask("POST", "/deals", asked, Idempotency_Key=key)).status in (503, 504):
            continue
        return answer

    with ThreadPoolExecutor(ATTEMPTS) as askers:
        answers = list(askers.map(attempt, range(ATTEMPTS)))
    won = [answer.body for answer in answers if answer.status == 201]
    told = [answer.body["reasons"][0] for answer in answers if answer.status == 409]
    assert (len(won), len(told)) == (1, ATTEMPTS - 1), sorted(answer.status for answer in answers)
    assert {reason["code"] for reason in told} == {"unit_taken"}
    assert {reason["details"]["deal"] for reason in told} == {won[0]["number"]}
    assert {reason["details"]["consultant"] for reason in told} == {won[0]["consultant"]}
    deals = selling.house.as_("sales_control.clerk").get(f"/deals?unit_id={unit['unit_id']}")["items"]
    assert [deal["id"] for deal in deals] == [won[0]["id"]]
    history = selling.house.as_("sales_control.clerk").get(f"/board/{unit['unit_id']}")["history"]
    assert [change["cause"]["code"] for change in history][:1] == ["held"]
    assert sum(change["cause"]["code"] == "held" for change in history) == 1
