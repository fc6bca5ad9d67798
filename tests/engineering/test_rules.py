"""Engineering's policy, without a database."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engineering.rules.areas import Area, Place, read_area, reasons_not_to_accept_area, split_list
from services.engineering.rules.dispatch import Candidate, Job, rank_technicians, reasons_not_to_give, why_nobody
from services.engineering.rules.moves import (
    MOVES,
    OPEN,
    Act,
    Priority,
    State,
    follows_the_customer,
    reasons_not_to_cancel,
    reasons_not_to_move,
    reasons_not_to_work,
)
from services.engineering.rules.numbers import (
    kind_of_picture,
    number_of,
    place_in_queue,
    reasons_not_to_add_photo,
    reasons_not_to_finish,
    reasons_not_to_open,
)
from services.engineering.rules.skills import read_skills, written
from services.engineering.rules.technicians import reasons_not_to_set_duty
from services.words import Trade

ESTATES = {"云栖中心": "yunqi", "云栖": "other", "水墨林溪": "linxi"}
TWENTIETH = Place("yunqi", "A座", 20)
NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)


def codes(reasons):
    return [reason.code for reason in reasons]


def a_technician(name="杨军", level=5, area="云栖中心", on_duty=True, trade=Trade.POWER, number=None):
    area = read_area(area, ESTATES)
    return Candidate(name, number or name, name, on_duty, {trade: level}, (area,))


def a_job(**changes):
    return Job(**{"trade": Trade.POWER, "place": TWENTIETH} | changes)


def names(ranked):
    return [one.candidate.name for one in ranked]


@pytest.mark.rule("ENG-1")
class TestAreas:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("云栖中心", Area("云栖中心", "yunqi")),
            ("云栖中心A座", Area("云栖中心A座", "yunqi", "A座")),
            ("云栖中心A座15-30层", Area("云栖中心A座15-30层", "yunqi", "A座", 15, 30)),
            ("云栖中心 A座 5 ~ 13 层", Area("云栖中心A座5~13层", "yunqi", "A座", 5, 13)),
            ("云栖中心A座30至15层", Area("云栖中心A座30至15层", "yunqi", "A座", 15, 30)),
            ("水墨林溪1幢7层", Area("水墨林溪1幢7层", "linxi", "1幢", 7, 7)),
            ("水墨林溪3-5层", Area("水墨林溪3-5层", "linxi", None, 3, 5)),
            ("云栖中心A座-1层", Area("云栖中心A座-1层", "yunqi", "A座", -1, -1)),
            ("西溪花园2幢", Area("西溪花园2幢")),
            ("云栖中心A座三层", Area("云栖中心A座三层", "yunqi", "A座", 3, 3)),
            ("云栖中心二座十至二十八层", Area("云栖中心二座十至二十八层", "yunqi", "二座", 10, 28)),
            ("云栖中心A座一百零二层", Area("云栖中心A座一百零二层", "yunqi", "A座", 102, 102)),
            ("云栖中心A座15~30F", Area("云栖中心A座15~30F", "yunqi", "A座", 15, 30)),
            ("云栖中心A座15f〜30f", Area("云栖中心A座15f〜30f", "yunqi", "A座", 15, 30)),
            ("云栖中心A座负1层", Area("云栖中心A座负1层", "yunqi", "A座", -1, -1)),
            ("云栖中心A座负二层到1层", Area("云栖中心A座负二层到1层", "yunqi", "A座", -2, 1)),
            ("云栖中心A座1层至5层", Area("云栖中心A座1层至5层", "yunqi", "A座", 1, 5)),
        ],
    )
    def test_an_area_is_read_into_estate_building_and_floors(self, text, expected):
        assert read_area(text, ESTATES) == expected

    def test_several_areas_are_parted_by_semicolons_of_either_width_or_enumeration_commas(self):
        assert split_list("云栖中心\uff1b水墨林溪、A座;; B座") == ["云栖中心", "水墨林溪", "A座", "B座"]

    @pytest.mark.parametrize(
        ("text", "covered"),
        [
            ("云栖中心", True),
            ("云栖中心A座", True),
            ("云栖中心A座15-30层", True),
            ("云栖中心A座20层", True),
            ("云栖中心A座21-30层", False),
            ("云栖中心B座", False),
            ("水墨林溪", False),
            ("西溪花园", False),
        ],
    )
    def test_an_area_covers_what_lies_within_it(self, text, covered):
        assert read_area(text, ESTATES).covers(TWENTIETH) is covered

    def test_some_floors_do_not_cover_what_concerns_the_whole_building(self):
        assert not read_area("云栖中心A座15-30层", ESTATES).covers(Place("yunqi", "A座"))

    def test_a_building_that_the_estate_does_not_have_is_refused(self):
        area = read_area("云栖中心C座", ESTATES)
        assert codes(reasons_not_to_accept_area(area, {"yunqi": {"A座"}})) == ["unknown_building"]

    def test_any_building_passes_while_the_estates_units_are_unknown(self):
        assert not list(reasons_not_to_accept_area(read_area("云栖中心C座", ESTATES), {}))


@pytest.mark.rule("ENG-1")
class TestSkills:
    def test_skills_are_trades_with_levels(self):
        skills = read_skills("弱电2; 强电5、装饰装修(3级)")
        assert skills.levels == {Trade.LOW_VOLTAGE: 2, Trade.POWER: 5, Trade.FIT_OUT: 3}
        assert written(skills.levels) == "强电5;装饰装修3;弱电2"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("强电", "skill_form"),
            ("5", "skill_form"),
            ("强电6", "skill_level"),
            ("强电0", "skill_level"),
            ("木工3", "unknown_trade"),
            ("其他3", "unknown_trade"),
            ("强电5;强电3", "skill_twice"),
        ],
    )
    def test_what_is_no_skill_is_refused_with_the_reason(self, text, code):
        assert codes(read_skills(text).reasons) == [code]

    @given(st.dictionaries(st.sampled_from([trade for trade in Trade if trade is not Trade.OTHER]), st.integers(1, 5)))
    def test_what_is_written_is_read_back_the_same(self, levels):
        assert read_skills(written(levels)).levels == levels


@pytest.mark.rule("ENG-2")
class TestRanking:
    def test_the_higher_level_comes_first(self):
        ranked = rank_technicians(a_job(), [a_technician("三级", 3), a_technician("五级", 5)], {"五级": 9})
        assert names(ranked) == ["五级", "三级"]

    def test_at_equal_level_the_narrower_area_comes_first(self):
        near, far = a_technician("近", area="云栖中心A座15-30层"), a_technician("远")
        assert names(rank_technicians(a_job(), [far, near], {"近": 9})) == ["近", "远"]

    def test_at_equal_level_and_area_the_least_loaded_comes_first(self):
        ranked = rank_technicians(a_job(), [a_technician("忙"), a_technician("闲")], {"忙": 2, "闲": 1})
        assert names(ranked) == ["闲", "忙"]

    def test_equals_follow_their_staff_numbers(self):
        ranked = rank_technicians(a_job(), [a_technician("乙", number="2"), a_technician("甲", number="1")], {})
        assert names(ranked) == ["甲", "乙"]

    def test_the_reasons_name_level_area_and_load_in_both_languages(self):
        (first,) = rank_technicians(a_job(), [a_technician(area="云栖中心A座")], {"杨军": 2})
        assert [reason.zh for reason in first.reasons] == ["强电 5 级", "负责该楼栋", "手上有 2 张工单"]
        assert [reason.en for reason in first.reasons] == [
            "Power, level 5",
            "looks after the building",
            "has 2 work orders in hand",
        ]

    @pytest.mark.parametrize(
        ("technician", "job", "code"),
        [
            (a_technician(on_duty=False), a_job(), "off_duty"),
            (a_technician(area="水墨林溪"), a_job(), "outside_area"),
            (a_technician(), a_job(rejected_by=frozenset({"杨军"})), "rejected_before"),
            (a_technician(trade=Trade.LIFT), a_job(), "nobody_skilled"),
            (a_technician(), a_job(trade=Trade.OTHER), "no_trade"),
        ],
    )
    def test_where_nobody_suits_it_is_said_why(self, technician, job, code):
        assert rank_technicians(job, [technician], {}) == []
        assert codes(why_nobody(job, [technician])) == [code]

    def test_by_hand_an_order_of_no_trade_may_go_to_anybody_on_duty(self):
        assert not list(reasons_not_to_give(a_job(trade=Trade.OTHER), a_technician()))

    def test_by_hand_it_is_not_given_to_somebody_without_the_skill_or_who_has_it_already(self):
        assert codes(reasons_not_to_give(a_job(), a_technician(trade=Trade.LIFT))) == ["no_skill"]
        assert codes(reasons_not_to_give(a_job(given_to="杨军"), a_technician())) == ["has_it"]

    @given(st.permutations([a_technician("甲", 3), a_technician("乙", 5), a_technician("丙", 5, area="云栖中心A座")]))
    def test_the_ranking_does_not_depend_on_the_order_of_asking(self, technicians):
        assert names(rank_technicians(a_job(), technicians, {})) == ["丙", "乙", "甲"]


@pytest.mark.rule("ENG-2")
class TestMoves:
    def test_the_plain_way_leads_from_new_to_finished(self):
        state = State.NEW
        for act in (Act.DISPATCH, Act.ACCEPT, Act.START, Act.PAUSE, Act.RESUME, Act.FINISH):
            assert not list(reasons_not_to_move(state, act))
            state = MOVES[act][1]
        assert state is State.FINISHED

    @pytest.mark.parametrize("state", [State.FINISHED, State.CANCELLED])
    def test_nothing_leads_out_of_an_end(self, state):
        assert all(list(reasons_not_to_move(state, act)) for act in Act)

    def test_every_open_order_can_be_cancelled(self):
        assert all(not list(reasons_not_to_move(state, Act.CANCEL)) for state in OPEN)

    def test_work_that_has_begun_cannot_be_rejected(self):
        (reason,) = reasons_not_to_move(State.STARTED, Act.REJECT)
        assert reason.zh == "工单处理中,不能退回。"

    def test_a_technician_works_only_on_own_orders(self):
        assert codes(reasons_not_to_work(Act.START, "yang", "ma", "clerk")) == ["not_yours"]
        assert not list(reasons_not_to_work(Act.START, "ma", "ma", "clerk"))

    @pytest.mark.parametrize(("own", "rank"), [(None, "clerk"), ("yang", "supervisor"), (None, None)])
    def test_the_desk_and_the_supervisors_record_for_others(self, own, rank):
        assert not list(reasons_not_to_work(Act.FINISH, own, "ma", rank))

    @pytest.mark.rule("ENG-3")
    def test_a_repair_for_a_unit_change_is_not_cancelled_by_hand(self):
        assert codes(reasons_not_to_cancel(Priority.UNIT_CHANGE, by_hand=True)) == ["unit_change"]
        assert not list(reasons_not_to_cancel(Priority.UNIT_CHANGE, by_hand=False))
        assert not list(reasons_not_to_cancel(Priority.ORDINARY, by_hand=True))

    @pytest.mark.rule("ENG-3")
    @pytest.mark.parametrize(
        ("priority", "about_customer", "raised_for", "follows"),
        [
            (Priority.ORDINARY, True, "golden bridge", True),
            (Priority.ORDINARY, True, None, True),
            (Priority.ORDINARY, True, "another", False),
            (Priority.ORDINARY, False, "golden bridge", False),
            (Priority.UNIT_CHANGE, True, "golden bridge", False),
        ],
    )
    def test_only_what_is_about_the_customers_own_equipment_follows(
        self, priority, about_customer, raised_for, follows
    ):
        assert follows_the_customer(priority, about_customer, raised_for, "golden bridge") is follows


class TestNumbers:
    @pytest.mark.rule("ENG-2")
    def test_the_number_names_the_day_and_runs(self):
        assert number_of(NOON.date(), 7) == "GD20261207-007"

    @pytest.mark.rule("ENG-3")
    def test_unit_changes_go_ahead_of_ordinary_work_even_when_due_later(self):
        later = place_in_queue(Priority.UNIT_CHANGE, NOON + timedelta(days=9))
        assert later < place_in_queue(Priority.ORDINARY, NOON) < place_in_queue(Priority.ORDINARY, None)

    @pytest.mark.rule("ENG-3")
    @given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(-12, 14)), min_size=2, max_size=4))
    def test_deadlines_follow_each_other_whatever_zone_they_are_given_in(self, told):
        due = [(NOON + timedelta(microseconds=n)).astimezone(timezone(timedelta(hours=zone))) for n, zone in told]
        assert sorted(due) == sorted(due, key=lambda at: place_in_queue(Priority.ORDINARY, at))

    @pytest.mark.rule("ENG-2")
    @pytest.mark.parametrize("due_at", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=3000)])
    def test_a_deadline_lies_ahead_and_not_years_away(self, due_at):
        assert codes(reasons_not_to_open(due_at, NOON)) == ["due_at"]

    @pytest.mark.rule("ENG-2")
    def test_no_deadline_or_one_ahead_is_fine(self):
        assert not list(reasons_not_to_open(None, NOON))
        assert not list(reasons_not_to_open(NOON + timedelta(hours=1), NOON))

    @pytest.mark.rule("ENG-2")
    @pytest.mark.parametrize("cost", [Decimal("-0.01"), Decimal("0.001"), Decimal("10000000.01"), Decimal("1E+400")])
    def test_a_cost_is_an_amount_of_money(self, cost):
        assert codes(reasons_not_to_finish(cost)) == ["cost"]

    @pytest.mark.rule("ENG-2")
    def test_a_photo_is_known_by_what_it_holds(self):
        assert kind_of_picture(b"\x89PNG\r\n\x1a\n...") == "image/png"
        assert codes(reasons_not_to_add_photo(b"<svg>", 0)) == ["not_a_picture"]
        assert codes(reasons_not_to_add_photo(b"\xff\xd8\xff...", 20)) == ["too_many_photos"]

    @pytest.mark.rule("ENG-1")
    def test_duty_is_said_by_oneself_or_by_a_superior(self):
        assert not list(reasons_not_to_set_duty("ma", "ma", "clerk"))
        assert not list(reasons_not_to_set_duty(None, "ma", "supervisor"))
        assert codes(reasons_not_to_set_duty("yang", "ma", "clerk")) == ["not_yourself"]
