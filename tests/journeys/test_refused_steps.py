"""Steps of a unit change that are not taken as they come, over HTTP: too early, incomplete, or somebody else's."""

from functools import cached_property

import pytest

from tests.journeys.refusals import Bad, Because, assert_refused
from tests.journeys.room_change import RoomChange
from tests.journeys.running import multipart

pytestmark = pytest.mark.rule("PROP-2", "PROC-3")
CUSTOMER = {"name": "何娜洋"}
KEY, CARD = {"kind": "key", "number": "K-2402"}, {"kind": "access_card", "number": "C-2402"}


class Move(RoomChange):
    """A change of a tenant on the upper floors, and what its steps refuse."""

    @classmethod
    def of(cls, house, old, new, change_date, items=()):
        move = cls(house, move_unit(house, old), move_unit(house, new))
        if items:
            house.as_("property.clerk").do("/items", {"lease_id": move.old_unit["lease_id"], "items": list(items)})
        body = {"lease_id": move.old_unit["lease_id"], "new_unit_id": move.new_unit["id"]}
        body |= {"change_date": change_date, "cause": "customer_wish"}
        move.id = house.as_("leasing.clerk").do("/unit-changes", body)["id"]
        move.wait_until_kept()
        return move

    def make_ready(self):
        """Does what was due the day before, so that nothing becomes overdue while a test looks on."""
        self.do("property.clerk", "inspect", clear=True)
        self.do("property.clerk", "check_keys", keys=[f"K-{self.new_unit['number']}"], forms_prepared=True)
        self.do("property.clerk", "clean", cleaner="保洁一班", report="已清洁")

    def refuses(self, step, body, because, who="property.clerk", **headers):
        untouched = (f"/unit-changes/{self.id}", *(f"/units/{unit['id']}" for unit in (self.old_unit, self.new_unit)))
        bad = Bad(who, "POST", f"/unit-changes/{self.id}/steps/{step}", body, headers, untouched)
        assert_refused(self.house, bad, because)

    @cached_property
    def meters(self):
        return self.now()["meters"]

    def readings(self, value="120.0", **others):
        """All meters with one value; `at_0` is that of the first."""
        values = [others.get(f"at_{place}", value) for place in range(len(self.meters))]
        return [{"meter_id": meter["meter_id"], "value": one} for meter, one in zip(self.meters, values, strict=True)]


def move_unit(house, number):
    return next(unit for unit in house.as_("administrator").get(f"/units?q={number}")["items"])


@pytest.fixture(scope="module")
def next_week(embedded):
    """A change a week ahead, of which nothing is done."""
    return Move.of(embedded, "A2403", "A2406", "2026-12-14")


@pytest.fixture(scope="module")
def today(embedded):
    """A change on its day, with the new unit ready and no meter read; the first of them stood at 100 before."""
    move = Move.of(embedded, "A2404", "A2502", "2026-12-07")
    move.make_ready()
    embedded.as_("property.clerk").do(f"/meters/{move.meters[0]['meter_id']}/readings", {"value": "100"})
    return move


@pytest.fixture(scope="module")
def half_way(embedded):
    """A change on its day, with the new unit ready and the meters read and signed by all three."""
    move = Move.of(embedded, "A2402", "A2504", "2026-12-07", [KEY, CARD])
    move.make_ready()
    move.read_meters()
    return move


class TestTooEarly:
    def test_meters_are_not_read_before_the_day(self, next_week):
        body = {"readings": next_week.readings(), "customer": CUSTOMER}
        next_week.refuses("read_meters", body, Because(409, "too_early"))

    @pytest.mark.parametrize(
        ("step", "body"),
        [
            ("reinspect", {"clear": True}),
            ("clean", {"cleaner": "保洁一班", "report": "已清洁"}),
            ("return_items", {"items": []}),
            ("hand_over", {"items": [KEY], "customer": CUSTOMER}),
            ("issue_notice", {}),
        ],
    )
    def test_a_step_waits_for_what_it_needs(self, next_week, step, body):
        next_week.refuses(step, body, Because(409, "needs"))

    def test_engineering_signs_no_readings_that_nobody_took(self, next_week):
        next_week.refuses("read_meters/sign", {}, Because(409, "nothing_to_sign"), "engineering.clerk")

    def test_a_step_is_done_once(self, half_way):
        half_way.refuses("inspect", {"clear": True}, Because(409, "step_ended"))


