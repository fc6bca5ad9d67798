"""The notice: only when all is done, and who has acknowledged it (PROP-2, 8-9)."""

from datetime import date

import pytest

from kit.procedure.events import TaskClosed
from services.contracts.events import LeaseMoved
from services.property import exports
from services.property.events import UnitChanged
from services.property.models import Occupancy, UnitClaim
from services.words import Department
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.builders import CUSTOMER, a_lease, a_settlement, a_settlement_taken_back, an_acknowledgement
from tests.property.desk import LEASING, PROPERTY, SUPERVISOR, an_id
from tests.property.walking import Walk


@pytest.fixture
def nearly(walk) -> Walk:
    """Everything is done but what finance does."""
    return walk.prepare().wait_for_the_day().read_and_sign().return_all().hand_over()


@pytest.mark.rule("PROP-2")
class TestTheNotice:
    def test_it_waits_for_finance(self, nearly):
        assert nearly.refusal("issue_notice") == (409, ["needs"])
        nearly.settle()
        assert nearly.step("settle")["recorded"]["total"] == "1562.84"
        assert nearly.do("issue_notice")["issued_by"] == "何芳"

    def test_a_settlement_told_again_changes_nothing(self, nearly):
        nearly.settle().settle()
        assert nearly.state("settle") == "done"

    def test_it_waits_again_when_finance_takes_the_settlement_back(self, nearly):
        nearly.settle().hear(a_settlement_taken_back(nearly.now()))
        assert (nearly.state("settle"), nearly.state("issue_notice")) == ("open", "waiting")
        assert nearly.refusal("issue_notice") == (409, ["needs"])
        nearly.hear(a_settlement(nearly.now(), nearly.desk.runtime.clock.now(), "anew"))
        assert nearly.step("settle")["recorded"]["settlement"] == an_id("anew")
        assert nearly.do("issue_notice")["issued_by"] == "何芳"

    def test_the_next_settlement_may_be_heard_of_before_the_first_is_taken_back(self, nearly):
        nearly.settle().hear(a_settlement(nearly.now(), nearly.desk.runtime.clock.now(), "anew"))
        nearly.hear(a_settlement_taken_back(nearly.now()))
        assert (nearly.state("settle"), nearly.step("settle")["recorded"]["settlement"]) == ("done", an_id("anew"))

    def test_once_it_is_out_a_settlement_taken_back_changes_nothing(self, nearly):
        nearly.settle().do("issue_notice")
        nearly.hear(a_settlement_taken_back(nearly.now()))
        nearly.hear(a_settlement(nearly.now(), nearly.desk.runtime.clock.now(), "anew"))
        assert (nearly.state("settle"), nearly.state("issue_notice")) == ("done", "done")

    def test_every_department_hears_of_it(self, nearly):
        nearly.settle().do("issue_notice")
        (told,) = nearly.desk.said(UnitChanged)
        assert (told.old_unit_number, told.new_unit_number, told.change_date) == ("A1109", "A0501", date(2026, 12, 14))
        assert told.issued_at == nearly.desk.runtime.clock.now()

    @pytest.mark.parametrize(
        ("number", "unit", "term", "code"),
        [
            ("ZL-2024-0009", "A0501", {"ends_on": date(2027, 12, 31)}, "not_free"),
            ("ZL-2025-0001", "A1109", {"ends_on": date(2026, 12, 13)}, "outside_the_lease"),
        ],
    )
    def test_it_is_not_issued_once_a_lease_was_corrected_to_stand_against_it(self, nearly, number, unit, term, code):
        before = {"starts_on": date(2024, 1, 1), "ends_on": date(2026, 6, 30)} if unit == "A0501" else {}
        nearly.hear(a_lease(nearly.desk, number, unit, **before))
        nearly.settle().hear(a_lease(nearly.desk, number, unit, **before | term))
        assert nearly.refusal("issue_notice") == (409, [code])
        assert (nearly.state("issue_notice"), nearly.desk.said(UnitChanged)) == ("open", [])
        nearly.hear(a_lease(nearly.desk, number, unit, **before))
        assert nearly.do("issue_notice")["issued_by"] == "何芳"

    def test_the_old_unit_is_vacant_and_the_new_one_is_the_tenants(self, nearly):
        nearly.settle().do("issue_notice")
        units = {
            unit["number"]: unit
            for unit in nearly.desk.get(PROPERTY, "list_units", {"estate_id": nearly.now()["estate"]["id"]})["items"]
        }
        assert (units["A1109"]["state"], units["A0501"]["state"]) == ("vacant", "occupied")
        assert units["A0501"]["occupied_since"] == "2026-12-14"
        stays = {
            (stay.since, stay.until) for stay in nearly.desk.rows(Occupancy) if stay.lease_id == an_id("ZL-2025-0001")
        }
        assert stays == {(date(2025, 4, 11), date(2026, 12, 13)), (date(2026, 12, 14), date(2030, 4, 10))}

    def test_both_units_may_be_part_of_another_change(self, nearly):
        nearly.settle().do("issue_notice")
        assert nearly.desk.rows(UnitClaim) == []
        again = {"new_unit_id": nearly.desk.units["A1109"], "change_date": "2026-12-20"}
        assert Walk(nearly.desk, **again).now()["number"] == "HF-2026-0002"

    def test_contracts_saying_the_same_changes_nothing(self, nearly):
        nearly.settle().do("issue_notice")
        change = nearly.now()
        moved = LeaseMoved(
            lease_id=change["lease_id"],
            number=change["lease_number"],
            estate_id=change["estate"]["id"],
            customer_id=change["customer_id"],
            unit_change_id=change["id"],
            old_unit_id=change["old_unit"]["id"],
            new_unit_id=change["new_unit"]["id"],
            moved_on=date(2026, 12, 14),
        )
        nearly.hear(moved)
        assert len(nearly.desk.rows(Occupancy)) == 3

    def test_a_lease_corrected_meanwhile_stays_where_it_moved(self, nearly):
        nearly.settle().do("issue_notice")
        nearly.hear(a_lease(nearly.desk, "ZL-2025-0001", "A1109", ends_on=date(2031, 6, 30)))
        unit = nearly.desk.get(PROPERTY, "show_unit", id=nearly.desk.units["A0501"])
        assert (unit["lease_number"], unit["let_until"]) == ("ZL-2025-0001", "2031-06-30")


