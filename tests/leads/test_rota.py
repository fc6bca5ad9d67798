"""The reception desk: strangers by turns; whoever asks for somebody to that person, and no turn is used (LEAD-11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.leads.events import VisitorReceived
from services.leads.rules.rota import Place, in_order, next_on_duty
from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, PHONE, STRANGER, SUPERVISOR, ZHOU_MIN, a_person, register
from tests.leads.test_verdicts import shares, verdict

pytestmark = pytest.mark.rule("LEAD-11")


def on_duty(house, *consultants, on=True):
    for one in consultants:
        house.get(one, "set_rota_duty", {"estate_id": ESTATE, "on_duty": on})


def receive(house, **asked):
    return house.get(LI_QIANG, "receive_visitor", {"estate_id": ESTATE, **asked})


def received_by(house, **asked):
    return receive(house, **asked)["consultant"]


@pytest.fixture
def desk(leads):
    """Three consultants on duty, in this order."""
    on_duty(leads, LI_QIANG, ZHOU_MIN, HE_JIE)
    return leads


class TestTurns:
    def test_strangers_go_to_the_next_on_duty_in_turn(self, desk):
        assert [received_by(desk) for _ in range(5)] == ["李强", "周敏", "何洁", "李强", "周敏"]

    def test_whoever_is_asked_for_receives_and_no_turn_is_used_up(self, desk):
        assert received_by(desk) == "李强"
        asked = receive(desk, asked_for_id=HE_JIE.id)
        assert (asked["consultant"], asked["turn"]) == ("何洁", None)
        assert [received_by(desk) for _ in range(3)] == ["周敏", "何洁", "李强"]

    def test_one_off_duty_is_passed_over_and_comes_next_when_back(self, desk):
        on_duty(desk, LI_QIANG, on=False)
        assert [received_by(desk) for _ in range(3)] == ["周敏", "何洁", "周敏"]
        on_duty(desk, LI_QIANG)
        assert [received_by(desk) for _ in range(3)] == ["李强", "何洁", "周敏"]

    def test_one_who_joins_waits_for_their_turn_behind_the_others(self, desk):
        assert [received_by(desk) for _ in range(3)] == ["李强", "周敏", "何洁"]
        on_duty(desk, SUPERVISOR)
        assert [received_by(desk) for _ in range(4)] == ["李强", "周敏", "何洁", "唐磊"]

    def test_with_nobody_on_duty_it_says_so(self, leads):
        assert leads.codes(LI_QIANG, "receive_visitor", {"estate_id": ESTATE}) == (409, ["nobody_on_duty"])

    def test_whoever_has_left_is_on_duty_no_more(self, desk):
        desk.hear(a_person(LI_QIANG, active=False))
        assert received_by(desk) == "周敏"

    def test_two_at_once_are_never_given_the_same_turn(self, desk, second):
        turns = at_once(*(lambda house=house: receive(house)["turn"] for house in (desk, second) * 3))
        assert sorted(turns) == [1, 2, 3, 4, 5, 6]

    def test_each_estate_has_a_rota_of_its_own(self, desk):
        asked = {"estate_id": ELSEWHERE, "on_duty": True}
        assert desk.codes(LI_QIANG, "set_rota_duty", asked) == (404, ["no_estate"])

    def test_somebody_of_another_estate_cannot_be_asked_for(self, desk):
        desk.hear(a_person(STRANGER))
        asked = {"estate_id": ESTATE, "asked_for_id": STRANGER.id}
        assert desk.codes(LI_QIANG, "receive_visitor", asked) == (404, ["no_consultant"])
        asked["asked_for_id"] = an_id("无人")
        assert desk.codes(LI_QIANG, "receive_visitor", asked) == (404, ["no_consultant"])


class TestDuty:
    def test_everybody_says_it_of_themselves_and_a_superior_of_anybody(self, leads):
        asked = {"estate_id": ESTATE, "consultant_id": LI_QIANG.id, "on_duty": True}
        assert leads.codes(ZHOU_MIN, "set_rota_duty", asked) == (409, ["not_yours"])
        shown = leads.get(SUPERVISOR, "set_rota_duty", asked)["places"]
        assert [(one["name"], one["is_next"]) for one in shown if one["on_duty"]] == [("李强", True)]

    def test_the_rota_shows_whose_turn_comes_and_who_else_there_is(self, desk):
        received_by(desk)
        on_duty(desk, HE_JIE, on=False)
        shown = desk.get(MANAGER, "show_rota", {"estate_id": ESTATE})["places"]
        assert [(one["name"], one["on_duty"], one["last_turn"]) for one in shown[:2]] == [
            ("周敏", True, None),
            ("李强", True, 1),
        ]
        assert {one["name"] for one in shown[2:]} == {"何洁", "唐磊", "谢芳"}


class TestWhoWasReceived:
    def test_it_is_written_down_and_told(self, desk):
        receive(desk, visitor="戴眼镜的先生")
        (shown,) = desk.get(MANAGER, "list_receptions", {"q": "眼镜"})["items"]
        assert (shown["consultant"], shown["turn"]) == ("李强", 1)
        (said,) = desk.said(VisitorReceived)
        assert (said.consultant_id, said.took_turn) == (LI_QIANG.id, True)

    def test_a_customer_of_the_register_is_recognised_by_the_phone(self, desk):
        one = register(desk)
        assert receive(desk, phone=f"+86 {PHONE}")["customer_id"] == one["customer_id"]
        assert receive(desk, phone=PHONE, visitor="王先生")["customer_id"] == one["customer_id"]
        assert receive(desk, phone=PHONE, visitor="李娜")["customer_id"] is None
        assert receive(desk, visitor="王伟")["customer_id"] is None

    @pytest.mark.rule("LEAD-9")
    def test_an_exhibitions_customer_who_asks_for_its_consultant_stays_theirs(self, desk, clock):
        one = register(desk, channel="exhibition")
        clock.move(days=2)
        receive(desk, phone=PHONE, asked_for_id=LI_QIANG.id)
        assert verdict(desk, one, ZHOU_MIN)["claimant"] == "李强"

    @pytest.mark.rule("LEAD-9")
    def test_one_who_comes_as_a_stranger_does_not(self, desk, clock):
        one = register(desk, channel="exhibition")
        clock.move(days=2)
        receive(desk, phone=PHONE)
        told = verdict(desk, one, ZHOU_MIN)
        assert (shares(told), told["claimant"]) == ({"周敏": "100"}, None)


places = st.lists(
    st.builds(Place, st.uuids().map(str), st.just("顾问"), st.integers(1, 99), st.integers(0, 99), st.booleans()),
    max_size=8,
    unique_by=lambda one: one.place,
)


class TestTheOrder:
    @given(places)
    def test_nobody_off_duty_and_everybody_on_duty_is_in_it(self, rota):
        assert {one.place for one in in_order(rota)} == {one.place for one in rota if one.on_duty}

    @given(places)
    def test_whoever_had_a_turn_longest_ago_is_next(self, rota):
        chosen = next_on_duty(rota)
        assert all(chosen.last_turn <= one.last_turn for one in rota if one.on_duty)
