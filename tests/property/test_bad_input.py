"""What is wrong with what comes in is said field by field, and nothing is half done."""

from datetime import date

import pytest
from sqlalchemy import update

from kit.doors import Upload
from services.property.models import Meter, UnitChange
from tests.property.desk import ENGINEER, LEASING, PROPERTY
from tests.property.walking import PDF, SIGNED

ID = "01a205e4-b906-7580-a38a-0f7951ff1357"
GOOD = {"lease_id": ID, "new_unit_id": ID, "change_date": "2026-12-14", "cause": "customer_wish"}


@pytest.fixture
def engine():
    """What is tested here is decided before any database is asked, so one kind is enough."""
    return "sqlite"


def fields(desk, who, door, body, **params) -> set[str]:
    reply = desk.ask(who, door, body, **params)
    assert reply.status == 422, reply.body
    return {reason["field"] for reason in reply.body["reasons"]}


@pytest.mark.rule("GATE-3", "PROP-2")
class TestARequest:
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"lease_id": "ZL-2025-0001"}, "lease_id"),
            ({"lease_id": 7}, "lease_id"),
            ({"new_unit_id": None}, "new_unit_id"),
            ({"change_date": "14.12.2026"}, "change_date"),
            ({"change_date": 20261214}, "change_date"),
            ({"cause": "because"}, "cause"),
            ({"note": "x" * 2001}, "note"),
            ({"note": "\x00"}, "note"),
            ({"note": "\ud800"}, "note"),
            ({"price": 5}, "price"),
        ],
    )
    def test_each_wrong_field_is_named(self, desk, wrong, field):
        assert fields(desk, LEASING, "request_unit_change", GOOD | wrong) == {field}
        assert desk.rows(UnitChange) == []

    def test_all_missing_ones_at_once(self, desk):
        assert fields(desk, LEASING, "request_unit_change", {}) == {"new_unit_id", "change_date", "cause"}

    def test_somebody_must_be_named(self, desk):
        body = {name: value for name, value in GOOD.items() if name != "lease_id"}
        assert fields(desk, LEASING, "request_unit_change", body) == {"lease_id"}


@pytest.mark.rule("GATE-3", "PROP-2")
class TestSteps:
    @pytest.mark.parametrize(
        ("door", "body", "field"),
        [
            ("inspect_new_unit", {"findings": "none"}, "findings"),
            ("inspect_new_unit", {"findings": [{"trade": "magic", "description": "x"}]}, "findings.0.trade"),
            ("inspect_new_unit", {"findings": [{"trade": "power", "description": "  "}]}, "findings.0.description"),
            ("inspect_new_unit", {"clear": "perhaps"}, "clear"),
            ("inspect_new_unit", {"clear": True, "image": "data:text/html,x"}, "image"),
            ("check_keys", {"keys": [1], "forms_prepared": True}, "keys.0"),
            ("report_cleaning", {}, "cleaner"),
            ("read_meters", {"readings": [{"meter_id": ID, "value": "1.001"}]}, "readings.0.value"),
            ("read_meters", {"readings": [], "customer": {"name": ""}}, "customer.name"),
            ("return_items", {"items": [{"kind": "key", "number": "1", "outcome": "issued"}]}, "items.0.outcome"),
            ("hand_over", {"items": [{"kind": "horse", "number": "1"}]}, "items.0.kind"),
            ("issue_notice", {"signed_by": "总经理"}, "signed_by"),
        ],
    )
    def test_each_wrong_field_is_named(self, walk, door, body, field):
        version = walk.now()["version"]
        assert fields(walk.desk, PROPERTY, door, body, id=walk.id) == {field}
        assert walk.now()["version"] == version

    @pytest.mark.parametrize("id", ["1", "x" * 300, ID])
    def test_an_unknown_change_is_not_found(self, desk, id):
        assert desk.refusal(PROPERTY, "inspect_new_unit", {"clear": True}, id=id)[0] == 404


@pytest.mark.rule("GATE-3", "GATE-5")
class TestLists:
    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"floor": str(2**40)}, "floor"),
            ({"floor": "ground"}, "floor"),
            ({"state": "haunted"}, "state"),
            ({"area_from": "1.999"}, "area_from"),
            ({"area_to": "Infinity"}, "area_to"),
            ({"estate_id": "云栖中心"}, "estate_id"),
            ({"sort": "colour"}, "sort"),
            ({"limit": "101"}, "limit"),
            ({"cursor": "nonsense"}, "cursor"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_each_wrong_filter_is_named(self, desk, asked, field):
        assert fields(desk, PROPERTY, "list_units", asked) == {field}


@pytest.mark.rule("GATE-3")
class TestWhatCannotBeStored:
    @pytest.mark.parametrize("text", ["\x00", "钥匙\ud800"])
    def test_it_is_refused_inside_lists_too(self, walk, text):
        body = {"keys": ["A0501-1", text], "forms_prepared": True}
        assert fields(walk.desk, PROPERTY, "check_keys", body, id=walk.id) == {"keys.1"}

    @pytest.mark.parametrize(
        ("told", "kept"), [("../../etc/租约.pdf", "租约.pdf"), ("C:\\a\\b.pdf", "b.pdf"), ("\x00\ud800", "租约复印件")]
    )
    def test_a_file_is_kept_under_a_plain_name(self, walk, told, kept):
        file = Upload(told, "application/pdf", PDF.data)
        (paper,) = walk.do("keep_lease_copy", {"lease_number": "ZL-2025-0001", "file": file})["papers"]
        assert paper["name"] == kept


@pytest.mark.rule("PROP-2")
class TestUnitsWithoutMeters:
    def test_where_there_is_nothing_to_read_the_three_sign_that(self, walk):
        with walk.desk.runtime.work() as work:
            work.session.execute(update(Meter).values(retired_on=date(2026, 12, 7)))
        walk.wait_for_the_day().do("read_meters", {"readings": [], "customer": SIGNED})
        assert walk.do("sign_readings", {}, ENGINEER)["procedure"]["state"] == "open"
        assert walk.state("read_meters") == "done"