@pytest.mark.rule("PROP-2")
class TestAcknowledging:
    def test_it_is_done_when_the_last_department_has(self, walk):
        *all_but_one, last = Department
        walk.until_the_notice().acknowledge(*all_but_one)
        assert (walk.now()["state"], len(walk.now()["acknowledgements"])) == ("open", 5)
        walk.hear(an_acknowledgement(walk.now(), last.value, 6))
        assert (walk.now()["state"], walk.state("acknowledge")) == ("done", "done")

    def test_who_has_acknowledged_is_no_longer_asked(self, walk):
        walk.until_the_notice().acknowledge(Department.FINANCE)
        waiting = [one["department"]["code"] for one in walk.now()["procedure"]["stuck_at"]]
        assert (len(waiting), "finance" in waiting) == (5, False)
        assert ("acknowledge", "finance") in {(told.step, told.department) for told in walk.desk.said(TaskClosed)}

    def test_the_same_department_counts_once(self, walk):
        walk.until_the_notice().acknowledge(Department.FINANCE)
        walk.hear(an_acknowledgement(walk.now(), "finance", 1))
        assert len(walk.now()["acknowledgements"]) == 1

    def test_other_notices_are_none_of_its_business(self, walk):
        walk.until_the_notice()
        told = an_acknowledgement(walk.now(), "finance", 6)
        walk.hear(type(told)(**told.__dict__ | {"notice_type": "contracts.lease_registered.v1"}))
        assert walk.now()["acknowledgements"] == []

    def test_nobody_acknowledges_by_skipping(self, walk):
        body = {"step": "acknowledge", "reason": "都知道了"}
        assert walk.until_the_notice().refusal("skip_step", body, SUPERVISOR) == (409, ["not_skippable"])


@pytest.mark.rule("PROP-2", "GATE-5")
class TestTheListOfChanges:
    def test_it_says_who_is_stuck(self, desk, walk):
        walk.inspect_with("power")
        (item,) = desk.get(LEASING, "list_unit_changes", {})["items"]
        stuck = {one["step"]: [department["code"] for department in one["departments"]] for one in item["stuck_at"]}
        assert stuck["repair"] == ["engineering"]
        assert (item["old_unit_number"], item["new_unit_number"], item["state_zh"]) == ("A1109", "A0501", "办理中")

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"state": "open"}, 1),
            ({"state": "done"}, 0),
            ({"department": "property"}, 1),
            ({"department": "engineering"}, 0),
            ({"overdue": "true"}, 0),
            ({"overdue": "false"}, 1),
            ({"date_from": "2026-12-14", "date_to": "2026-12-14"}, 1),
            ({"date_from": "2026-12-15"}, 0),
            ({"cause": "unit_fault"}, 0),
            ({"q": "金桥"}, 1),
            ({"q": "A0501 HF-2026"}, 1),
            ({"q": "A0502"}, 0),
            ({"customer_id": an_id("nobody")}, 0),
            ({"unit_id": an_id("nowhere")}, 0),
            ({"sort": "-change_date", "count": "true"}, 1),
        ],
    )
    def test_it_is_filtered(self, desk, walk, asked, found):
        assert len(desk.get(LEASING, "list_unit_changes", asked)["items"]) == found

    def test_a_unit_finds_its_change_on_either_side(self, desk, walk):
        for number in ("A1109", "A0501"):
            assert len(desk.get(LEASING, "list_unit_changes", {"unit_id": desk.units[number]})["items"]) == 1

    def test_engineering_finds_what_waits_for_its_signature(self, desk, walk):
        walk.wait_for_the_day().do("read_meters", walk.readings())
        assert len(desk.get(LEASING, "list_unit_changes", {"department": "engineering"})["items"]) == 1

    def test_it_is_exported_with_the_same_filters_in_the_readers_language(self, desk, walk):
        reply = desk.ask(LEASING, "export_unit_changes", {"state": "open"})
        (row,) = exports.CHANGES.read(reply.file.data).rows
        assert (row["customer_name"], row["state"]) == (CUSTOMER, "under way")
        assert "Inspect the new unit(Property)" in row["stuck_at"]

    def test_so_is_what_is_handed_out(self, desk):
        body = {"lease_id": desk.leases["ZL-2025-0001"], "items": [{"kind": "key", "number": "A1109-1"}]}
        desk.get(PROPERTY, "issue_items", body)
        reply = desk.ask(PROPERTY, "export_items", {"kind": "key"})
        (row,) = exports.ITEMS.read(reply.file.data).rows
        assert (row["number"], row["kind"], row["unit_number"]) == ("A1109-1", "key", "A1109")
