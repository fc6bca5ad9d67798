"""What a case shows: both languages, who has to act now, what is missing, what the viewer may do."""

from dataclasses import replace

import pytest

from kit.procedure import do, sign, skip
from kit.procedure.schemas import CaseView, ReasonForm, SignatureForm, SignForm
from kit.procedure.signatures import Signature
from tests.kit.procedure.removal import BOSS, CASHIER, CREW, CUSTOMER, OFFICE, REMOVAL, open_a_removal
from tests.kit.procedure.test_signing import a_png


class TestTheView:
    def test_it_names_procedure_and_steps_in_both_languages(self, firm):
        view = firm.view()
        assert (view["zh"], view["en"], view["number"]) == ("搬运钢琴", "Piano removal", "PR-2026-0001")
        assert [step["zh"] for step in view["steps"][:2]] == ["察看", "调音"]
        assert [step["en"] for step in view["steps"][:2]] == ["Look at the stairs", "Tune"]
        assert view["steps"][0]["owner"] == [{"code": "crew", "zh": "搬运队", "en": "Crew"}]

    def test_it_says_who_has_to_act_now_and_until_when(self, firm):
        (stuck,) = firm.view()["stuck_at"]
        assert (stuck["step"], stuck["department"]["en"], stuck["overdue"]) == ("look", "Crew", False)
        assert stuck["due_at"].isoformat() == "2026-12-07T16:00:00+00:00"

    def test_it_says_late_as_soon_as_it_is(self, firm):
        firm.clock.move(days=1)
        assert firm.view()["stuck_at"][0]["overdue"]

    def test_it_lists_what_is_missing(self, firm):
        missing = [(one["kind"], one["name"]) for one in firm.step("carry").missing]
        assert missing == [
            ("step", "tune"),
            ("step", "book"),
            ("record", "scratches"),
            ("signature", "crew"),
            ("signature", "office"),
            ("signature", "cashier"),
            ("signature", "customer"),
        ]
        assert [one["name"] for one in firm.step("look").missing] == ["steps"]

    def test_nothing_is_missing_from_what_is_done(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        assert firm.step("look").missing == []

    @pytest.mark.rule("PROC-3")
    def test_it_gives_the_viewer_the_reasons_that_would_refuse_them(self, firm):
        step = firm.step("book", CASHIER)
        assert not step.may_do
        assert [(reason["code"], reason["rule"]) for reason in step.reasons_against] == [
            ("not_yours", "PROC-3"),
            ("needs", "PROC-3"),
        ]
        assert all(reason["zh"] and reason["en"] for reason in step.reasons_against)

    def test_it_says_what_the_viewer_may_do(self, firm):
        step = firm.step("look")
        assert (step.may_do, step.may_sign, step.may_skip, step.may_send_back) == (True, False, False, False)
        assert firm.step("tune").may_skip
        firm.act(CREW, do, "look", {"steps": 3})
        assert firm.step("look", OFFICE).may_send_back
        firm.act(CREW, skip, "tune", "tuned")
        firm.act(CREW, do, "book")
        firm.clock.move(days=4)
        firm.act(CREW, do, "carry", {"scratches": []}, [CUSTOMER])
        assert firm.step("carry", OFFICE).may_sign
        firm.act(OFFICE, sign, "carry")
        assert not firm.step("carry", OFFICE).may_sign

    def test_it_says_no_where_the_door_would(self, firm):
        guarded = replace(REMOVAL, name="guarded_removal", cancel_asks="removal.cancel", skip_asks="removal.skip")
        with firm.runtime.work(OFFICE) as work:
            case = open_a_removal(work, guarded).id
        for caller in (OFFICE, CREW):
            assert not firm.view(caller, case)["may_cancel"]
            assert [step["name"] for step in firm.view(caller, case)["steps"] if step["may_skip"]] == []
        office = replace(OFFICE, permissions=frozenset({"removal.cancel"}))
        crew = replace(CREW, permissions=frozenset({"removal.cancel", "removal.skip"}))
        assert firm.view(office, case)["may_cancel"]
        assert not firm.view(crew, case)["may_cancel"]
        assert [step["name"] for step in firm.view(crew, case)["steps"] if step["may_skip"]] == ["tune"]

    def test_the_general_manager_sees_everything_and_may_do_nothing(self, firm):
        view = firm.view(BOSS)
        assert len(view["history"]) == 2
        assert not view["may_cancel"]
        assert not any(step["may_do"] or step["may_skip"] for step in view["steps"])

    def test_it_crosses_the_door_whole(self, firm):
        firm.carry_to_the_door()
        view = firm.view(OFFICE)
        told = CaseView().dump(view)
        assert set(told) == set(view)
        for name in ("steps", "history", "stuck_at"):
            assert set(told[name][0]) == set(view[name][0])
        assert set(told["steps"][3]["signatures"][0]) == set(view["steps"][3]["signatures"][0])
        assert told["steps"][3]["not_before"] == "2026-12-11"


@pytest.mark.rule("PROC-8")
class TestForms:
    def test_a_signature_comes_in_as_one(self):
        loaded = SignatureForm().load({"role": "customer", "name": "周小满"})
        assert loaded == Signature("customer", "周小满")

    @pytest.mark.parametrize("form", [SignatureForm, SignForm])
    def test_a_drawn_image_is_checked_at_the_door(self, form):
        errors = form(partial=True).validate({"image": "data:image/png;base64,AAAA"})
        assert errors == {"image": ["A drawn signature must be a PNG of at most 64 KB that is not damaged."]}
        assert form(partial=True).validate({"image": a_png()}) == {}

    def test_a_reason_has_words(self):
        assert ReasonForm().validate({"reason": ""})
        assert ReasonForm().load({"reason": "sold"}) == {"reason": "sold"}
