"""What somebody of a certain rank has to decide reaches who may, and the general manager what is theirs (NOTE-2)."""

from dataclasses import replace
from datetime import date

import pytest

from services.contracts.events import ProblemReported, SupplementSubmitted
from services.finance.events import DeferralRequested
from services.leads.events import ConcessionAsked
from services.notify.models import Item
from services.notify.rules.subscriptions import Subscription
from services.notify.subscriptions import USUAL
from tests.engineering.house import ELSEWHERE, ESTATE, a_caller, an_id
from tests.notify.builders import ADMINISTRATOR, GENERAL_MANAGER, READS, a_person, of

pytestmark = pytest.mark.rule("NOTE-2")
CONCESSION = "leads.concession_asked.v1"


def the_problem() -> ProblemReported:
    return ProblemReported(an_id("P-1"), an_id("JY-1"), "JY-1", ESTATE, "李强")


def the_supplement(rank: str = "manager") -> SupplementSubmitted:
    return SupplementSubmitted(an_id("B-1"), an_id("HT-1"), "HT-1", ESTATE, "装修期补充协议", rank)


def the_application(desk: str = "sales_manager", consultant: str = "李强") -> ConcessionAsked:
    return ConcessionAsked(
        concession_id=an_id("YH-1"),
        number="YH-1",
        estate_id=ESTATE,
        unit_number="A1205",
        kind="discount",
        desk=desk,
        desk_zh="总经理",
        desk_en="the general manager",
        consultant_id=an_id(consultant),
        consultant=consultant,
    )


def the_later_day() -> DeferralRequested:
    days = {"old_date": date(2026, 12, 15), "new_date": date(2027, 1, 10)}
    ids = {"deferral_id": an_id("D-1"), "instalment_id": an_id("I-1"), "deal_id": an_id("JY-1")}
    return DeferralRequested(**ids, **days, number="HT-1", position=1, estate_id=ESTATE, asked_by="孙丽")


def general_manager(**told):
    known = {"person_id": GENERAL_MANAGER.id, "name": "总经理", "estates": ("*",), "roles": ("general_manager",)}
    return a_person(None, None, **known | told)


def gets(house, caller) -> list[str]:
    return [item["title_zh"] for item in house.get(caller, "list_inbox", {})["items"]]


def all_ranks(department: str):
    return [a_person(department, rank) for rank in ("clerk", "supervisor", "manager", "director")]


class TestRanks:
    @pytest.mark.parametrize(
        ("event", "department", "rank"),
        [
            (the_problem(), "sales_control", "manager"),
            (the_supplement(), "sales_control", "manager"),
            (the_supplement("director"), "sales_control", "director"),
            (the_application(), "leasing", "manager"),
            (the_later_day(), "finance", "manager"),
        ],
    )
    def test_only_who_may_decide_is_told(self, desk, event, department, rank):
        desk.hear(*all_ranks(department), event)
        told = [one for one in ("clerk", "supervisor", "manager", "director") if gets(desk, of(department, one))]
        assert told == [rank]

    def test_where_nobody_holds_the_rank_the_next_one_above_is(self, desk):
        desk.hear(a_person("sales_control", "clerk"), a_person("sales_control", "director"), the_problem())
        assert gets(desk, of("sales_control", "director")) == ["问题客户上报：认购 JY-1"]
        assert gets(desk, of("sales_control")) == []

    @pytest.mark.parametrize(("event", "department"), [(the_problem(), "sales_control"), (the_later_day(), "finance")])
    def test_what_the_only_holder_reports_reaches_the_next_rank_above(self, desk, event, department):
        desk.hear(*all_ranks(department))
        desk.hear(event, actor=an_id(f"{department}.manager"))
        told = [one for one in ("clerk", "supervisor", "manager", "director") if gets(desk, of(department, one))]
        assert told == ["director"]

    def test_what_one_of_two_holders_reports_stays_with_their_rank(self, desk):
        second = a_person("sales_control", "manager", person_id=an_id("第二位经理"))
        desk.hear(*all_ranks("sales_control"), second)
        desk.hear(the_problem(), actor=second.person_id)
        assert gets(desk, of("sales_control", "manager")) == ["问题客户上报：认购 JY-1"]
        assert gets(desk, of("sales_control", "director")) == []

    def test_what_nobody_else_can_be_told_of_the_whole_department_is(self, desk):
        desk.hear(a_person("sales_control", "clerk"), a_person("sales_control", "manager"))
        desk.hear(the_problem(), actor=an_id("sales_control.manager"))
        assert gets(desk, of("sales_control")) == ["问题客户上报：认购 JY-1"]

    def test_where_nobody_is_above_the_whole_department_is_so_that_nothing_lies_unseen(self, desk):
        elsewhere = a_person("sales_control", "manager", estates=(ELSEWHERE,))
        left = a_person("sales_control", "director", active=False)
        desk.hear(a_person("sales_control", "clerk"), elsewhere, left, the_problem())
        assert gets(desk, of("sales_control")) == ["问题客户上报：认购 JY-1"]

    def test_it_says_the_rank_in_words(self, desk):
        desk.hear(the_supplement())
        (item,) = desk.get(of("sales_control"), "list_inbox", {})["items"]
        assert item["body_zh"] == "云栖中心：装修期补充协议（审批级别：经理）"
        assert item["body_en"].endswith("(to be decided by: Manager)")


