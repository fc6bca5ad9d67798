"""Whether sales control keeps the new unit for a change, and what a change does that waits for it (SALE-17, PROP-2)."""

import pytest

from services.property.events import UnitChangeBlocked, UnitChanged, UnitChangeUnblocked
from services.property.service import Property
from tests.property.builders import a_kept_unit, a_taken_unit, fill
from tests.property.desk import LEASING, PROPERTY, SUPERVISOR, Desk
from tests.property.walking import Walk

pytestmark = pytest.mark.rule("SALE-17")
WHY = "单元 A0501 在销控表上保留（认购 RG-2026-000001）。"
SOLD = "单元 A0501 在销控表上已售（认购 RG-2026-000001）。"


@pytest.fixture
def desk(runtime_on_sqlite):
    """Property on SQLite alone: nothing here is decided by the database."""
    desk = Desk(runtime_on_sqlite(Property))
    fill(desk)
    return desk


@pytest.fixture
def walk(desk) -> Walk:
    """A change of which sales control has said nothing yet."""
    return Walk(desk, is_kept=False)


def nearly(walk):
    """Everything is done but the notice."""
    return walk.prepare().wait_for_the_day().read_and_sign().return_all().hand_over().settle()


def keeping(walk):
    now = walk.now()
    return now["keeping"], now["taken_zh"]


class TestUntilSalesControlAnswers:
    def test_the_steps_go_on_and_the_notice_waits(self, walk):
        assert nearly(walk).refusal("issue_notice") == (409, ["not_kept_yet"])
        assert keeping(walk) == ("awaited", "")
        walk.hear(a_kept_unit(walk.now()))
        assert walk.do("issue_notice")["issued_by"] == "何芳"

    def test_the_step_says_so_beforehand(self, walk):
        step = nearly(walk).step("issue_notice")
        assert (step["may_do"], [one["code"] for one in step["reasons_against"]]) == (False, ["not_kept_yet"])

    def test_that_it_is_kept_is_in_the_history_and_no_news_to_anybody(self, walk):
        for _ in range(2):
            walk.hear(a_kept_unit(walk.now()))
        remarks = [line["note_zh"] for line in walk.now()["procedure"]["history"] if line["kind"] == "remarked"]
        assert remarks == ["销控已为本次换房保留单元 A0501。"]
        assert walk.desk.said(UnitChangeUnblocked, UnitChangeBlocked) == []


class TestAUnitThatAnotherHas:
    def test_the_change_shows_who_has_it_and_its_notice_is_not_issued(self, walk):
        nearly(walk).hear(a_taken_unit(walk.now()))
        assert keeping(walk) == ("taken", WHY)
        assert walk.refusal("issue_notice") == (409, ["not_kept"])
        assert (walk.state("issue_notice"), walk.desk.said(UnitChanged)) == ("open", [])

    def test_those_concerned_are_told_once_however_often_it_is_said(self, walk):
        for _ in range(2):
            walk.hear(a_taken_unit(walk.now()))
        (told,) = walk.desk.said(UnitChangeBlocked)
        assert (told.unit_change_id, told.new_unit_number, told.why_zh) == (walk.id, "A0501", WHY)

    def test_how_far_the_deal_is_stands_there_and_is_told(self, walk):
        walk.hear(a_taken_unit(walk.now()), a_taken_unit(walk.now(), state="sold", why_zh=SOLD))
        assert keeping(walk) == ("taken", SOLD)
        assert [told.why_zh for told in walk.desk.said(UnitChangeBlocked)] == [WHY, SOLD]

    def test_once_the_deal_is_over_it_goes_on_and_those_who_were_told_are_told_so(self, walk):
        nearly(walk).hear(a_taken_unit(walk.now()), a_kept_unit(walk.now()))
        (told,) = walk.desk.said(UnitChangeUnblocked)
        assert (told.number, told.new_unit_number) == (walk.now()["number"], "A0501")
        assert keeping(walk) == ("kept", "")
        assert walk.do("issue_notice")["issued_by"] == "何芳"

    def test_an_earlier_answer_that_is_handled_again_changes_nothing(self, walk):
        taken, kept = a_taken_unit(walk.now()), a_kept_unit(walk.now())
        walk.desk.hear(taken, kept, at=1)
        walk.desk.hear(taken)
        assert (keeping(walk), len(walk.desk.said(UnitChangeBlocked))) == (("kept", ""), 1)

    def test_it_is_called_off_like_any_other_and_what_is_said_of_it_later_changes_nothing(self, walk):
        walk.hear(a_taken_unit(walk.now()))
        walk.do("cancel_unit_change", {"reason": "单元已售"}, SUPERVISOR)
        walk.hear(a_kept_unit(walk.now()))
        assert (walk.now()["state"], walk.desk.said(UnitChangeUnblocked)) == ("cancelled", [])

    def test_once_the_notice_is_out_nothing_blocks_it(self, walk):
        walk.hear(a_kept_unit(walk.now()))
        nearly(walk).do("issue_notice")
        walk.hear(a_taken_unit(walk.now()))
        assert (walk.now()["keeping"], walk.desk.said(UnitChangeBlocked)) == ("kept", [])

    @pytest.mark.rule("GATE-5")
    def test_it_is_found_in_the_list(self, walk):
        walk.hear(a_taken_unit(walk.now()))
        found = [
            len(walk.desk.get(LEASING, "list_unit_changes", {"keeping": one})["items"]) for one in ("taken", "kept")
        ]
        assert found == [1, 0]
        assert walk.desk.get(PROPERTY, "list_unit_changes", {})["items"][0]["keeping_en"] == "the new unit is taken"
