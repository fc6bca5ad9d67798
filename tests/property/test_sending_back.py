"""Having a step done again, with all that came of it undone, until the notice is out (PROP-2, PROC-2, FIN-4)."""

from decimal import Decimal

import pytest

from kit.procedure.events import TaskClosed, TaskOpened
from services.property.events import OldUnitReadyToSettle
from services.property.models import Reading
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.builders import a_repair, a_settlement
from tests.property.desk import ENGINEER, FINANCE, LEASING, PROPERTY, SUPERVISOR
from tests.property.test_the_day import HELD, ticks
from tests.property.walking import SIGNED, Walk

WHY = {"reason": "读数抄错,少了一位"}
pytestmark = pytest.mark.rule("PROP-2", "PROC-2")


@pytest.fixture
def on_the_day(desk) -> Walk:
    """The tenant holds three things; all is prepared, and it is the change date."""
    desk.get(PROPERTY, "issue_items", {"lease_id": desk.leases["ZL-2025-0001"], "items": HELD})
    return Walk(desk).prepare().wait_for_the_day()


@pytest.fixture
def handed_over(on_the_day) -> Walk:
    """Read, a card missing, the new things handed over; finance has its task."""
    on_the_day.read_and_sign("1300.00").do("return_items", ticks(CRZ_1001="missing"))
    return on_the_day.hand_over()


def send_back(walk: Walk, step: str, who=SUPERVISOR, why=WHY):
    return walk.desk.get(who, "send_step_back", why, id=walk.id, step=step)


def refusal(walk: Walk, step: str, who=SUPERVISOR, why=WHY) -> tuple[int, list[str]]:
    return walk.desk.refusal(who, "send_step_back", why, id=walk.id, step=step)


class TestReadingsTakenAgain:
    def test_engineering_rejects_what_it_is_asked_to_sign(self, on_the_day):
        on_the_day.do("read_meters", on_the_day.readings("130.00"))
        assert on_the_day.step("read_meters")["may_send_back"]
        send_back(on_the_day, "read_meters", ENGINEER)
        assert (on_the_day.state("read_meters"), on_the_day.step("read_meters")["round"]) == ("open", 2)
        (task,) = [told for told in on_the_day.desk.said(TaskClosed) if told.kind == "sign"]
        assert (task.department, task.outcome) == ("engineering", "sent_back")
        on_the_day.read_and_sign("1300.00")
        assert {reading.value for reading in on_the_day.desk.rows(Reading)} == {Decimal("1300.00")}

    @pytest.mark.rule("PROC-6")
    def test_signed_ones_stay_on_record_and_are_nobodys_last(self, on_the_day):
        on_the_day.read_and_sign("9300.00")
        send_back(on_the_day, "read_meters")
        assert {meter["last_value"] for meter in on_the_day.now()["meters"]} == {None}
        meter = on_the_day.now()["meters"][0]["meter_id"]
        (kept,) = on_the_day.desk.get(PROPERTY, "show_meter", id=meter)["readings"]
        assert (kept["value"], kept["superseded"]["reason"]) == ("9300.00", WHY["reason"])
        assert kept["superseded"]["superseded_by"] == "周敏"
        on_the_day.read_and_sign("1300.00")
        assert {meter["last_value"] for meter in on_the_day.now()["meters"]} == {"1300.00"}

    @pytest.mark.rule("FIN-4")
    def test_finance_hears_anew_what_is_to_be_settled(self, on_the_day):
        on_the_day.read_and_sign("9300.00").do("return_items", ticks(CRZ_1001="missing"))
        send_back(on_the_day, "read_meters")
        on_the_day.read_and_sign("1300.00").do("return_items", ticks())
        first, second = on_the_day.desk.said(OldUnitReadyToSettle)
        assert (first.round, [one.value for one in first.readings], len(first.missing)) == (1, [Decimal(9300)] * 2, 1)
        assert (second.round, [one.value for one in second.readings], second.missing) == (2, [Decimal(1300)] * 2, ())


