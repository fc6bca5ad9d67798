"""Inspection until clear, keys, cleaning, the lease's copy (PROP-2, 1-4)."""

import hashlib
from datetime import date

import pytest

from kit.doors import Upload
from kit.procedure.events import TaskClosed, TaskOpened, TaskOverdue
from services.property.events import FaultsFound
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.builders import a_dropped_repair, a_repair
from tests.property.desk import ENGINEER, LEASING, PROPERTY, SUPERVISOR
from tests.property.walking import PDF, PNG, Walk


@pytest.mark.rule("PROP-2")
class TestInspecting:
    def test_a_clear_unit_needs_no_repair(self, walk):
        walk.inspect_clear()
        assert [walk.state(step) for step in ("inspect", "repair", "reinspect", "clean")] == [
            "done",
            "skipped",
            "skipped",
            "open",
        ]

    def test_faults_go_to_engineering_with_place_and_trade(self, walk):
        walk.inspect_with("power", "fit_out")
        (told,) = walk.desk.said(FaultsFound)
        assert [(fault.trade, fault.description) for fault in told.faults] == [
            ("power", "北墙：须修缮"),
            ("fit_out", "北墙：须修缮"),
        ]
        assert (told.unit_number, told.building, told.floor) == ("A0501", "A座", 5)
        assert (told.repair_by, walk.state("repair")) == (date(2026, 12, 11), "open")

    @pytest.mark.rule("PROC-9")
    def test_how_many_days_before_is_configured(self, desk):
        desk.runtime.settings = {"property.repair_days_before": 5}
        walk = Walk(desk).inspect_with("power")
        assert desk.said(FaultsFound)[0].repair_by == date(2026, 12, 9)
        assert walk.step("repair")["due_at"] == "2026-12-09T16:00:00+00:00"

    @pytest.mark.rule("PROC-4", "PROC-5")
    def test_on_a_change_for_today_nothing_is_late_before_midnight(self, desk, clock):
        walk = Walk(desk, change_date="2026-12-07").inspect_with("power")
        desk.by_the_clock("mark_what_is_overdue")
        assert desk.said(FaultsFound)[0].repair_by == date(2026, 12, 7)
        assert {walk.step(name)["due_at"] for name in ("repair", "check_keys")} == {"2026-12-07T16:00:00+00:00"}
        assert desk.said(TaskOverdue) == []

    def test_an_inspection_says_something(self, walk):
        assert walk.refusal("inspect_new_unit", {}) == (409, ["no_findings"])
        finding = {"trade": "power", "description": "插座无电"}
        assert walk.refusal("inspect_new_unit", {"findings": [finding], "clear": True}) == (409, ["clear_with_faults"])
        assert walk.state("inspect") == "open"

    def test_it_is_done_once(self, walk):
        walk.inspect_clear()
        assert walk.refusal("inspect_new_unit", {"clear": True}) == (409, ["step_ended"])

    def test_it_is_propertys(self, walk):
        assert walk.refusal("inspect_new_unit", {"clear": True}, LEASING)[0] == 403

    def test_nobody_reinspects_before_the_repair(self, walk):
        walk.inspect_with("power")
        assert walk.refusal("reinspect_new_unit", {"clear": True}) == (409, ["needs"])

    @pytest.mark.rule("GATE-4")
    def test_whoever_has_seen_an_older_version_is_told_so(self, walk):
        version = walk.now()["version"]
        first = walk.desk.ask(PROPERTY, "inspect_new_unit", {"clear": True}, version=version, id=walk.id)
        second = walk.desk.ask(
            PROPERTY, "check_keys", {"keys": ["1"], "forms_prepared": True}, version=version, id=walk.id
        )
        assert (first.status, second.status, second.body["version"]) == (200, 409, first.version)


