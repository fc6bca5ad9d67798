"""The list of leads from Excel: inquiries to be followed up, each entered once and for ever (LEAD-1 to LEAD-3)."""

import io

import openpyxl
import pytest
import xlsxwriter

from kit.doors import Upload
from kit.sheets import EXCEL
from services.leads.events import VisitorRegistered
from services.leads.imports import LEADS
from services.leads.models import Entry, Happening, Lead
from tests.engineering.house import ESTATE
from tests.engineering.test_races import at_once
from tests.leads.builders import ANOTHER, LI_QIANG, MANAGER, PHONE, SUPERVISOR, ZHOU_MIN, a_person, register

pytestmark = pytest.mark.rule("LEAD-1")
HEADINGS = [column.zh for column in LEADS.columns]
A_ROW = {
    "原登记号": "K-001",
    "楼盘": "云栖中心",
    "姓名": "王伟",
    "电话": "138 0013 8000；010-65001234",
    "公司": "金桥投资",
    "公司性质": "外资",
    "业务": "金融",
    "面积从(㎡)": 200,
    "面积到(㎡)": "350㎡",
    "预算(元/月)": 98000,
    "现驻大楼": "环球大厦",
    "地址": "建国路1号",
    "认知途径": "地铁广告",
    "意向": "年内搬迁",
    "特征": "戴眼镜",
    "疑问": "停车位够不够",
    "渠道": "来访",
    "顾问": "李强",
}
LI_NA = {"原登记号": "K-002", "姓名": "李娜", "电话": ANOTHER, "渠道": "来电", "顾问": "周敏"}


def a_list(*rows, headings=HEADINGS):
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, headings)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, [(A_ROW | row).get(heading, "") for heading in headings])
    return Upload("客户.xlsx", EXCEL, into.getvalue())


def take_in(house, *rows, caller=SUPERVISOR, **asked):
    return house.ask(caller, "take_in_leads", {"file": a_list(*rows)} | asked)


def codes_of(answer):
    return [[reason["code"] for reason in row["reasons"]] for row in answer["refused"]]


def registrations(house, **asked):
    return house.get(LI_QIANG, "list_registrations", {"sort": "position"} | asked)["items"]


class TestTakingIn:
    def test_rows_are_entered_in_the_register_with_all_they_say(self, leads):
        assert take_in(leads, {}, LI_NA).body["created"] == 2
        one, other = registrations(leads)
        shown = leads.get(LI_QIANG, "show_registration", id=one["id"])
        told = {"name": "王伟", "company": "金桥投资", "area_from": "200.00", "area_to": "350.00", "medium": "地铁广告"}
        assert {name: shown["particulars"][name] for name in told} == told
        assert shown["particulars"]["phones"] == [PHONE, "010-65001234"]
        assert (one["consultant"], one["channel"], other["consultant"], other["channel"]) == (
            *("李强", "walk_in"),
            *("周敏", "phone"),
        )
        assert [entry["by"] for entry in shown["entries"]] == ["唐磊"]
        assert leads.get(LI_QIANG, "verify_register")["whole"] is True

    @pytest.mark.rule("LEAD-2")
    def test_they_give_nobody_a_claim_for_nobody_has_signed(self, leads):
        take_in(leads, {})
        (one,) = registrations(leads)
        assert (one["state"], one["valid_until"]) == ("inquiry", None)

    @pytest.mark.rule("LEAD-2", "LEAD-3")
    def test_until_the_consultant_signs_and_then_it_is_theirs_and_not_the_senders(self, leads):
        take_in(leads, {})
        (one,) = registrations(leads)
        signing = {"reason": "补签", "is_signed": True}
        assert leads.codes(SUPERVISOR, "correct_registration", signing, id=one["id"]) == (409, ["not_yours_to_sign"])
        leads.get(LI_QIANG, "correct_registration", signing, id=one["id"])
        asked = {"estate_id": ESTATE, "closer_id": ZHOU_MIN.id}
        verdict = leads.get(MANAGER, "show_attribution", asked, id=one["customer_id"])
        assert verdict["claimant"] == "李强"

    @pytest.mark.rule("LEAD-2")
    def test_of_the_senders_own_rows_the_log_in_is_the_signature(self, leads):
        take_in(leads, {"顾问": "唐磊"})
        (one,) = registrations(leads)
        assert (one["state"], one["consultant"]) == ("valid", "唐磊")

    @pytest.mark.rule("LEAD-17", "LEAD-20")
    def test_they_are_leads_to_follow_up_of_whom_nobody_was_here_today(self, leads):
        take_in(leads, {}, LI_NA)
        items = leads.get(LI_QIANG, "list_follow_ups", {"when": "all", "mine": True})["items"]
        assert [(one["name"], one["stage"], one["due_until"]) for one in items] == [("王伟", "rhythm", "2026-12-21")]

    @pytest.mark.rule("LEAD-22")
    def test_they_are_new_customers_and_no_visits_or_calls_of_the_day(self, leads):
        take_in(leads, {}, LI_NA)
        told = leads.get(SUPERVISOR, "show_dynamics", {"since": "2026-12-01", "until": "2026-12-31"})["total"]
        assert {name: count for name, count in told.items() if count} == {"customers": 2}

    def test_a_consultant_is_known_by_log_in_too(self, leads):
        leads.hear(a_person(ZHOU_MIN.__class__(**ZHOU_MIN.__dict__ | {"username": "zhou.min"})))
        take_in(leads, {"顾问": "zhou.min"})
        assert [one["consultant"] for one in registrations(leads)] == ["周敏"]

    def test_of_two_with_one_name_the_log_in_says_which(self, leads):
        namesake = ZHOU_MIN.__class__(**ZHOU_MIN.__dict__ | {"id": MANAGER.id, "username": "zhou.min.2"})
        leads.hear(a_person(namesake))
        assert codes_of(take_in(leads, {"顾问": "周敏"}).body) == [["which_consultant"]]
        assert take_in(leads, {"顾问": "zhou.min.2"}).body["created"] == 1

    def test_a_customer_who_is_known_is_the_same(self, leads):
        known = register(leads, ZHOU_MIN)
        take_in(leads, {})
        assert {one["customer_id"] for one in registrations(leads)} == {known["customer_id"]}
        assert leads.count(Lead) == 1

    def test_the_others_are_told_of_each(self, leads):
        take_in(leads, {}, LI_NA)
        assert [said.consultant_id for said in leads.said(VisitorRegistered)] == [LI_QIANG.id, ZHOU_MIN.id]


