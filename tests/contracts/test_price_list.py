"""The price list from Excel: what units cost, and which of them are put on the board (SALE-1)."""

import io

import openpyxl
import pytest

from kit.doors import Upload
from services.contracts.imports import PRICES
from tests.contracts.board import LI_QIANG, MANAGER, SALES, an_id, hold, state_of
from tests.contracts.builders import a_lease, a_unit

pytestmark = pytest.mark.rule("SALE-1")
HEAD = [column.zh for column in PRICES.columns]
A_ROW = {"楼盘": "云栖中心", "单元号": "A1409", "总价(元)": 1800000, "租金(元/㎡·天)": 6.5, "推出": "是"}


def a_list(*rows):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for row in rows:
        book.active.append([row.get(name) for name in HEAD])
    file = io.BytesIO()
    book.save(file)
    return {"file": Upload("价格表.xlsx", "application/octet-stream", file.getvalue()), "partial": False}


def bring(sales, *rows):
    return sales.get(MANAGER, "take_in_prices", a_list(*rows))


class TestThePriceList:
    def test_it_prices_a_unit_and_puts_it_on_the_board(self, sales):
        sales.hear(a_unit("A1409"))
        assert bring(sales, A_ROW)["applied"]
        shown = sales.get(SALES, "show_board_unit", id=an_id("A1409"))
        assert (shown["sale_price"], shown["rent_per_sqm_day"], shown["state"]) == ("1800000.00", "6.5000", "available")

    def test_the_same_list_again_changes_nothing(self, sales):
        sales.hear(a_unit("A1409"))
        row = A_ROW | {"管理费(元/㎡·月)": 0, "车位费(元/月)": 800}
        bring(sales, row)
        again = bring(sales, row)
        assert (again["unchanged"], again["updated"]) == (1, 0)

    def test_it_takes_a_unit_off_that_nobody_has(self, sales):
        bring(sales, A_ROW | {"单元号": "A1109", "推出": "否"})
        assert state_of(sales) == "withdrawn"

    def test_it_takes_no_unit_off_that_somebody_has(self, sales):
        hold(sales)
        answer = bring(sales, A_ROW | {"单元号": "A1109", "推出": "否"})
        assert (answer["applied"], answer["refused"][0]["reasons"][0]["code"]) == (False, "unit_state")

    def test_of_a_unit_that_is_let_it_says_whether_it_is_released_afterwards(self, sales, clock):
        sales.hear(a_unit("A1409"))
        sales.get(LI_QIANG, "register_lease", a_lease("A1409", ends_on="2026-12-08"))
        assert [bring(sales, A_ROW)[name] for name in ("updated", "applied")] == [1, True]
        assert (state_of(sales, "A1409"), bring(sales, A_ROW)["unchanged"]) == ("signed", 1)
        clock.move(days=2)
        sales.by_the_clock("free_what_is_over")
        assert state_of(sales, "A1409") == "available"

    def test_left_blank_the_state_stays(self, sales):
        bring(sales, A_ROW | {"单元号": "A1109", "推出": None, "总价(元)": 2200000})
        assert state_of(sales) == "available"

    def test_a_unit_nobody_knows_is_refused_and_nothing_done(self, sales):
        answer = bring(sales, A_ROW, A_ROW | {"单元号": "A1109", "总价(元)": 1})
        assert (answer["applied"], answer["refused"][0]["reasons"][0]["code"]) == (False, "unknown_unit")
        assert sales.get(SALES, "show_board_unit", id=an_id("A1109"))["sale_price"] == "2000000.00"

    def test_no_unit_is_released_without_a_price(self, sales):
        sales.hear(a_unit("A1409"))
        answer = bring(sales, {"楼盘": "云栖中心", "单元号": "A1409", "推出": "是"})
        assert answer["refused"][0]["reasons"][0]["code"] == "no_price"

    def test_only_a_manager_of_sales_control_brings_it(self, sales):
        assert sales.ask(LI_QIANG, "take_in_prices", a_list(A_ROW)).status == 403
