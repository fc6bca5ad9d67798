"""Asking for a change of units: what is refused, what is kept, and who wins when two ask at once (PROP-2)."""

from datetime import date

import pytest

from kit.ids import new_id
from services.contracts.events import UnitStateChanged
from services.property.events import UnitChangeRequested
from services.property.models import UnitChange, UnitClaim
from services.words import Department, Rank
from tests.property.builders import CUSTOMER, RIVAL, SHUIMO, YUNQI, a_lease, a_unit
from tests.property.desk import ENGINEER, FINANCE, LEASING, PROPERTY, an_id, at_once, staff
from tests.property.walking import Walk


def asking(desk, **told) -> dict:
    """The request of the tenant of A1109 to move to A0501; None takes a field out."""
    body = {
        "lease_id": desk.leases["ZL-2025-0001"],
        "new_unit_id": desk.units["A0501"],
        "change_date": "2026-12-14",
        "cause": "customer_wish",
    }
    return {name: value for name, value in (body | told).items() if value is not None}


def refusal(desk, who=LEASING, **told):
    found = desk.refusal(who, "request_unit_change", asking(desk, **told))
    assert desk.rows(UnitChange) == []
    assert desk.rows(UnitClaim) == []
    assert desk.said(UnitChangeRequested) == []
    return found


@pytest.mark.rule("PROP-2")
class TestRequesting:
    def test_the_change_is_open_and_the_others_hear_of_it(self, desk):
        change = desk.get(LEASING, "request_unit_change", asking(desk, note="面积不足"))
        (told,) = desk.said(UnitChangeRequested)
        assert (change["number"], change["state"], change["note"]) == ("HF-2026-0001", "open", "面积不足")
        assert (told.old_unit_number, told.new_unit_number, told.change_date) == ("A1109", "A0501", date(2026, 12, 14))
        assert (told.customer_id, told.cause) == (an_id(CUSTOMER), "customer_wish")

    def test_customer_and_old_unit_do_as_well_as_the_lease(self, desk):
        told = {"lease_id": None, "customer_id": an_id(CUSTOMER), "old_unit_id": desk.units["A1109"]}
        change = desk.get(LEASING, "request_unit_change", asking(desk, **told))
        assert change["lease_number"] == "ZL-2025-0001"

    def test_inspection_keys_and_lease_copy_can_begin_at_once(self, walk):
        waiting = [one["step"] for one in walk.now()["procedure"]["stuck_at"]]
        assert set(waiting) == {"inspect", "check_keys", "lease_copy", "read_meters"}

    def test_the_inspection_is_due_the_same_day(self, walk):
        assert walk.step("inspect")["due_at"] == "2026-12-07T16:00:00+00:00"
        assert walk.step("check_keys")["due_at"] == "2026-12-13T16:00:00+00:00"

    @pytest.mark.parametrize("who", [PROPERTY, ENGINEER, FINANCE], ids=lambda who: who.department)
    def test_it_comes_from_leasing(self, desk, who):
        assert refusal(desk, who)[0] == 403

    @pytest.mark.rule("GATE-4")
    def test_the_same_key_asks_once(self, desk):
        first = desk.ask(LEASING, "request_unit_change", asking(desk), key="k1")
        again = desk.ask(LEASING, "request_unit_change", asking(desk), key="k1")
        assert (first.status, again.body["id"]) == (201, first.body["id"])
        assert len(desk.rows(UnitChange)) == 1


def on_the_board(unit, state):
    """Sales control has a deal for the unit, or no more."""
    return UnitStateChanged(unit, YUNQI, "A0502", "available", state, "held", new_id(), new_id())


