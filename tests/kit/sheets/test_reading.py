"""Real lists are dirty: whatever stands around and inside, every good row is read and every bad one explained."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import Invalid
from kit.sheets import Code, Column, Date, Number, Sheet, Text
from tests.kit.sheets.lists import (
    A_ROW,
    FLATS,
    HEADER,
    ITS_VALUES,
    a_book,
    a_list,
    a_row,
    first_sheet,
    saved,
    with_sheet_xml,
)


def read(*rows, **more):
    return FLATS.read(a_list(*rows, **more))


def why_not(data, sheet=FLATS):
    """The codes of the reasons for which a whole file is refused."""
    with pytest.raises(Invalid) as refused:
        sheet.read(data)
    assert all(reason.zh and reason.en for reason in refused.value.reasons)
    return [reason.code for reason in refused.value.reasons]


def refusals(reading):
    return {row.line: [(reason.field, reason.code) for reason in row.reasons] for row in reading.refused}


class TestGoodRows:
    def test_a_row_has_its_line_and_clean_values(self):
        (row,) = read(A_ROW).rows
        assert row.line == 2
        assert row.values == ITS_VALUES | {"area": Decimal("515.57")}
        assert (row["floor"], row.get("nothing", 0)) == (12, 0)

    def test_an_optional_blank_is_none(self):
        (row,) = read(a_row(floor=None, phone="　", fit_out="", uses="-")).rows
        assert (row["floor"], row["phone"], row["fit_out"], row["uses"]) == (None, None, None, None)

    def test_a_column_that_the_file_does_not_have_has_no_value_at_all(self):
        (row,) = FLATS.read(a_book(["房号", "栋号", "建筑面积"], ["A1", "A座", 5])).rows
        assert dict(row.values) == {"number": "A1", "building": "A座", "area": Decimal("5.00")}

    def test_numbers_as_text_and_text_as_numbers_are_what_they_mean(self):
        (row,) = read(a_row(number=1201, area="１,２３４.５ ㎡", floor="12层", phone=13856774018)).rows
        assert (row["number"], row["area"]) == ("1201", Decimal("1234.50"))
        assert (row["floor"], row["phone"]) == (12, "13856774018")

    def test_spaces_and_widths_do_not_make_a_second_unit(self):
        assert refusals(read(a_row(number="A1201"), a_row(number="　Ａ１２０１ ", floor=3)))

    def test_the_case_of_letters_does_not_make_a_second_unit(self):
        assert refusals(read(A_ROW, a_row(number="a1201"))) == {3: [("building", "repeated")]}
        assert set(refusals(read(A_ROW, a_row(number="a1201", floor=3)))) == {2, 3}


class TestHeaders:
    @pytest.mark.parametrize(
        "header",
        [
            ["楼 栋", "单元\n号", "建筑面积（㎡）", "楼层*", "装修:", "电 话", "交付日", "在租", "用途"],
            ["栋号", "房号", "建筑面积(平方米)", "楼层(必填)", "装修", "电话", "交付日", "在租", "用途"],
            ["Building", "UNIT", "area (㎡)", "floor", "Fit-out", "Phone", "Handed over", "Let", "Uses"],
            ["building", "室号", "建筑面积", "楼层", "fit_out", "phone", "handed_over", "let", "uses"],
        ],
    )
    def test_a_heading_is_known_however_it_is_spelt(self, header):
        (row,) = FLATS.read(a_book(header, A_ROW)).rows
        assert row.values == ITS_VALUES | {"area": Decimal("515.57")}

    def test_a_title_a_remark_and_blank_lines_may_stand_above(self):
        above = [["云栖中心房源表"], [], ["制表人:", "胡娜", None, "单位:㎡"], []]
        reading = FLATS.read(a_book(*above, HEADER, A_ROW, merged=["A1:I1"]))
        assert [row.line for row in reading.rows] == [6]

    def test_the_list_need_not_begin_in_the_first_column(self):
        (row,) = FLATS.read(a_book([], [None, None, *HEADER], [None, None, *A_ROW])).rows
        assert (row.line, row["number"], row["uses"]) == (3, "A1201", ("办公", "仓储"))

    def test_a_header_may_be_two_lines_high_under_merged_groups(self):
        upper = ["楼栋", "单元号", "面积", None, "情况", None, None, None, None]
        lower = [None, None, "建筑面积", "楼层", "装修", "电话", "交付日", "在租", "用途"]
        merged = ["A2:A3", "B2:B3", "C2:D2", "E2:I2"]
        (row,) = FLATS.read(a_book(["房源表"], upper, lower, A_ROW, merged=merged)).rows
        assert (row.line, row["number"], row["area"]) == (4, "A1201", Decimal("515.57"))

    def test_columns_may_come_in_any_order_with_others_between(self):
        turned = [[*reversed(HEADER), "序号", "备注"], [*reversed(A_ROW), 1, "无"]]
        reading = FLATS.read(a_book(*turned))
        assert reading.rows[0].values == ITS_VALUES | {"area": Decimal("515.57")}
        assert reading.unknown == ("序号", "备注")

    def test_a_heading_in_another_unit_is_not_the_column(self):
        assert why_not(a_book(["楼栋", "单元号", "建筑面积(亩)"], ["A座", "A1", 1])) == ["missing_column"]

    def test_a_heading_without_its_unit_is_understood_only_where_it_can_mean_one(self):
        columns = (Column("day", "租金(元/天)", "Day", Number()), Column("month", "租金(元/月)", "Month", Number()))
        rents = Sheet("rents", (Column("unit", "单元", "Unit", Code(), required=True), *columns), ("unit",))
        reading = rents.read(a_book(["单元", "租金", "租金(元/月)"], ["A1", 1, 2]))
        assert dict(reading.rows[0].values) == {"unit": "A1", "month": Decimal("2.00")}
        assert reading.unknown == ("租金",)

    def test_every_missing_column_is_named(self):
        data = a_book(["楼栋", "楼层", "装修", "电话"], ["A座", 1, "毛坯", ""])
        with pytest.raises(Invalid) as refused:
            FLATS.read(data)
        assert [reason.field for reason in refused.value.reasons] == ["number", "area"]
        assert "单元号" in refused.value.reasons[0].zh

    def test_one_column_twice_is_refused(self):
        assert why_not(a_book([*HEADER, "房号"], [*A_ROW, "A1"])) == ["column_twice"]

    @pytest.mark.parametrize(
        "lines", [[["姓名", "年龄"], ["x", 1]], [["楼栋"], ["A座"]], [], [[date(2026, 1, 1), 5, True]]]
    )
    def test_a_file_without_the_header_is_refused_with_what_it_needs(self, lines):
        data = a_book(*lines)
        assert why_not(data) == ["no_header"]
        with pytest.raises(Invalid, match="Building|楼栋"):
            FLATS.read(data)

    def test_a_list_of_one_column_has_a_header_of_one(self):
        names = Sheet("names", (Column("name", "名称", "Name", Text(), required=True),), ("name",))
        assert [row["name"] for row in names.read(a_book(["名称表"], ["名称"], ["甲"], ["乙"])).rows] == ["甲", "乙"]

    def test_a_header_with_nothing_below_is_refused(self):
        assert why_not(a_list()) == ["no_rows"]


class TestSheets:
    def test_all_visible_sheets_with_the_header_are_read_and_the_others_named(self):
        def more(book):
            hidden = book.create_sheet("旧", 0)
            hidden.append(HEADER)
            hidden.append(a_row(number="OLD"))
            hidden.sheet_state = "hidden"
            book.create_sheet("说明", 0).append(["请先看说明"])
            book.create_sheet("空", 0)
            book.create_chartsheet("图", 0)
            third = book.create_sheet("第二份")
            third.append(HEADER)
            third.append(a_row(number="B1"))

        reading = read(A_ROW, title="房源", then=more)
        assert [(row["number"], row.place) for row in reading.rows] == [("A1201", ("房源", 2)), ("B1", ("第二份", 2))]
        assert (reading.sheets, reading.other_sheets) == (("房源", "第二份"), ("说明", "旧"))

    def test_a_sheet_with_the_whole_header_goes_before_one_with_part_of_it(self):
        def more(book):
            book.create_sheet("半", 0).append(["楼栋", "单元号"])

        reading = read(A_ROW, then=more)
        assert (reading.sheets, reading.other_sheets) == (("Sheet1",), ("半",))

    def a_second(self, *rows):
        def more(book):
            page = book.create_sheet("B座")
            for row in (HEADER, *rows):
                page.append(row)

        return more

    def test_a_unit_of_two_sheets_is_repeated_and_told_where(self):
        reading = read(A_ROW, then=self.a_second(A_ROW, a_row(number="A2", floor="x"), ["合计"]))
        assert [row.place for row in reading.rows] == [("Sheet1", 2)]
        repeated, wrong = reading.refused
        assert repeated.reasons[0].zh == "“楼栋、单元号”与“Sheet1”第 2 行重复。"
        assert (wrong.place, wrong.reasons[0].details["cell"]) == (("B座", 3), "B座!D3")
        assert reading.passed_over == (("B座", 4),)

    def test_a_second_sheet_may_have_no_rows_yet_and_other_columns(self):
        assert len(read(A_ROW, then=self.a_second()).rows) == 1

    def test_the_limit_of_rows_is_for_all_sheets_together(self):
        few = Sheet("few", FLATS.columns, FLATS.key, most_rows=2)
        data = a_list(A_ROW, a_row(number="A2"), then=self.a_second(a_row(number="A3")))
        assert why_not(data, few) == ["too_many_rows"]


class TestMergedCells:
    def test_the_value_of_a_merged_group_counts_for_each_of_its_rows(self):
        rows = [a_row(number="A1"), a_row(building=None, number="A2"), a_row(building=None, number="A3")]
        reading = read(*rows, a_row(building="B座", number="B1"), merged=["A2:A4"])
        assert [(row["building"], row["number"]) for row in reading.rows] == [
            ("A座", "A1"),
            ("A座", "A2"),
            ("A座", "A3"),
            ("B座", "B1"),
        ]

    def test_a_blank_line_inside_a_merged_group_is_still_blank(self):
        reading = read(a_row(number="A1"), [None], a_row(building=None, number="A3"), merged=["A2:A4"])
        assert ([row.line for row in reading.rows], reading.refused) == ([2, 4], [])

    def test_a_blank_outside_any_group_is_not_taken_from_above(self):
        reading = read(a_row(number="A1"), a_row(building=None, number="A2"))
        assert refusals(reading) == {3: [("building", "required")]}

    def test_a_column_that_does_not_say_so_is_not_filled(self):
        reading = read(a_row(number="A1"), a_row(number=None, floor=2), merged=["B2:B3"])
        assert refusals(reading) == {3: [("number", "required")]}

    def test_a_refused_row_shows_the_value_of_its_group(self):
        reading = read(a_row(number="A1"), a_row(building=None, number="A2", floor="x"), merged=["A2:A3"])
        assert reading.refused[0].values["楼栋"] == "A座"


class TestLinesThatAreNoRows:
    def test_blank_lines_are_nothing(self):
        reading = read([None], A_ROW, ["　", "", None], a_row(number="A2"), [None])
        assert [row.line for row in reading.rows] == [3, 5]
        assert (reading.refused, reading.passed_over) == ([], ())

    def test_a_total_and_a_footer_are_passed_over_and_said(self):
        reading = read(A_ROW, ["合 计", None, "=SUM(C2:C2)"], ["制表:胡娜"], [None, "小计", 5])
        assert (len(reading.rows), reading.refused, reading.passed_over) == (1, [], (("", 3), ("", 4), ("", 5)))

    def test_the_header_repeated_on_each_printed_page_is_passed_over(self):
        reading = read(A_ROW, HEADER, a_row(number="A2"))
        assert ([row.line for row in reading.rows], reading.passed_over) == ([2, 4], (("", 3),))

    @pytest.mark.parametrize("word", ["合计", "总 计:", "Total"])
    def test_a_total_with_figures_beside_it_is_passed_over_too(self, word):
        reading = read(A_ROW, [word, "350套", 20515.3, None])
        assert (len(reading.rows), reading.passed_over) == (1, (("", 3),))

    def test_a_row_of_the_list_is_never_taken_for_a_total(self):
        assert len(read(a_row(building="总计大厦")).rows) == 1


class TestRefusedRows:
    def test_each_cell_at_fault_is_named_with_its_place_and_the_row_as_it_stood(self):
        (row,) = read(a_row(area="很大", floor="1.5", phone="12")).refused
        assert [(r.field, r.code, r.details["cell"]) for r in row.reasons] == [
            ("area", "not_a_number", "C2"),
            ("floor", "not_whole", "D2"),
            ("phone", "not_a_phone", "F2"),
        ]
        assert row.reasons[0].zh == "建筑面积(㎡)(C2):须为数字。"
        assert row.reasons[0].en == "Area (㎡) (C2): Has to be a number."
        assert (row.line, row.values["建筑面积(㎡)"], row.values["单元号"]) == (2, "很大", "A1201")

    def test_a_required_blank_is_refused(self):
        assert refusals(read(a_row(number=" ", area=None))) == {2: [("number", "required"), ("area", "required")]}

    def test_a_formula_where_a_value_should_be_is_refused_even_with_a_result(self):
        reading = read(a_row(area="=C3*0.7"), a_row(number="A2", uses="=B2"))
        assert refusals(reading) == {2: [("area", "formula")], 3: [("uses", "formula")]}
        assert reading.refused[0].values["建筑面积(㎡)"] == "=C3*0.7"

    def test_a_cached_result_does_not_hide_a_formula(self):
        cells = "".join(
            f'<c r="{"ABC"[i]}1" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(HEADER[:3])
        )
        row = '<c r="A2" t="str"><v>A座</v></c><c r="B2" t="str"><v>A1</v></c><c r="C2"><f>1+1</f><v>2</v></c>'
        shared = row.replace("A1<", "A2<").replace('r="A2"', 'r="A3"').replace('r="B2"', 'r="B3"')
        shared = shared.replace('<c r="C2"><f>1+1</f>', '<c r="C3"><f t="shared" si="0"/>')
        xml = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            f'<row r="1">{cells}</row><row r="2">{row}</row><row r="3">{shared}</row></sheetData></worksheet>'
        )
        reading = FLATS.read(with_sheet_xml(a_list(A_ROW), xml))
        assert refusals(reading) == {2: [("area", "formula")], 3: [("area", "formula")]}
        assert [row.values["建筑面积(㎡)"] for row in reading.refused] == ["=1+1", "=…"]

    def test_a_formula_in_a_column_that_is_not_read_does_no_harm(self):
        reading = FLATS.read(a_book([*HEADER, "每平米"], [*A_ROW, "=1/C2"]))
        assert (len(reading.rows), reading.refused) == (1, [])

    def test_text_that_looks_like_a_formula_is_refused(self):
        def as_text(book):
            book.active["B2"].data_type = "s"

        assert refusals(read(a_row(number="=HYPERLINK(1)"), then=as_text)) == {2: [("number", "formula")]}

    @pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#DIV/0!", " #value! "])
    def test_an_error_is_refused_by_its_name(self, shown):
        def as_error(book):
            book.active["C2"].data_type = "e" if shown == "#REF!" else "s"

        reading = read(a_row(area=shown), then=as_error)
        assert refusals(reading) == {2: [("area", "error_value")]}
        assert reading.refused[0].values["建筑面积(㎡)"] == shown

    def test_a_row_of_nothing_but_an_error_is_not_blank(self):
        def as_error(book):
            book.active["C2"].data_type = "e"

        assert 2 in refusals(read([None, None, "#REF!"], A_ROW, then=as_error))


class TestRepeatedRows:
    def test_of_rows_that_say_the_same_the_first_stands(self):
        reading = read(A_ROW, a_row(number="A2"), A_ROW, A_ROW)
        assert [row.line for row in reading.rows] == [2, 3]
        assert refusals(reading) == {4: [("building", "repeated")], 5: [("building", "repeated")]}

    def test_of_rows_that_contradict_each_other_none_stands_and_each_names_the_others(self):
        reading = read(A_ROW, a_row(area=99), a_row(number="A2"))
        assert [row.line for row in reading.rows] == [4]
        assert [(row.line, row.reasons[0].details["lines"]) for row in reading.refused] == [(2, [3]), (3, [2])]
        assert reading.refused[0].reasons[0].zh == "“楼栋、单元号”与第 3 行重复。"

    def test_the_whole_key_makes_the_row(self):
        assert len(read(A_ROW, a_row(building="B座")).rows) == 2

    def test_a_row_refused_for_a_cell_too_is_told_both(self):
        reading = read(A_ROW, a_row(floor="x"))
        assert refusals(reading)[3] == [("floor", "not_a_number"), ("building", "repeated")]


class TestLimits:
    def test_more_rows_than_the_list_takes_are_refused(self):
        few = Sheet("few", FLATS.columns, FLATS.key, most_rows=2)
        assert why_not(a_list(A_ROW, a_row(number="A2"), a_row(number="A3")), few) == ["too_many_rows"]

    def test_a_key_has_to_be_of_required_columns(self):
        with pytest.raises(ValueError, match="required columns"):
            Sheet("x", (Column("a", "甲", "A"),), ("a",))


class TestClientLists:
    def test_a_lease_list_as_departments_keep_it_is_read_to_the_cent(self):
        header = ["合同编号", "承租方", "联系电话", "起租日", "租金(元/㎡·天)", "电费(元/kWh)", "水费(元/m³)", "车位数"]
        leases = Sheet(
            "leases",
            (
                Column("number", "合同编号", "Lease", Code(), required=True),
                Column("tenant", "承租方", "Tenant", Text(), required=True),
                Column("starts_on", "起租日", "Starts", Date(), required=True),
                Column("rent", "租金(元/㎡·天)", "Rent", Number(2), required=True),
                Column("power", "电费(元/kWh)", "Power", Number(4), required=True),
                Column("water", "水费(元/m³)", "Water", Number(4), required=True),
            ),
            ("number",),
        )
        spelt = [heading.replace("·", "•").replace("(", "（").replace("m³", "立方米") for heading in header]
        row = ["ZL-2025-0001", "金桥投资管理(中国)有限公司", "13800000000", date(2025, 4, 11), 7.5, 1.18, 5.85, 1]
        (read_row,) = leases.read(a_book(["租约"], spelt, row)).rows
        assert (read_row["tenant"], read_row["rent"]) == ("金桥投资管理(中国)有限公司", Decimal("7.50"))
        assert (read_row["power"], read_row["water"]) == (Decimal("1.1800"), Decimal("5.8500"))


class TestAnyFile:
    cells = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.dates(date(1900, 3, 1), date(2100, 1, 1))
    texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=6)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.lists(cells | texts, min_size=9, max_size=9), max_size=6))
    def test_every_line_with_something_in_it_is_read_refused_or_passed_over(self, lines):
        book = openpyxl.Workbook()
        page = book.active
        page.append(HEADER)
        page.append(A_ROW)
        for number, line in enumerate(lines, 3):
            for at, value in enumerate(line, 1):
                page.cell(number, at, value)
                if isinstance(value, str):
                    page.cell(number, at).data_type = "s"
        reading = FLATS.read(saved(book))
        told = [row.line for row in reading.rows + reading.refused] + [line for _, line in reading.passed_over]
        filled = {
            n for n, line in enumerate(lines, 3) if any(c is not None and (c != "" and str(c).strip()) for c in line)
        }
        assert len(told) == len(set(told))
        assert set(told) <= {2, *filled}
        assert all(row.reasons for row in reading.refused)
        assert first_sheet(saved(book))[0] == HEADER