@pytest.mark.rule("PROP-2", "PROC-2")
class TestRepairing:
    def test_the_last_repair_opens_the_reinspection(self, walk):
        walk.inspect_with("power", "plumbing")
        first, second = walk.faults()
        at = walk.desk.runtime.clock.now()
        walk.hear(a_repair(walk.now(), first.fault_id, at=at))
        assert (walk.state("repair"), walk.state("reinspect")) == ("open", "waiting")
        walk.hear(a_repair(walk.now(), second.fault_id, at=at))
        assert (walk.state("repair"), walk.state("reinspect")) == ("done", "open")
        faults = walk.now()["inspections"][0]["faults"]
        assert {(fault["state"], fault["technician"], fault["trade_zh"]) for fault in faults} == {
            ("repaired", "张磊", "强电"),
            ("repaired", "张磊", "给排水"),
        }

    def test_what_is_still_wrong_goes_back_to_engineering_until_clear(self, walk):
        walk.inspect_with("power").repair_all().inspect_with("power", "lift", door="reinspect_new_unit")
        assert (walk.state("repair"), walk.state("reinspect")) == ("open", "waiting")
        assert [len(told.faults) for told in walk.desk.said(FaultsFound)] == [1, 2]
        walk.repair_all().do("reinspect_new_unit", {"clear": True})
        assert (walk.state("repair"), walk.state("reinspect"), walk.state("clean")) == ("done", "done", "open")
        assert [(one["round"], one["clear"]) for one in walk.now()["inspections"]] == [
            (1, False),
            (2, False),
            (3, True),
        ]

    @pytest.mark.rule("PROC-8")
    def test_a_reinspection_that_found_something_is_signed_too(self, walk):
        walk.inspect_with("power").repair_all()
        body = {"findings": [{"trade": "lift", "description": "异响"}], "image": PNG}
        walk.do("reinspect_new_unit", body)
        (line,) = [one for one in walk.now()["procedure"]["history"] if one["kind"] == "sent_back"]
        (signature,) = line["recorded"]["signatures"]
        at = walk.desk.runtime.clock.now().isoformat()
        assert [signature[name] for name in ("role", "name", "at", "image")] == ["property", "何芳", at, PNG]
        assert line["recorded"]["findings"][0]["description"] == "异响"

    def test_engineering_gets_a_new_task_for_the_second_round(self, walk):
        walk.inspect_with("power").repair_all().inspect_with("power", door="reinspect_new_unit")
        opened = [(told.round, told.department) for told in walk.desk.said(TaskOpened) if told.step == "repair"]
        closed = [told.outcome for told in walk.desk.said(TaskClosed) if told.step == "repair"]
        assert opened == [(1, "engineering"), (2, "engineering")]
        assert closed == ["done"]

    def test_a_dropped_work_order_leaves_the_judgement_to_the_reinspection(self, walk):
        walk.inspect_with("other")
        walk.hear(a_dropped_repair(walk.now(), walk.faults()[0].fault_id))
        (fault,) = walk.now()["inspections"][0]["faults"]
        assert (fault["state"], fault["outcome"]) == ("dropped", "不属于维修范围")
        assert walk.state("reinspect") == "open"

    def test_a_repair_told_twice_counts_once(self, walk):
        walk.inspect_with("power", "plumbing")
        repair = a_repair(walk.now(), walk.faults()[0].fault_id, at=walk.desk.runtime.clock.now())
        walk.hear(repair, repair)
        assert walk.state("repair") == "open"

    def test_ordinary_work_orders_are_none_of_its_business(self, walk):
        repair = a_repair(walk.now(), walk.id, at=walk.desk.runtime.clock.now())
        walk.hear(type(repair)(**repair.__dict__ | {"unit_change_id": None, "fault_id": None}))
        assert walk.state("inspect") == "open"

    def test_nobody_skips_it_by_hand(self, walk):
        walk.inspect_with("power")
        body = {"step": "repair", "reason": "客户不介意"}
        assert walk.refusal("skip_step", body, SUPERVISOR) == (409, ["only_when_clear"])