class TestTheGeneralManager:
    def test_gets_what_goes_to_that_desk_and_nobody_else_does(self, notify):
        notify.hear(*all_ranks("leasing"), general_manager(), the_application("general_manager"))
        assert gets(notify, GENERAL_MANAGER) == ["优惠申请 YH-1 待总经理审批"]
        assert all(gets(notify, of("leasing", rank)) == [] for rank in ("clerk", "manager", "director"))

    def test_each_one_of_the_estate_does(self, desk):
        second = a_caller(None, None, "第二位总经理", permissions=READS)
        third = a_caller(None, None, "别处的总经理", permissions=READS, estate=ELSEWHERE)
        told = [general_manager(person_id=one.id, estates=tuple(one.estates)) for one in (second, third)]
        desk.hear(general_manager(), *told, the_application("general_manager"))
        assert [len(gets(desk, one)) for one in (GENERAL_MANAGER, second, third)] == [1, 1, 0]

    def test_is_told_of_nothing_that_lies_on_another_desk(self, desk):
        desk.hear(general_manager(), the_application(), the_problem())
        assert gets(desk, GENERAL_MANAGER) == []

    @pytest.mark.parametrize("before", [None, {"roles": ()}, {"active": False}])
    def test_where_none_is_known_the_department_is_told(self, desk, before):
        if before is not None:
            desk.hear(general_manager(**before))
        desk.hear(the_application("general_manager"))
        assert gets(desk, of("leasing")) == ["优惠申请 YH-1 待总经理审批"]

    def test_told_once_more_with_the_role_they_are_known(self, desk):
        desk.hear(general_manager(roles=()), general_manager(), the_application("general_manager"))
        assert len(gets(desk, GENERAL_MANAGER)) == 1

    def test_who_is_named_in_person_too_gets_it_once(self, desk, monkeypatch):
        monkeypatch.setitem(USUAL, CONCESSION, replace(USUAL[CONCESSION], person="consultant_id"))
        desk.hear(general_manager(person_id=an_id("李强")), the_application("general_manager"))
        assert desk.count(Item) == 1

    def test_is_not_asked_to_acknowledge_for_a_department(self, desk):
        wish = {"departments": ["leasing"], "asks_acknowledgement": True}
        assert desk.ask(ADMINISTRATOR, "change_subscription", wish, event_type=CONCESSION).status == 200
        desk.hear(general_manager(), the_application("general_manager"))
        (item,) = desk.get(GENERAL_MANAGER, "list_inbox", {})["items"]
        assert not item["asks"]


class TestWishes:
    def test_another_department_is_told_by_the_same_rank(self, desk):
        told = desk.ask(
            ADMINISTRATOR,
            "change_subscription",
            {"departments": ["finance"], "asks_acknowledgement": False},
            event_type="contracts.problem_reported.v1",
        ).body
        assert told["desk"] == "manager"
        desk.hear(*all_ranks("finance"), the_problem())
        assert gets(desk, of("finance", "manager"))
        assert not gets(desk, of("finance"))

    @pytest.mark.rule("NOTE-3")
    def test_who_is_reminded_is_who_was_told(self, desk, clock):
        wish = {"departments": ["sales_control"], "asks_acknowledgement": True}
        kind = "contracts.problem_reported.v1"
        assert desk.ask(ADMINISTRATOR, "change_subscription", wish, event_type=kind).status == 200
        desk.hear(*all_ranks("sales_control"), the_problem())
        clock.move(days=1)
        desk.by_the_clock("remind_who_has_not_acknowledged")
        assert len(gets(desk, of("sales_control", "manager"))) == 2
        assert gets(desk, of("sales_control")) == []


@pytest.mark.parametrize(
    ("desk", "said", "found"),
    [
        (None, "manager", None),
        ("manager", "director", "manager"),
        ("{rank}", "director", "director"),
        ("{rank}", "emperor", None),
    ],
)
def test_a_desk_is_named_by_the_table_or_by_the_event(desk, said, found):
    assert Subscription("a.b.v1", desk=desk).desk_of(the_supplement(said)) == found