@pytest.mark.rule("LEAD-3")
class TestTwice:
    def test_the_same_file_twice_adds_nothing(self, leads):
        take_in(leads, {}, LI_NA)
        again = take_in(leads, {}, LI_NA).body
        assert (again["created"], again["unchanged"], again["refused_count"]) == (0, 2, 0)
        assert leads.count(Entry) == 2

    def test_another_case_of_the_number_is_the_same_row(self, leads):
        take_in(leads, {})
        assert take_in(leads, {"原登记号": "k-001"}).body["unchanged"] == 1

    def test_a_number_that_grows_when_it_is_compared_is_kept_too(self, leads):
        for outcome in ("created", "unchanged"):
            assert take_in(leads, {"原登记号": "ß" * 64}).body[outcome] == 1

    def test_a_row_that_now_says_something_else_is_refused_and_shown_the_register(self, leads):
        take_in(leads, {})
        answer = take_in(leads, {"公司": "金桥投资集团"}).body
        assert codes_of(answer) == [["registered"]]
        assert "LF000001" in answer["refused"][0]["reasons"][0]["sentence"]

    def test_a_correction_in_the_register_does_not_turn_the_same_file_into_another(self, leads):
        take_in(leads, {})
        (one,) = registrations(leads)
        leads.get(LI_QIANG, "correct_registration", {"reason": "改名", "company": "金桥集团"}, id=one["id"])
        assert take_in(leads, {}).body["unchanged"] == 1

    def test_two_who_send_the_same_file_at_once_enter_it_once(self, leads, second):
        replies = at_once(*(lambda house=house: take_in(house, {}, LI_NA) for house in (leads, second)))
        assert {reply.status for reply in replies} <= {200, 409}
        assert leads.count(Entry) == 2


class TestRefused:
    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"楼盘": "没有的楼盘"}, "no_estate"),
            ({"顾问": "无人"}, "no_consultant"),
            ({"面积到(㎡)": 100}, "area"),
            ({"电话": "12345"}, "not_a_phone"),
            ({"渠道": "飞鸽"}, "not_a_choice"),
            ({"姓名": "", "电话": "", "公司": "", "特征": ""}, "nothing"),
            ({"原登记号": ""}, "required"),
        ],
    )
    def test_a_wrong_row_is_refused_with_its_reason_and_nothing_is_entered(self, leads, wrong, code):
        answer = take_in(leads, wrong, LI_NA).body
        assert (answer["applied"], codes_of(answer)) == (False, [[code]])
        assert (leads.count(Entry), leads.count(Happening)) == (0, 0)

    def test_the_good_rows_alone_where_that_is_asked_and_the_others_as_a_file(self, leads):
        answer = take_in(leads, {"顾问": "无人"}, LI_NA, partial=True).body
        assert (answer["created"], answer["refused_count"]) == (1, 1)
        file = leads.ask(SUPERVISOR, "refused_rows_leads", id=answer["refused_file_id"]).file
        rows = list(openpyxl.load_workbook(io.BytesIO(file.data)).active.values)
        assert rows[1][0] == "K-001"
        assert "没有顾问“无人”" in rows[1][-1]

    def test_a_preview_enters_nothing(self, leads):
        answer = leads.get(SUPERVISOR, "preview_leads", {"file": a_list({}, LI_NA)})
        assert [row["outcome"] for row in answer["rows"]] == ["created", "created"]
        assert leads.count(Entry) == 0

    @pytest.mark.rule("GATE-2")
    def test_a_clerk_takes_in_no_list(self, leads):
        assert take_in(leads, {}, caller=LI_QIANG).status == 403

    def test_the_template_says_that_a_list_gives_no_claim(self, leads):
        file = leads.ask(SUPERVISOR, "template_leads").file
        notes = openpyxl.load_workbook(io.BytesIO(file.data))["填写说明 Notes"]
        assert any("仅为咨询" in str(cell) for row in notes.values for cell in row)
