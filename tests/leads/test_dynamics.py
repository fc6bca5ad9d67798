"""The daily dynamics report: what happened, by what it came, and what came of it (LEAD-22)."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import event

from services.contracts.events import DealClosed, DealWithdrawn, DepositTaken
from services.leads.models import Happening
from services.leads.rules.dynamics import By, kind_of, month_of, reasons_not_to_report, week_of
from services.leads.rules.words import Channel
from tests.engineering.house import ESTATE, an_id
from tests.leads.builders import (
    ANOTHER,
    LI_QIANG,
    PHONE,
    SALES,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    an_estate,
    register,
)

pytestmark = pytest.mark.rule("LEAD-22")
DECEMBER = {"since": "2026-12-01", "until": "2026-12-31"}


def report(house, caller=SUPERVISOR, **asked):
    return house.get(caller, "show_dynamics", DECEMBER | asked)


def total(house, **asked):
    return {name: count for name, count in report(house, **asked)["total"].items() if count}


def receive(house, caller=LI_QIANG, **told):
    return house.get(caller, "receive_visitor", {"estate_id": ESTATE, "asked_for_id": caller.id} | told)


def a_deposit(customer_id, deal="成交一", at=datetime(2026, 12, 9, 2, 0, tzinfo=UTC), estate=ESTATE):
    return DepositTaken(
        deal_id=an_id(deal),
        number="DL-1",
        estate_id=estate,
        unit_id=an_id("A1109"),
        unit_number="A1109",
        kind="lease",
        customer_id=customer_id,
        customer_name="王伟",
        consultant_id=LI_QIANG.id,
        amount=Decimal("10000.00"),
        purse="bank",
        taken_at=at,
        confirm_by=at + timedelta(days=1),
        terms="",
    )


def a_deal(customer_id, deal="成交一", on=date(2026, 12, 10)):
    return DealClosed(
        deal_id=an_id(deal),
        number="DL-1",
        estate_id=ESTATE,
        unit_id=an_id("A1109"),
        unit_number="A1109",
        kind="lease",
        customer_id=customer_id,
        customer_name="王伟",
        closer_id=LI_QIANG.id,
        closed_at=datetime(2026, 12, 7, 1, 0, tzinfo=UTC),
        closed_on=on,
        is_on_site=True,
        price=Decimal("98000.00"),
    )


def a_withdrawal(customer_id, deal="成交一"):
    return DealWithdrawn(
        deal_id=an_id(deal),
        number="DL-1",
        estate_id=ESTATE,
        unit_id=an_id("A1109"),
        unit_number="A1109",
        customer_id=customer_id,
        consultant_id=LI_QIANG.id,
        why="loan",
        withdrawn_on=date(2026, 12, 12),
    )


class TestTheRules:
    def test_a_week_begins_on_monday_and_a_month_on_its_first(self):
        assert week_of(date(2027, 1, 3)) == date(2026, 12, 28)
        assert month_of(date(2026, 12, 31)) == date(2026, 12, 1)

    def test_who_comes_is_a_visit_who_rings_a_call(self):
        assert [kind_of(channel).value for channel in Channel] == ["visit", "call", "visit", "other", "other", "other"]

    @pytest.mark.parametrize(
        ("until", "by", "codes"),
        [
            (date(2026, 1, 1), By.DAY, []),
            (date(2025, 12, 31), By.DAY, ["no_days"]),
            (date(2026, 12, 31), By.DAY, []),
            (date(2027, 6, 1), By.DAY, ["too_many_days"]),
            (date(2035, 12, 31), By.MONTH, []),
            (date(2036, 12, 31), By.WEEK, ["too_many_days"]),
        ],
    )
    def test_of_how_many_days(self, until, by, codes):
        assert [reason.code for reason in reasons_not_to_report(date(2026, 1, 1), until, by)] == codes


class TestCounting:
    @pytest.mark.parametrize(
        ("channel", "name"),
        [("walk_in", "visits"), ("exhibition", "visits"), ("phone", "calls"), ("referral", "others")],
    )
    def test_each_channel_counts_as_what_it_is(self, leads, channel, name):
        register(leads, channel=channel, medium="地铁广告")
        assert total(leads) == {name: 1, "customers": 1}
        (row,) = report(leads)["rows"]
        assert (row["day"], row["channel"], row["medium"]) == ("2026-12-07", channel, "地铁广告")

    def test_a_question_counts_and_is_told(self, leads):
        register(leads, doubts="停车位够不够")
        register(leads, name="李娜", phones=[ANOTHER], doubts="停车位够不够")
        register(leads, ZHOU_MIN, channel="phone", doubts="管理费含空调吗")
        told = report(leads)
        assert told["total"]["questions"] == 3
        assert told["questions"] == [
            {"question": "停车位够不够", "count": 2},
            {"question": "管理费含空调吗", "count": 1},
        ]

    def test_a_question_that_is_added_later_counts_on_its_own_day(self, leads, clock):
        one = register(leads)
        clock.move(days=1)
        told = {"reason": "客户又问", "doubts": "能否提前入场"}
        leads.get(LI_QIANG, "correct_registration", told, id=one["id"])
        asked = {row["day"]: row["questions"] for row in report(leads)["rows"]}
        assert asked == {"2026-12-07": 0, "2026-12-08": 1}

    def test_a_stranger_whom_the_same_consultant_then_registers_is_one_visit(self, leads):
        receive(leads, visitor="戴眼镜的先生")
        register(leads, medium="报纸广告")
        assert total(leads) == {"visits": 1, "customers": 1}
        assert [row["medium"] for row in report(leads)["rows"]] == ["报纸广告"]

    def test_a_second_stranger_is_a_second_visit(self, leads):
        receive(leads)
        receive(leads)
        receive(leads, ZHOU_MIN)
        register(leads)
        assert total(leads) == {"visits": 3, "customers": 1}

    def test_a_customer_is_here_once_a_day_however_often(self, leads, clock):
        register(leads, medium="朋友介绍")
        receive(leads, phone=PHONE)
        register(leads, ZHOU_MIN)
        clock.move(days=1)
        receive(leads, phone=PHONE)
        receive(leads, phone=PHONE)
        assert total(leads) == {"visits": 2, "customers": 1}
        assert [row["medium"] for row in report(leads)["rows"]] == ["朋友介绍", "朋友介绍"]

    def test_a_viewing_counts_by_what_the_customer_first_came_by(self, leads, clock):
        one = register(leads, channel="phone", medium="网络")
        times = {"starts_at": "2026-12-08T02:00:00+00:00", "ends_at": "2026-12-08T03:00:00+00:00"}
        told = {"estate_id": ESTATE, "customer_id": one["customer_id"], "unit_number": "A1109"} | times
        viewing = leads.get(LI_QIANG, "plan_viewing", told)
        clock.move(days=1, hours=3)
        leads.get(LI_QIANG, "hold_viewing", id=viewing["id"])
        assert total(leads) == {"calls": 1, "customers": 1, "viewings": 1, "viewed": 1}
        assert {(row["channel"], row["medium"]) for row in report(leads)["rows"]} == {("phone", "网络")}

    def test_deposit_and_deal_count_on_their_days_for_the_first_medium(self, leads):
        one = register(leads, medium="地铁广告")
        register(leads, ZHOU_MIN, channel="phone", medium="网络")
        leads.hear(a_deposit(one["customer_id"]), a_deal(one["customer_id"]))
        rows = {row["day"]: row for row in report(leads)["rows"] if row["deposits"] or row["deals"]}
        assert {day: (row["deposits"], row["deals"], row["medium"]) for day, row in rows.items()} == {
            "2026-12-09": (1, 0, "地铁广告"),
            "2026-12-10": (0, 1, "地铁广告"),
        }

    def test_the_same_news_twice_counts_once(self, leads):
        one = register(leads)
        for _ in range(2):
            leads.hear(a_deposit(one["customer_id"]), a_deal(one["customer_id"]))
        assert (total(leads)["deposits"], total(leads)["deals"], total(leads)["dealt"]) == (1, 1, 1)

    def test_a_deal_of_somebody_the_register_does_not_know_counts_as_unknown(self, leads):
        leads.hear(a_deal(an_id("无人")))
        (row,) = report(leads)["rows"]
        assert (row["channel"], row["channel_zh"], row["deals"], row["customers"]) == ("", "未知", 1, 0)

    def test_a_deposit_at_an_estate_that_is_not_known_yet_waits(self, leads):
        with pytest.raises(AssertionError):
            leads.hear(a_deposit(an_id("无人"), estate=an_id("新楼盘")))
        assert "is not known" in leads.troubles()[0]
        assert leads.count(Happening) == 0

    def test_a_medium_that_was_missing_counts_for_all_that_came_of_the_customer(self, leads):
        one = register(leads)
        leads.hear(a_deal(one["customer_id"]))
        leads.get(LI_QIANG, "correct_registration", {"reason": "补问", "medium": "房展"}, id=one["id"])
        assert {row["medium"] for row in report(leads)["rows"]} == {"房展"}

    def test_a_customer_who_turns_out_to_be_known_came_first_once(self, leads, clock):
        register(leads, medium="网络")
        clock.move(days=1)
        unknown = register(leads, ZHOU_MIN, channel="phone", phones=[], medium="报纸广告")
        assert total(leads)["customers"] == 2
        leads.get(ZHOU_MIN, "correct_registration", {"reason": "补电话", "phones": [PHONE]}, id=unknown["id"])
        assert total(leads)["customers"] == 1
        assert [row["medium"] for row in report(leads)["media"] if row["customers"]] == ["网络"]


class TestTheLeadOfADeal:
    def lead(self, house, one):
        return house.get(LI_QIANG, "show_lead", customer_id=one["customer_id"])

    @pytest.mark.rule("LEAD-17")
    def test_is_closed_and_not_followed_up_until_the_customer_comes_again(self, leads, clock):
        one = register(leads)
        leads.hear(a_deal(one["customer_id"]))
        assert (self.lead(leads, one)["state"], self.lead(leads, one)["stage"]) == ("closed", None)
        clock.move(days=30)
        receive(leads, phone=PHONE)
        assert (self.lead(leads, one)["state"], self.lead(leads, one)["stage"]) == ("open", "first_call")

    @pytest.mark.rule("LEAD-17")
    def test_is_open_again_when_the_deal_is_withdrawn(self, leads):
        one = register(leads)
        leads.hear(a_deal(one["customer_id"]), a_withdrawal(one["customer_id"]))
        assert self.lead(leads, one)["state"] == "open"
        assert total(leads)["deals"] == 1

    @pytest.mark.rule("LEAD-17")
    def test_stays_closed_while_another_deal_stands_whichever_is_heard_first(self, leads):
        one = register(leads)
        leads.hear(a_deal(one["customer_id"]), a_deal(one["customer_id"], "成交二"))
        leads.hear(a_withdrawal(one["customer_id"]))
        assert self.lead(leads, one)["state"] == "closed"


class TestTheReport:
    @pytest.fixture
    def december(self, leads, clock):
        """Two weeks: three by the underground's advertisement, one of whom closes; one by a newspaper."""
        for number, day in enumerate((0, 1, 7)):
            clock.at = datetime(2026, 12, 7 + day, 1, 0, tzinfo=UTC)
            one = register(leads, name=f"客户{number}", phones=[f"1380013800{number}"], medium="地铁广告")
        register(leads, channel="phone", name="李娜", phones=[ANOTHER], medium="报纸广告")
        leads.hear(a_deposit(one["customer_id"]), a_deal(one["customer_id"]))
        return leads

    @pytest.mark.parametrize(
        ("by", "days"),
        [
            ("day", ["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-14"]),
            ("week", ["2026-12-07", "2026-12-14"]),
            ("month", ["2026-12-01"]),
        ],
    )
    def test_is_by_day_week_or_month(self, december, by, days):
        assert sorted({row["day"] for row in report(december, by=by)["rows"]}) == days

    def test_tells_of_each_medium_what_became_of_those_it_brought(self, december):
        media = {row["medium"]: row for row in report(december)["media"]}
        names = ("customers", "visits", "calls", "paid", "dealt")
        assert [media["地铁广告"][name] for name in names] == [3, 3, 0, 1, 1]
        assert [media["报纸广告"][name] for name in names] == [1, 0, 1, 0, 0]

    def test_of_the_days_asked_and_the_estate_asked(self, december):
        assert total(december, until="2026-12-07") == {"visits": 1, "customers": 1}
        december.hear(an_estate("水墨林溪"))
        both = SUPERVISOR.__class__(**SUPERVISOR.__dict__ | {"estates": frozenset({"*"})})
        register(december, both, estate_id=an_id("水墨林溪"), name="孙悦")
        assert report(december, both)["total"]["customers"] == 5
        assert report(december, both, estate_id=ESTATE)["total"]["customers"] == 4
        assert report(december)["total"]["customers"] == 4

    @pytest.mark.rule("GATE-2")
    def test_another_estate_does_not_exist(self, december):
        allowed = STRANGER.__class__(**STRANGER.__dict__ | {"permissions": SUPERVISOR.permissions})
        assert report(december, allowed)["rows"] == []
        assert december.codes(allowed, "show_dynamics", DECEMBER | {"estate_id": ESTATE}) == (404, ["no_estate"])
        assert december.ask(LI_QIANG, "show_dynamics", DECEMBER).status == 403

    @pytest.mark.parametrize("wrong", [{"since": None}, {"by": "year"}, {"until": "2026-13-01"}])
    def test_what_cannot_be_meant_is_refused(self, leads, wrong):
        asked = {name: value for name, value in (DECEMBER | wrong).items() if value}
        assert leads.ask(SALES, "show_dynamics", asked).status == 422

    def test_its_days_are_the_estates(self, leads, clock):
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        both = SUPERVISOR.__class__(**SUPERVISOR.__dict__ | {"estates": frozenset({"*"})})
        clock.at = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)
        register(leads, both)
        register(leads, both, estate_id=an_id("曼哈顿中心"))
        assert sorted(row["day"] for row in report(leads, both)["rows"]) == ["2026-12-07", "2026-12-08"]

    def test_goes_out_as_excel_with_rates(self, december):
        reader = SALES.__class__(**SALES.__dict__ | {"language": "zh"})
        file = december.ask(reader, "export_dynamics", DECEMBER | {"by": "month"}).file
        rows = list(openpyxl.load_workbook(io.BytesIO(file.data)).active.values)
        assert file.name == "销售日动态表.xlsx"
        assert rows[0][:7] == ("日期(周、月为首日)", "渠道", "认知途径", "来访", "来电", "其他接触", "疑问")
        told = {(row[1], row[2]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
        assert told["来访", "地铁广告"]["成交转化率"] == "33.3%"
        assert told["来电", "报纸广告"]["来电"] == 1

    def test_all_its_figures_come_by_one_aggregate(self, december):
        asked = []
        engine = december.runtime.database.engine
        event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        report(december, by="week")
        aggregates = [one for one in asked if "GROUP BY" in one]
        assert len(aggregates) == 2  # The figures, and the questions.
        assert all("happenings" in one for one in aggregates)
