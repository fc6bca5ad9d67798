"""The day itself: meters signed by three, items ticked, new ones handed over (PROP-2, 5-7)."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from services.property.actions.estates import put_meters
from services.property.events import MissingItem, OldUnitReadyToSettle
from services.property.models import Estate, Item, Meter, Reading, Unit
from services.property.rules.words import MeterKind
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.desk import ENGINEER, LEASING, PROPERTY
from tests.property.walking import PNG, SIGNED, Walk

HELD = [
    {"kind": "key", "number": "A1109-1"},
    {"kind": "access_card", "number": "CRZ-1001", "person": "赵强"},
    {"kind": "parking_permit", "number": "TCZ-101"},
]


@pytest.fixture
def on_the_day(desk) -> Walk:
    """The tenant holds three things; all is prepared, and it is the change date."""
    desk.get(PROPERTY, "issue_items", {"lease_id": desk.leases["ZL-2025-0001"], "items": HELD})
    return Walk(desk).prepare().wait_for_the_day()


def ticks(**outcomes) -> dict:
    told = {item["number"]: {"kind": item["kind"], "number": item["number"], "outcome": "returned"} for item in HELD}
    for number, outcome in outcomes.items():
        told[number.replace("_", "-")]["outcome"] = outcome
    return {"items": list(told.values())}


@pytest.mark.rule("PROP-2")
class TestReadingTheMeters:
    def test_they_are_not_read_before_the_day(self, walk):
        assert walk.refusal("read_meters", walk.readings()) == (409, ["too_early"])

    def test_engineering_signs_last_and_then_they_count(self, on_the_day):
        on_the_day.do("read_meters", on_the_day.readings("1300.00"))
        assert (on_the_day.state("read_meters"), on_the_day.desk.rows(Reading)) == ("awaiting_signatures", [])
        on_the_day.do("sign_readings", {"image": PNG}, ENGINEER)
        assert on_the_day.state("read_meters") == "done"
        readings = on_the_day.desk.rows(Reading)
        assert {(reading.value, reading.read_on) for reading in readings} == {(Decimal("1300.00"), date(2026, 12, 14))}
        assert [[signer["name"] for signer in one.signers] for one in readings] == [["何芳", "赵强", "杨军"]] * 4

    @pytest.mark.rule("ENG-4")
    def test_nobody_else_signs_for_engineering(self, on_the_day):
        on_the_day.do("read_meters", on_the_day.readings())
        assert on_the_day.refusal("sign_readings", {}, PROPERTY)[0] == 403
        assert on_the_day.refusal("sign_readings", {}, LEASING)[0] == 403

    def test_there_is_nothing_to_sign_before_they_are_read(self, on_the_day):
        assert on_the_day.refusal("sign_readings", {}, ENGINEER) == (409, ["nothing_to_sign"])

    def test_without_the_customers_signature_they_are_not_taken(self, on_the_day):
        body = on_the_day.readings() | {"customer": None}
        assert on_the_day.refusal("read_meters", body) == (409, ["signature_missing"])
        assert on_the_day.state("read_meters") == "open"

    def test_a_reading_below_the_last_is_refused_and_nothing_is_half_done(self, on_the_day):
        meter = on_the_day.now()["meters"][-2]["meter_id"]
        on_the_day.desk.get(PROPERTY, "record_reading", {"value": "500"}, id=meter)
        body = on_the_day.readings("499.99")
        assert on_the_day.refusal("read_meters", body) == (409, ["below_last"])
        assert on_the_day.state("read_meters") == "open"

    def test_every_meter_of_both_units_is_read(self, on_the_day):
        body = on_the_day.readings()
        body["readings"] = body["readings"][:-1]
        assert on_the_day.refusal("read_meters", body) == (409, ["unread"])

    def test_no_meter_of_a_third(self, on_the_day):
        foreign = on_the_day.desk.get(PROPERTY, "show_unit", id=on_the_day.desk.units["A0502"])["meters"][0]
        body = on_the_day.readings()
        body["readings"].append({"meter_id": foreign["meter_id"], "value": 1})
        assert on_the_day.refusal("read_meters", body) == (409, ["foreign_meter"])

    def test_a_misreading_is_put_right_before_engineering_signs(self, on_the_day):
        on_the_day.do("read_meters", on_the_day.readings("130.00"))
        on_the_day.read_and_sign("1300.00")
        assert {reading.value for reading in on_the_day.desk.rows(Reading)} == {Decimal("1300.00")}

    def test_what_was_read_in_between_may_stand_against_the_signature(self, on_the_day):
        on_the_day.do("read_meters", on_the_day.readings("100"))
        meter = on_the_day.now()["meters"][0]["meter_id"]
        on_the_day.desk.get(PROPERTY, "record_reading", {"value": "200"}, id=meter)
        assert on_the_day.refusal("sign_readings", {}, ENGINEER) == (409, ["below_last"])
        assert on_the_day.state("read_meters") == "awaiting_signatures"

    def test_they_may_be_written_down_a_day_later(self, on_the_day):
        on_the_day.desk.runtime.clock.move(days=1)
        body = on_the_day.readings()
        assert on_the_day.refusal("read_meters", body | {"read_on": "2026-12-13"}) == (409, ["not_that_day"])
        on_the_day.do("read_meters", body | {"read_on": "2026-12-14"})

    def test_a_kept_reading_can_neither_be_changed_nor_removed(self, on_the_day):
        from sqlalchemy import delete, update
        from sqlalchemy.exc import DBAPIError

        on_the_day.read_and_sign()
        for change in (update(Reading).values(value=Decimal(1)), delete(Reading)):
            with pytest.raises(DBAPIError), on_the_day.desk.runtime.work() as work:
                work.session.execute(change)


@pytest.mark.rule("PROP-2")
class TestTakingBack:
    def test_missing_ones_are_charged_and_finance_hears_all_it_needs(self, on_the_day):
        on_the_day.read_and_sign("1300.00").do("return_items", ticks(CRZ_1001="missing", A1109_1="missing"))
        (told,) = on_the_day.desk.said(OldUnitReadyToSettle)
        assert set(told.missing) == {
            MissingItem("access_card", "CRZ-1001", Decimal("30.00")),
            MissingItem("key", "A1109-1", Decimal("50.00")),
        }
        assert [(one.meter_number, one.value) for one in told.readings] == [
            ("E-A1109", Decimal("1300.00")),
            ("W-A1109", Decimal("1300.00")),
        ]
        assert {(one.previous, one.previous_on) for one in told.readings} == {(Decimal("0.00"), date(2025, 4, 11))}

    def test_the_last_reading_before_is_told_with_its_day(self, on_the_day):
        meter = next(one for one in on_the_day.now()["meters"] if one["number"] == "E-A1109")
        on_the_day.desk.get(PROPERTY, "record_reading", {"value": 800, "read_on": "2026-12-01"}, id=meter["meter_id"])
        on_the_day.read_and_sign("1300.00").do("return_items", ticks())
        power = on_the_day.desk.said(OldUnitReadyToSettle)[0].readings[0]
        assert (power.previous, power.previous_on) == (Decimal("800.00"), date(2026, 12, 1))

    @pytest.mark.rule("FIN-4")
    def test_a_meter_put_in_later_counts_from_the_day_it_was_put_in(self, on_the_day):
        with on_the_day.desk.runtime.work() as work:
            unit = work.session.get_one(Unit, on_the_day.desk.units["A1109"])
            meters = work.session.scalars(select(Meter).where(Meter.unit_id == unit.id)).all()
            estate = work.session.get_one(Estate, unit.estate_id)
            put_meters(work, estate, unit, {MeterKind.ELECTRICITY: "E-A1109-2"}, meters)
        on_the_day.read_and_sign("30.00").do("return_items", ticks())
        (told,) = on_the_day.desk.said(OldUnitReadyToSettle)
        assert {(one.meter_number, one.previous_on) for one in told.readings} == {
            ("E-A1109-2", date(2026, 12, 14)),
            ("W-A1109", date(2025, 4, 11)),
        }

    def test_it_waits_for_the_meters(self, on_the_day):
        assert on_the_day.refusal("return_items", ticks()) == (409, ["needs"])

    def test_a_key_that_was_never_issued_cannot_come_back(self, on_the_day):
        body = ticks()
        body["items"].append({"kind": "key", "number": "A9999-1", "outcome": "returned"})
        assert on_the_day.read_and_sign().refusal("return_items", body) == (409, ["never_issued"])

    def test_nothing_is_forgotten(self, on_the_day):
        body = {"items": ticks()["items"][:2]}
        assert on_the_day.read_and_sign().refusal("return_items", body) == (409, ["not_ticked"])
        assert {item.state for item in on_the_day.desk.rows(Item)} == {"issued"}

    def test_a_lost_key_is_struck_from_the_list(self, on_the_day):
        unit = on_the_day.desk.units["A1109"]
        on_the_day.desk.get(PROPERTY, "list_keys", {"keys": ["A1109-1", "A1109-2"]}, id=unit)
        on_the_day.read_and_sign().do("return_items", ticks(A1109_1="missing"))
        assert on_the_day.desk.get(PROPERTY, "show_unit", id=unit)["keys"] == ["A1109-2"]

    def test_where_nothing_was_issued_an_empty_list_does(self, walk):
        walk.prepare().wait_for_the_day().read_and_sign().do("return_items", {"items": []})
        assert (walk.state("return_items"), walk.state("settle")) == ("done", "open")


@pytest.mark.rule("PROP-2")
class TestHandingOver:
    @pytest.fixture
    def ready(self, on_the_day) -> Walk:
        return on_the_day.read_and_sign().return_all()

    def test_the_customer_holds_the_new_things(self, ready):
        ready.hand_over()
        handed = ready.now()["items_handed_over"]
        assert {(item["kind"], item["unit_number"], item["person"]) for item in handed} == {
            ("key", "A0501", None),
            ("access_card", "A0501", "赵强"),
            ("parking_permit", "A0501", None),
        }
        assert ready.now()["items_to_return"] == []

    def test_a_new_key_comes_on_the_list(self, ready):
        ready.do("hand_over", {"items": [{"kind": "key", "number": "A0501-9"}], "customer": SIGNED})
        assert ready.now()["keys_on_list"] == ["A0501-1", "A0501-2", "A0501-9"]

    def test_it_needs_the_customers_signature_and_a_key(self, ready):
        body = {"items": [{"kind": "access_card", "number": "CRZ-9"}]}
        assert ready.refusal("hand_over", body) == (409, ["signature_missing", "no_key"])

    def test_nothing_that_somebody_else_holds(self, ready):
        rival = {"lease_id": ready.desk.leases["ZL-2025-0002"], "items": [{"kind": "key", "number": "A0501-1"}]}
        ready.desk.get(PROPERTY, "issue_items", rival)
        body = {"items": [{"kind": "key", "number": "A0501-1"}], "customer": SIGNED}
        assert ready.refusal("hand_over", body) == (409, ["already_out"])
        assert ready.state("hand_over") == "open"

    def test_it_waits_for_everything_before_it(self, walk):
        walk.wait_for_the_day()
        body = {"items": [{"kind": "key", "number": "A0501-1"}], "customer": SIGNED}
        assert walk.refusal("hand_over", body) == (409, ["needs"] * 4)