@pytest.mark.rule("FIN-4")
class TestASettlementOfAnEarlierRound:
    @pytest.fixture
    def again(self, handed_over) -> Walk:
        """Sent back after finance had been told, and all done again."""
        self.early = a_settlement(handed_over.now(), handed_over.desk.runtime.clock.now())
        send_back(handed_over, "read_meters")
        return handed_over

    def test_it_does_not_complete_the_later_one(self, again):
        again.hear(self.early)
        again.read_and_sign("1400.00").return_all()
        again.hear(self.early)
        assert again.state("settle") == "open"
        late = [line for line in again.now()["procedure"]["history"] if line["kind"] == "heard_late"]
        assert [line["recorded"]["settlement"] for line in late] == [self.early.settlement_id] * 2

    def test_that_of_the_later_round_does(self, again):
        again.read_and_sign("1400.00").return_all()
        again.hear(type(self.early)(**self.early.__dict__ | {"round": 2}))
        assert again.state("settle") == "done"

    def test_what_was_settled_is_settled_again(self, handed_over):
        handed_over.settle()
        send_back(handed_over, "return_items")
        assert (handed_over.state("settle"), handed_over.step("settle")["recorded"]) == ("waiting", None)
        handed_over.return_all()
        assert (handed_over.state("settle"), handed_over.step("settle")["round"]) == ("open", 2)


class TestThingsGivenBack:
    def test_they_are_with_the_customer_again_and_nothing_is_charged(self, handed_over):
        send_back(handed_over, "return_items")
        held = handed_over.now()["items_to_return"]
        assert [(item["number"], item["state"], item["charge"]) for item in held] == [
            ("CRZ-1001", "issued", None),
            ("A1109-1", "issued", None),
            ("TCZ-101", "issued", None),
        ]
        assert (handed_over.now()["items_returned"], handed_over.state("return_items")) == ([], "open")

    def test_a_key_ticked_as_lost_is_on_the_list_again(self, on_the_day):
        unit = on_the_day.desk.units["A1109"]
        on_the_day.desk.get(PROPERTY, "list_keys", {"keys": ["A1109-1", "A1109-2"]}, id=unit)
        on_the_day.read_and_sign().do("return_items", ticks(A1109_1="missing"))
        send_back(on_the_day, "return_items")
        assert on_the_day.desk.get(PROPERTY, "show_unit", id=unit)["keys"] == ["A1109-1", "A1109-2"]

    def test_what_somebody_else_was_handed_meanwhile_stands_against_it(self, on_the_day):
        on_the_day.read_and_sign().return_all()
        rival = {"lease_id": on_the_day.desk.leases["ZL-2025-0002"], "items": [HELD[2]]}
        on_the_day.desk.get(PROPERTY, "issue_items", rival)
        assert refusal(on_the_day, "return_items") == (409, ["already_out"])
        assert (on_the_day.state("return_items"), on_the_day.now()["items_to_return"]) == ("done", [])

    def test_a_permit_that_went_straight_to_the_new_unit_comes_back_first(self, on_the_day):
        on_the_day.read_and_sign().return_all()
        items = [{"kind": "key", "number": "A0501-1"}, HELD[2]]
        on_the_day.do("hand_over", {"items": items, "customer": SIGNED})
        send_back(on_the_day, "return_items")
        assert [item["unit_number"] for item in on_the_day.now()["items_to_return"]] == ["A1109"] * 3


class TestThingsHandedOver:
    def test_they_are_taken_back_and_can_be_handed_over_anew(self, handed_over):
        send_back(handed_over, "hand_over", why={"reason": "证件给错了人"})
        now = handed_over.now()
        assert (now["items_handed_over"], len(now["items_returned"]), handed_over.state("hand_over")) == ([], 3, "open")
        handed_over.hand_over()
        assert [item["state"] for item in handed_over.now()["items_handed_over"]] == ["issued"] * 3

    def test_finance_goes_on(self, handed_over):
        send_back(handed_over, "hand_over")
        assert (handed_over.state("settle"), len(handed_over.desk.said(OldUnitReadyToSettle))) == ("open", 1)

    def test_a_key_that_was_never_counted_leaves_the_list(self, on_the_day):
        on_the_day.read_and_sign().return_all()
        on_the_day.do("hand_over", {"items": [{"kind": "key", "number": "A0501-l"}], "customer": SIGNED})
        send_back(on_the_day, "hand_over")
        assert on_the_day.now()["keys_on_list"] == ["A0501-1", "A0501-2"]


