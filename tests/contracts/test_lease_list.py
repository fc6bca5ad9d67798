"""The list of leases from Excel: entered, corrected, refused row by row (SALE-6)."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kit.caller import Caller
from kit.doors import Upload
from kit.errors import Refused
from services.contracts.actions.leases import correct_lease
from services.contracts.events import LeaseRegistered
from services.contracts.imports import LEASES, terms_of
from services.contracts.queries.leases import find_lease
from tests.contracts.builders import (
    ELSEWHERE,
    ENGINEER,
    LEASING_CLERK,
    a_cancellation,
    a_change,
    a_request,
    a_unit,
    an_estate,
    an_id,
)

pytestmark = pytest.mark.rule("SALE-6")

DEMO = Path(__file__).parent.parent.parent / "services/contracts/demo/leases.xlsx"
A_ROW = {
    "合同编号": "ZL-2025-0001",
    "承租方": "金桥投资管理(中国)有限公司",
    "业务范围": "保险经纪",
    "联系人": "赵强",
    "联系电话": "13856774018",
    "单元号": "A1109",
    "起租日": date(2025, 4, 11),
    "到期日": date(2030, 4, 10),
    "租金(元/㎡·天)": 7.5,
    "管理费(元/㎡·月)": 32,
    "电费(元/kWh)": 1.18,
    "水费(元/m³)": 5.85,
    "车位数": 1,
    "车位费(元/月)": 1000,
    "电话线数": 6,
    "电话月租(元/线)": 80,
    "付款方式": "季付",
}
SECOND = {
    "合同编号": "ZL-2025-0002",
    "承租方": "汇丰源医疗器械股份有限公司",
    "联系电话": "13513530344",
    "单元号": "A1205",
}

EXPIRED = {**SECOND, "起租日": date(2024, 1, 1), "到期日": date(2026, 6, 30)}


def a_list(*rows, title=None):
    """An .xlsx with these rows; each row says only where it differs from the first lease."""
    book = openpyxl.Workbook()
    page = book.active
    if title:
        page.append([title])
    headings = list(dict.fromkeys([*A_ROW, *(name for row in rows for name in row)]))
    page.append(headings)
    for row in rows:
        page.append([(A_ROW | row).get(name) for name in headings])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def take_in(house, *rows, caller=LEASING_CLERK, **more):
    reply = house.upload("take_in_leases", a_list(*rows), caller, **more)
    assert reply.status == 200, reply.body
    return reply.body


def refusals(told):
    return [(row["line"], [reason["code"] for reason in row["reasons"]]) for row in told["refused"]]


class TestTakingIn:
    def test_a_number_in_small_letters_is_the_same_lease(self, contracts):
        take_in(contracts, {})
        answer = take_in(contracts, {"合同编号": "zl-2025-0001"})
        assert (answer["created"], answer["unchanged"], answer["refused"]) == (0, 1, [])

    def test_new_leases_are_registered_and_told(self, contracts):
        told = take_in(contracts, {}, SECOND)
        assert (told["applied"], told["created"], told["refused_count"]) == (True, 2, 0)
        leases = contracts.ask("list_leases").body["items"]
        assert [lease["unit_number"] for lease in leases] == ["A1109", "A1205"]
        assert [event.number for event in contracts.said(LeaseRegistered)] == ["ZL-2025-0001", "ZL-2025-0002"]
        lease = contracts.shown(leases[0])
        assert lease["tariffs"]["electricity_per_kwh"] == "1.18"
        assert lease["payment"] == "quarterly"

    def test_the_clients_own_list_is_taken_in_whole(self, contracts):
        numbers = [row["unit_number"] for row in LEASES.read(DEMO.read_bytes()).rows]
        contracts.hear(*(a_unit(number) for number in numbers))
        reply = contracts.upload("take_in_leases", DEMO.read_bytes(), Caller.service("demo"))
        assert (reply.body["created"], reply.body["refused"]) == (170, [])

    def test_the_same_list_again_changes_nothing(self, contracts):
        take_in(contracts, {}, SECOND)
        told = take_in(contracts, {}, SECOND)
        assert (told["created"], told["updated"], told["unchanged"]) == (0, 0, 2)
        assert len(contracts.said(LeaseRegistered)) == 2

    def test_a_row_by_hand_and_the_same_row_from_a_list_are_one_lease_and_one_customer(self, contracts):
        contracts.registered()
        assert take_in(contracts, {})["unchanged"] == 1

    def test_a_preview_changes_nothing(self, contracts):
        reply = contracts.upload("preview_leases", a_list({}))
        assert (reply.status, contracts.ask("list_leases").body["items"]) == (200, [])

    def test_a_lease_whose_tenant_is_known_gets_the_same_customer(self, contracts):
        take_in(contracts, {}, {**SECOND, "承租方": A_ROW["承租方"], "联系电话": "138-5677-4018"})
        assert len(contracts.ask("find_customers").body["items"]) == 1

    def test_a_list_may_say_which_estate_where_two_have_the_unit(self, contracts):
        everywhere = Caller.service("demo")
        contracts.hear(an_estate(ELSEWHERE, "水墨林溪"), a_unit("A1109", ELSEWHERE, unit_id=an_id("other A1109")))
        assert refusals(take_in(contracts, {}, caller=everywhere)) == [(2, ["which_unit"])]
        take_in(contracts, {"楼盘": "水墨林溪"}, caller=everywhere)
        assert contracts.ask("list_leases").body["items"] == []
        take_in(contracts, {"楼盘": "云栖中心"}, caller=everywhere)
        assert len(contracts.ask("list_leases").body["items"]) == 1


class TestCorrecting:
    def test_what_differs_is_corrected_told_and_noted(self, contracts):
        take_in(contracts, {})
        told = take_in(contracts, {"到期日": date(2031, 4, 10), "电费(元/kWh)": 1.25})
        assert told["updated"] == 1
        (lease,) = contracts.ask("list_leases").body["items"]
        last = contracts.shown(lease)["history"][-1]
        assert last["change"] == "corrected"
        assert last["details"] == {"ends_on": ["2030-04-10", "2031-04-10"], "electricity_per_kwh": ["1.18", "1.25"]}
        assert str(contracts.said(LeaseRegistered)[-1].tariffs.electricity_per_kwh) == "1.25"

    def test_a_new_phone_is_the_same_customers_and_stays_out_of_the_history(self, contracts):
        take_in(contracts, {})
        take_in(contracts, {"联系电话": "13900000000", "联系人": "赵刚"})
        (lease,) = contracts.ask("list_leases").body["items"]
        shown = contracts.shown(lease)
        assert (shown["phone"], shown["contact"]) == ("13900000000", "赵刚")
        assert shown["history"][-1]["details"] == {"contact": ["", ""], "phone": ["", ""]}
        assert len(contracts.ask("find_customers").body["items"]) == 1

    def test_a_phone_that_is_another_customers_of_that_name_is_refused(self, contracts):
        take_in(contracts, {}, {**SECOND, "承租方": A_ROW["承租方"], "联系电话": "13900000000"})
        reply = contracts.upload("take_in_leases", a_list({"联系电话": "13900000000"}))
        assert (reply.status, reply.body["reasons"][0]["code"]) == (409, "phone_taken")

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"承租方": "别人有限公司"}, "other_tenant"),
            ({"单元号": "A1306"}, "other_unit"),
            ({"到期日": date(2025, 4, 10)}, "ends_before_start"),
            ({"到期日": date(2032, 1, 1)}, "unit_taken"),
        ],
    )
    def test_what_a_correction_cannot_be_is_refused(self, desk, told, code):
        take_in(desk, {})
        take_in(desk, {**SECOND, "单元号": "A1109", "起租日": date(2031, 1, 1), "到期日": date(2033, 1, 1)})
        assert refusals(take_in(desk, told)) == [(2, [code])]

    @pytest.mark.rule("SALE-17")
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({}, "other_unit"),
            ({"单元号": "A1205", "起租日": date(2025, 4, 1)}, "start_is_past"),
            ({"单元号": "A1205", "到期日": date(2026, 12, 14)}, "ends_before_move"),
        ],
    )
    def test_a_lease_that_has_moved_stays_where_it_moved(self, contracts, told, code):
        contracts.hear(a_change(contracts.registered()))
        assert refusals(take_in(contracts, told)) == [(2, [code])]

    @pytest.mark.rule("SALE-17")
    def test_a_lease_that_has_moved_can_still_be_corrected(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        assert take_in(contracts, {"单元号": "A1205", "到期日": date(2030, 12, 31)})["updated"] == 1
        told = contracts.said(LeaseRegistered)[-1]
        assert (told.lease_id, told.unit_number, told.ends_on) == (lease["id"], "A1205", date(2030, 12, 31))

    def test_a_blank_estate_is_no_correction(self, contracts):
        take_in(contracts, {})
        told = take_in(contracts, {"楼盘": None})
        assert (told["updated"], told["unchanged"]) == (0, 1)
        assert take_in(contracts, {"楼盘": "云栖中心"})["unchanged"] == 1

    def test_a_lease_that_is_shortened_makes_room_for_the_one_below_it(self, contracts):
        take_in(contracts, {})
        rows = {"到期日": date(2026, 12, 31)}, {**SECOND, "单元号": "A1109", "起租日": date(2027, 1, 1)}
        told = take_in(contracts, *rows)
        assert (told["applied"], told["updated"], told["created"]) == (True, 1, 1)

    def test_a_lease_that_is_prolonged_leaves_no_room_for_the_one_below_it(self, contracts):
        take_in(contracts, {})
        next_one = {**SECOND, "单元号": "A1109", "起租日": date(2030, 4, 11), "到期日": date(2031, 12, 31)}
        told = take_in(contracts, {"到期日": date(2031, 4, 10)}, next_one)
        assert (told["applied"], refusals(told)) == (False, [(3, ["unit_taken"])])

    def test_a_correction_that_corrects_nothing_leaves_no_trace(self, contracts):
        lease = contracts.registered()
        (row,) = LEASES.read(a_list({})).rows
        with contracts.runtime.work() as work:
            found = find_lease(work, lease["id"])
            correct_lease(work, found, found.unit_id, terms_of(row))
        assert len(contracts.shown(lease)["history"]) == 1
        assert len(contracts.said(LeaseRegistered)) == 1


@pytest.mark.rule("SALE-17")
class TestCorrectingWhatAChangeCounts:
    """An open unit change from A1109 to A1205, where a lease has run out."""

    @pytest.fixture
    def moving(self, contracts):
        take_in(contracts, {}, EXPIRED)
        (lease,) = contracts.ask("list_leases", body={"state": "running"}).body["items"]
        contracts.hear(a_request(lease))
        return lease

    def test_the_lease_that_ran_out_in_the_new_unit_is_not_prolonged(self, contracts, moving):
        told = take_in(contracts, EXPIRED | {"到期日": date(2027, 12, 31)})
        assert (told["applied"], refusals(told)) == (False, [(2, ["unit_kept"])])

    def test_what_else_it_says_may_be_corrected(self, contracts, moving):
        assert take_in(contracts, EXPIRED | {"联系人": "赵刚", "到期日": date(2026, 6, 29)})["updated"] == 1

    def test_the_lease_that_moves_lasts_to_the_change_date(self, contracts, moving):
        assert refusals(take_in(contracts, {"到期日": date(2026, 12, 14)})) == [(2, ["move_outside_term"])]
        assert take_in(contracts, {"到期日": date(2026, 12, 15)})["updated"] == 1

    def test_the_door_of_the_correction_itself_refuses_too(self, contracts, moving):
        (row,) = LEASES.read(a_list({"到期日": date(2026, 12, 14)})).rows
        with contracts.runtime.work() as work, pytest.raises(Refused, match="HF-1"):
            found = find_lease(work, moving["id"])
            correct_lease(work, found, found.unit_id, terms_of(row))

    @pytest.mark.parametrize("end", [a_cancellation, a_change])
    def test_once_the_change_is_over_both_may_be_corrected_again(self, contracts, moving, end):
        contracts.hear(end(moving))
        shorter = {"到期日": date(2026, 12, 16), "单元号": contracts.shown(moving)["unit_number"]}
        longer = EXPIRED | {"到期日": date(2026, 7, 31)}
        assert take_in(contracts, shorter, longer)["updated"] == 2


class TestRefusing:
    def test_a_unit_nobody_recorded_is_said_so_and_nothing_is_taken(self, contracts):
        told = take_in(contracts, {}, {**SECOND, "单元号": "A9999"})
        assert (told["applied"], refusals(told)) == (False, [(3, ["unknown_unit"])])
        assert "A9999" in told["refused"][0]["reasons"][0]["zh"]
        assert contracts.ask("list_leases").body["items"] == []

    def test_the_good_rows_are_taken_alone_when_asked_for(self, contracts):
        told = take_in(contracts, {}, {**SECOND, "单元号": "A9999"}, partial=True)
        assert (told["applied"], told["created"]) == (True, 1)

    def test_the_refused_rows_come_back_as_a_file_with_the_reasons(self, contracts):
        told = take_in(contracts, {**SECOND, "单元号": "A9999"})
        file = contracts.ask("refused_rows_leases", id=told["refused_file_id"]).file
        cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(file.data)).active.rows for cell in row]
        assert "ZL-2025-0002" in cells
        assert any("A9999" in str(cell) and "没有单元" in str(cell) for cell in cells)

    def test_a_unit_let_already_is_refused(self, contracts):
        contracts.registered()
        assert refusals(take_in(contracts, {**SECOND, "单元号": "A1109"})) == [(2, ["unit_taken"])]

    def test_two_rows_for_the_same_unit_and_days_are_refused_the_second(self, contracts):
        assert refusals(take_in(contracts, {}, {**SECOND, "单元号": "A1109"})) == [(3, ["unit_taken"])]

    @pytest.mark.rule("SALE-17")
    def test_a_unit_kept_for_a_unit_change_is_refused(self, contracts):
        contracts.hear(a_request(contracts.registered()))
        assert refusals(take_in(contracts, SECOND)) == [(2, ["unit_kept"])]

    @pytest.mark.rule("GATE-2")
    def test_another_estates_unit_is_no_unit_here(self, contracts):
        contracts.hear(an_estate(ELSEWHERE, "水墨林溪"), a_unit("1-101", ELSEWHERE))
        assert refusals(take_in(contracts, {"单元号": "1-101"})) == [(2, ["unknown_unit"])]

    @pytest.mark.parametrize(
        "told",
        [
            {"电费(元/kWh)": -1},
            {"电费(元/kWh)": 1.18001},
            {"电话线数": 1.5},
            {"付款方式": "年付"},
            {"起租日": "去年春天"},
            {"联系电话": "问前台"},
            {"承租方": ""},
            {"合同编号": None},
        ],
    )
    def test_cells_that_cannot_be_are_refused(self, desk, told):
        answer = take_in(desk, {**SECOND, **told})
        assert (answer["applied"], answer["refused_count"]) == (False, 1)

    def test_what_is_no_list_is_refused_whole(self, desk):
        assert desk.upload("take_in_leases", b"not a workbook").status == 422

    def test_others_do_not_import(self, desk):
        file = Upload("租约.xlsx", "application/octet-stream", a_list({}))
        assert desk.ask("take_in_leases", ENGINEER, {"file": file}).status == 403