@pytest.mark.rule("PROP-2")
class TestRefusals:
    def test_a_unit_that_is_let(self, desk):
        assert refusal(desk, new_unit_id=desk.units["A1001"]) == (409, ["not_free"])

    def test_a_unit_that_sales_control_has_a_deal_for(self, desk):
        unit = desk.units["A0502"]
        desk.hear(on_the_board(unit, "held"))
        assert refusal(desk, new_unit_id=unit) == (409, ["sold_or_held"])
        desk.hear(on_the_board(unit, "available"))
        assert desk.ask(LEASING, "request_unit_change", asking(desk, new_unit_id=unit)).status == 201

    def test_the_same_unit(self, desk):
        assert refusal(desk, new_unit_id=desk.units["A1109"]) == (409, ["same_unit"])

    def test_a_date_that_is_past(self, desk):
        assert refusal(desk, change_date="2026-12-06") == (409, ["date_past"])

    def test_the_day_is_past_when_it_is_at_the_estate(self, desk):
        desk.runtime.clock.move(hours=15)  # 00:00 of the 8th in Shanghai, still the 7th in UTC.
        assert refusal(desk, change_date="2026-12-07") == (409, ["date_past"])

    def test_a_lease_that_is_not_the_customers(self, desk):
        assert refusal(desk, customer_id=an_id(RIVAL)) == (409, ["not_the_customers_lease"])

    def test_a_customer_who_has_no_lease_of_that_unit(self, desk):
        told = {"lease_id": None, "customer_id": an_id(RIVAL), "old_unit_id": desk.units["A1109"]}
        assert refusal(desk, **told) == (409, ["not_the_customers_lease"])

    def test_a_lease_of_another_unit(self, desk):
        assert refusal(desk, old_unit_id=desk.units["A0502"]) == (409, ["lease_of_another_unit"])

    def test_a_date_after_the_lease(self, desk):
        desk.hear(a_lease(desk, "ZL-2025-0001", "A1109", ends_on=date(2026, 12, 10)))
        assert refusal(desk) == (409, ["outside_the_lease"])

    def test_a_unit_of_another_estate(self, desk):
        assert refusal(desk, new_unit_id=desk.units["1-0101"]) == (409, ["another_estate"])

    @pytest.mark.parametrize(("field", "code"), [("lease_id", "no_lease"), ("new_unit_id", "no_unit")])
    def test_what_does_not_exist(self, desk, field, code):
        assert refusal(desk, **{field: new_id()}) == (404, [code])

    @pytest.mark.rule("GATE-2")
    def test_what_is_at_another_estate_does_not_exist(self, desk):
        elsewhere = staff(Department.LEASING, Rank.CLERK, "徐超", desk.estates[SHUIMO])
        assert refusal(desk, elsewhere) == (404, ["no_lease"])

    def test_a_change_open_for_the_old_unit(self, desk, walk):
        body = asking(desk, new_unit_id=desk.units["A0502"])
        assert desk.refusal(LEASING, "request_unit_change", body) == (409, ["change_open"])

    def test_a_change_open_for_the_new_unit(self, desk, walk):
        body = asking(desk, lease_id=desk.leases["ZL-2025-0002"])
        assert desk.refusal(LEASING, "request_unit_change", body) == (409, ["change_open"])

    def test_the_numbers_go_on_without_a_gap(self, desk, walk):
        desk.refusal(LEASING, "request_unit_change", asking(desk))
        told = {"lease_id": desk.leases["ZL-2025-0002"], "new_unit_id": desk.units["A0502"]}
        assert desk.get(LEASING, "request_unit_change", asking(desk, **told))["number"] == "HF-2026-0002"

    def test_a_refusal_speaks_the_callers_language(self, desk):
        chinese = staff(Department.LEASING, Rank.CLERK, "马丽")
        chinese = type(chinese)(**chinese.__dict__ | {"language": "zh"})
        reply = desk.ask(chinese, "request_unit_change", asking(desk, new_unit_id=desk.units["A1109"]))
        assert reply.body["detail"] == "新单元与原单元相同。"


@pytest.mark.rule("PROP-2")
class TestChecking:
    def test_the_page_is_told_the_same_reasons_beforehand(self, desk):
        body = asking(desk, cause=None, change_date="2026-12-06", new_unit_id=desk.units["A1001"])
        answer = desk.get(LEASING, "check_unit_change", body)
        assert (answer["may"], [reason["code"] for reason in answer["reasons"]]) == (False, ["date_past", "not_free"])
        assert answer["reasons"][1]["zh"] == "单元 A1001 未空置，租至 2030-04-10。"

    def test_nothing_stands_against_a_good_one(self, desk):
        assert desk.get(LEASING, "check_unit_change", asking(desk, cause=None)) == {"may": True, "reasons": []}


@pytest.mark.rule("PROP-2")
class TestTwoAtTheSameInstant:
    @pytest.mark.parametrize("round", range(3))
    def test_exactly_one_gets_the_unit_and_the_others_are_told_by_the_rule(self, desk, round):
        """Four tenants ask for A0501 from four threads."""
        bodies = []
        for tenant in range(4):
            a_unit(desk, YUNQI, f"A200{tenant}", 20, "A座")
            desk.hear(a_lease(desk, f"ZL-{tenant}", f"A200{tenant}", f"客户{tenant}"))
            bodies.append(asking(desk, lease_id=desk.leases[f"ZL-{tenant}"]))
        replies = at_once(lambda body: desk.ask(LEASING, "request_unit_change", body), bodies)
        refused = [reply for reply in replies if reply.status != 201]
        assert len(refused) == 3
        assert {reply.status for reply in refused} == {409}
        assert [[one["code"] for one in reply.body["reasons"]] for reply in refused] == [["change_open"]] * 3
        assert len(desk.rows(UnitChange)) == 1
        assert len(desk.rows(UnitClaim)) == 2

    def test_two_who_would_swap_units_do_not_wait_for_each_other(self, desk):
        """A moves out of X into Y while B asks for X and Y the other way round: the claims are taken in one order."""
        a_unit(desk, YUNQI, "A3001", 30, "A座")
        desk.hear(a_lease(desk, "ZL-X", "A3001", "客户甲"))
        one = asking(desk, new_unit_id=desk.units["A0502"])
        other = asking(desk, lease_id=desk.leases["ZL-X"], new_unit_id=desk.units["A0502"])
        replies = at_once(lambda body: desk.ask(LEASING, "request_unit_change", body), [one, other])
        assert sorted(reply.status for reply in replies) == [201, 409]

    def test_the_database_alone_would_refuse_the_second(self, desk, walk):
        """The rule taken away, the table's key still lets one change have the unit."""
        from sqlalchemy.exc import IntegrityError

        second = Walk(desk, lease_id=desk.leases["ZL-2025-0002"], new_unit_id=desk.units["A0502"])
        with pytest.raises(IntegrityError), desk.runtime.work() as work:
            work.session.add(UnitClaim(unit_id=desk.units["A0501"], unit_change_id=second.id, side="new"))