class TestStepsBeforeTheDay:
    def test_a_miscounted_list_of_keys_is_made_anew(self, walk):
        walk.do("check_keys", {"keys": ["A0501-l"], "forms_prepared": True})
        send_back(walk, "check_keys")
        walk.do("check_keys", {"keys": ["A0501-1"], "forms_prepared": True})
        assert walk.now()["keys_on_list"] == ["A0501-1"]

    def test_a_list_that_was_there_before_stays(self, walk):
        walk.desk.get(PROPERTY, "list_keys", {"keys": ["A0501-1"]}, id=walk.desk.units["A0501"])
        walk.desk.runtime.clock.move(days=1)
        walk.do("check_keys", {"keys": ["A0501-1"], "forms_prepared": True})
        send_back(walk, "check_keys")
        assert walk.now()["keys_on_list"] == ["A0501-1"]

    def test_a_repair_heard_of_before_the_new_inspection_is_kept_for_it(self, walk):
        walk.inspect_with("power")
        (fault,) = walk.faults()
        send_back(walk, "inspect")
        walk.hear(a_repair(walk.now(), fault.fault_id, at=walk.desk.runtime.clock.now()))
        assert (walk.state("inspect"), walk.state("repair")) == ("open", "waiting")
        walk.inspect_with("plumbing").repair_all()
        assert (walk.state("repair"), walk.state("reinspect")) == ("done", "open")

    def test_its_owner_gets_the_task_again(self, walk):
        walk.prepare()
        send_back(walk, "clean")
        rounds = [told.round for told in walk.desk.said(TaskOpened) if told.step == "clean"]
        assert rounds == [1, 2]


class TestWhoAndWhen:
    @pytest.mark.parametrize("who", [PROPERTY, LEASING, FINANCE], ids=lambda who: who.department)
    def test_it_is_for_a_supervisor_of_property_and_for_those_who_sign(self, on_the_day, who):
        on_the_day.read_and_sign()
        assert refusal(on_the_day, "read_meters", who)[0] == 403

    def test_engineering_does_not_send_back_what_it_has_no_part_in(self, on_the_day):
        assert refusal(on_the_day, "check_keys", ENGINEER) == (403, ["not_yours"])

    @pytest.mark.parametrize(("why", "told"), [("", (422, ["invalid"])), (" ", (409, ["reason_missing"]))])
    def test_not_without_a_reason(self, on_the_day, why, told):
        assert refusal(on_the_day, "clean", why={"reason": why}) == told

    def test_not_what_nobody_has_done(self, on_the_day):
        assert refusal(on_the_day, "read_meters") == (409, ["not_done"])

    def test_not_what_another_department_tells_of(self, handed_over):
        handed_over.settle()
        assert refusal(handed_over, "settle") == (409, ["done_by_event"])
        assert not handed_over.step("settle")["may_send_back"]

    @pytest.mark.parametrize("step", ["read_meters", "hand_over", "issue_notice"])
    def test_not_after_the_notice(self, walk, step):
        walk.until_the_notice()
        assert refusal(walk, step) == (409, ["notice_issued"])
        assert not walk.desk.get(SUPERVISOR, "show_unit_change", id=walk.id)["procedure"]["steps"][6]["may_send_back"]

    def test_not_what_is_no_step(self, walk):
        assert refusal(walk, "dance")[0] == 404

    @pytest.mark.rule("GATE-4")
    def test_not_by_whoever_has_seen_an_older_version(self, walk):
        version = walk.now()["version"]
        walk.inspect_clear()
        reply = walk.desk.ask(SUPERVISOR, "send_step_back", WHY, version=version, id=walk.id, step="inspect")
        assert (reply.status, walk.state("inspect")) == (409, "done")