@pytest.mark.rule("PROP-2")
class TestPreparing:
    def test_the_first_count_makes_the_list_of_keys(self, walk):
        walk.do("check_keys", {"keys": ["A0501-2", "A0501-1"], "forms_prepared": True})
        assert walk.now()["keys_on_list"] == ["A0501-1", "A0501-2"]

    def test_later_counts_are_held_against_the_list(self, walk):
        walk.desk.get(PROPERTY, "list_keys", {"keys": ["A0501-1", "A0501-2"]}, id=walk.desk.units["A0501"])
        body = {"keys": ["A0501-1", "A0501-9"], "forms_prepared": True}
        assert walk.refusal("check_keys", body) == (409, ["keys_absent", "keys_unknown"])

    def test_without_keys_or_forms_it_is_not_done(self, walk):
        body = {"keys": [], "forms_prepared": False}
        assert walk.refusal("check_keys", body) == (409, ["record_missing", "record_missing"])

    def test_cleaning_waits_for_a_clear_unit(self, walk):
        body = {"cleaner": "保洁一班", "report": "已清洁"}
        assert walk.refusal("report_cleaning", body) == (409, ["needs"])

    @pytest.mark.rule("PROC-3")
    @pytest.mark.parametrize("report", [{}, {"report": " "}], ids=["none", "blank"])
    def test_the_cleaners_have_to_report(self, walk, report):
        body = {"cleaner": "保洁一班"} | report
        assert walk.inspect_clear().refusal("report_cleaning", body) == (409, ["record_missing"])
        assert walk.state("clean") == "open"

    def test_cleaning_may_be_skipped_with_a_reason(self, walk):
        walk.inspect_clear().do("skip_step", {"step": "clean", "reason": "昨日已清洁"}, SUPERVISOR)
        assert (walk.state("clean"), walk.step("clean")["reason"]) == ("skipped", "昨日已清洁")

    @pytest.mark.parametrize("who", [LEASING, PROPERTY, SUPERVISOR, ENGINEER], ids=lambda who: who.username)
    def test_nobody_else_is_told_that_they_may(self, walk, who):
        walk.inspect_with("power")
        steps = walk.desk.get(who, "show_unit_change", id=walk.id)["procedure"]["steps"]
        assert [step["name"] for step in steps if step["may_skip"]] == (["clean"] if who is SUPERVISOR else [])

    @pytest.mark.parametrize("step", ["inspect", "read_meters", "hand_over", "issue_notice"])
    def test_the_rest_may_not(self, walk, step):
        assert walk.refusal("skip_step", {"step": step, "reason": "x"}, SUPERVISOR)[0] in (403, 409)
        assert walk.state(step) != "skipped"

    @pytest.mark.parametrize("who", [LEASING, PROPERTY], ids=lambda who: who.department)
    def test_the_lease_copy_comes_from_leasing_or_property(self, walk, who):
        (paper,) = walk.bring_lease(who)["papers"]
        assert (paper["name"], paper["sha256"]) == ("租约.pdf", hashlib.sha256(PDF.data).hexdigest())

    def test_from_nobody_else(self, walk):
        body = {"lease_number": "ZL-2025-0001", "file": PDF}
        assert walk.refusal("keep_lease_copy", body, ENGINEER)[0] == 403

    def test_it_can_be_fetched_as_it_came(self, walk):
        (paper,) = walk.bring_lease()["papers"]
        reply = walk.desk.ask(LEASING, "download_paper", id=walk.id, paper_id=paper["id"])
        assert (reply.file.data, reply.file.content_type) == (PDF.data, "application/pdf")

    def test_a_paper_of_another_change_does_not_exist_here(self, walk):
        assert walk.desk.refusal(LEASING, "download_paper", id=walk.id, paper_id=walk.id) == (404, ["no_paper"])

    @pytest.mark.parametrize("number", ["x", "ZL-2025-0002"])
    def test_a_copy_of_another_lease_is_refused(self, walk, number):
        assert walk.refusal("keep_lease_copy", {"lease_number": number, "file": PDF}) == (409, ["another_lease"])
        assert (walk.now()["papers"], walk.state("lease_copy")) == ([], "open")

    def test_the_number_may_be_told_with_space_around_it(self, walk):
        walk.do("keep_lease_copy", {"lease_number": " ZL-2025-0001 ", "file": PDF})
        assert walk.step("lease_copy")["recorded"]["lease_number"] == "ZL-2025-0001"

    def test_a_program_is_no_copy(self, walk):
        body = {"lease_number": "ZL-2025-0001", "file": Upload("租约.pdf", "application/pdf", b"MZ\x90\x00")}
        assert walk.refusal("keep_lease_copy", body) == (409, ["not_a_copy"])
        assert walk.now()["papers"] == []