class TestSomethingMissing:
    def test_an_inspection_says_what_it_found_or_that_all_is_well(self, next_week):
        next_week.refuses("inspect", {}, Because(409, "no_findings", "findings"))

    def test_a_fault_is_described(self, next_week):
        body = {"findings": [{"trade": "fit_out", "description": " "}]}
        next_week.refuses("inspect", body, Because(422, "invalid", "findings.0.description"))

    @pytest.mark.parametrize(
        ("body", "missing"),
        [
            ({"keys": ["K-1"], "forms_prepared": False}, "forms_prepared"),
            ({"keys": [], "forms_prepared": True}, "keys"),
        ],
    )
    def test_keys_are_counted_and_forms_prepared(self, next_week, body, missing):
        next_week.refuses("check_keys", body, Because(409, "record_missing", missing))

    def test_every_meter_of_both_units_is_read(self, today):
        body = {"readings": today.readings()[:-1], "customer": CUSTOMER}
        today.refuses("read_meters", body, Because(409, "unread", "readings"))

    @pytest.mark.rule("PROC-8")
    def test_readings_need_the_customers_signature(self, today):
        body = {"readings": today.readings()}
        today.refuses("read_meters", body, Because(409, "signature_missing", "signatures"))

    @pytest.mark.rule("PROC-8")
    def test_what_is_handed_over_needs_the_customers_signature(self, half_way):
        half_way.refuses("hand_over", {"items": [KEY]}, Because(409, "signature_missing", "signatures"))

    def test_everything_issued_is_ticked(self, half_way):
        body = {"items": [KEY | {"outcome": "returned"}]}
        half_way.refuses("return_items", body, Because(409, "not_ticked", "items"))

    def test_nobody_moves_in_without_a_key(self, half_way):
        body = {"items": [CARD | {"number": "C-2504"}], "customer": CUSTOMER}
        half_way.refuses("hand_over", body, Because(409, "no_key", "items"))


class TestWrongInFact:
    @pytest.mark.rule("PROP-1")
    def test_a_meter_does_not_run_backwards(self, today):
        body = {"readings": today.readings(at_0="99.99"), "customer": CUSTOMER}
        today.refuses("read_meters", body, Because(409, "below_last", "readings.0.value"))

    @pytest.mark.rule("PROP-1")
    def test_an_ordinary_reading_is_not_below_the_last_one_either(self, today):
        meter = f"/meters/{today.meters[0]['meter_id']}"
        bad = Bad("property.clerk", "POST", f"{meter}/readings", {"value": "99.99"}, untouched=(meter,))
        assert_refused(today.house, bad, Because(409, "below_last", "value"))

    @pytest.mark.parametrize("value", ["-1", "NaN", "1e400", "0.001", "many", None, [5]])
    def test_a_reading_is_a_number(self, today, value):
        body = {"readings": today.readings(at_1=value), "customer": CUSTOMER}
        today.refuses("read_meters", body, Because(422, "invalid", "readings.1.value"))

    def test_a_key_comes_back_only_if_it_was_issued(self, half_way):
        ticks = [item | {"outcome": "returned"} for item in (KEY, CARD, {"kind": "key", "number": "K-9999"})]
        half_way.refuses("return_items", {"items": ticks}, Because(409, "never_issued", "items"))

    def test_a_copy_of_the_lease_is_a_picture_or_a_pdf(self, next_week):
        told = {"lease_number": next_week.old_unit["lease_number"]}
        body, kind = multipart(told, "copy.pdf", b"MZ\x90\x00", "application/pdf")
        next_week.refuses("lease_copy", body, Because(409, "not_a_copy", "file"), content_type=kind)


@pytest.mark.rule("GATE-2")
class TestSomebodyElses:
    @pytest.mark.parametrize(
        ("who", "step", "body"),
        [
            ("leasing.clerk", "inspect", {"clear": True}),
            ("engineering.manager", "check_keys", {"keys": ["K-1"], "forms_prepared": True}),
            ("property.director", "read_meters/sign", {}),
            ("finance.clerk", "issue_notice", {}),
        ],
    )
    def test_a_step_is_for_the_department_that_owns_it(self, next_week, who, step, body):
        next_week.refuses(step, body, Because(403), who)

    def test_what_waits_for_another_departments_event_is_not_skipped_by_hand(self, next_week):
        path = f"/unit-changes/{next_week.id}"
        body = {"step": "settle", "reason": "the customer is in a hurry"}
        bad = Bad("property.supervisor", "POST", f"{path}/skip", body, untouched=(path,))
        assert_refused(next_week.house, bad, Because(409, "not_skippable"))
