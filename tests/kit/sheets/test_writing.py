"""What goes out can come in again: the template, the refused rows, the export."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import Invalid, TooLarge
from kit.reasons import Reason
from kit.sheets import Choice, Code, Column, RefusedRow, Sheet, Text, writing
from tests.kit.sheets.lists import FLATS, HEADER, ITS_VALUES, a_book, a_list, a_row, first_sheet, opened

A_FLAT = ITS_VALUES | {"area": Decimal("515.57")}
WHY = (Reason("x", "不行。", "No."), Reason("y", "也不行。", "Nor this."))


class Colour(StrEnum):
    RED = "red"


class TestTemplate:
    @pytest.fixture
    def book(self):
        return opened(FLATS.template())

    def test_it_has_the_chinese_headings_each_with_an_english_comment(self, book):
        page = book.worksheets[0]
        assert [cell.value for cell in page[1]] == HEADER
        assert page.title == "房源表"
        assert page["C1"].comment.text.startswith("Area (㎡) (Required)\nA number")
        assert page["F1"].comment.text.startswith("Phone (Optional)")
        assert page["F1"].comment.text.endswith("The owner's own.")

    def test_its_second_sheet_explains_every_column_with_an_example_that_fits(self, book):
        lines = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
        assert [line[0] for line in lines] == HEADER
        for column, (_, en, needed, explained, example, _) in zip(FLATS.columns, lines, strict=True):
            assert (en, needed) == (column.en, "是 yes" if column.required else "否 no")
            assert explained == "\n".join(column.kind.explain())
            if example:
                assert column.kind.clean(example) is not None

    def test_choices_drop_down_and_codes_stay_text(self, book):
        page = book.worksheets[0]
        lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
        assert lists == {"E2": '"精装修,毛坯"', "H2": '"是,否"'}
        assert page.column_dimensions["B"].width > 5
        assert 'numFmtId="49"' in zipfile.ZipFile(io.BytesIO(FLATS.template())).read("xl/styles.xml").decode()

    def test_too_many_choices_for_a_drop_down_are_explained_only(self):
        many = Choice({f"第{n}种很长的选择": n for n in range(50)})
        sheet = Sheet("x", (Column("a", "甲", "A", many, required=True),), ("a",))
        assert not opened(sheet.template()).worksheets[0].data_validations.dataValidation

    def test_an_empty_template_is_a_list_without_rows(self):
        with pytest.raises(Invalid, match="no row below"):
            FLATS.read(FLATS.template())

    def test_it_is_the_same_bytes_every_time(self):
        assert FLATS.template() == FLATS.template()

    def test_a_list_without_a_name_of_its_own_goes_by_its_short_one(self):
        sheet = Sheet("a/b", (Column("a", "甲", "A", Code(), required=True),), ("a",))
        assert opened(sheet.template()).worksheets[0].title == "a b"


class TestRefusedFile:
    def refused(self, *rows, header=HEADER):
        return FLATS.read(a_book(header, *rows)).refused

    def test_it_has_the_files_own_columns_and_the_reasons_in_both_languages(self):
        header = ["楼 栋", "房号", "建筑面积（平方米）", "备注"]
        data = FLATS.refused_file(self.refused(["A座", "A1", "很大", "南"], header=header))
        assert first_sheet(data)[0] == [*header, "拒收原因 Reason"]
        line = first_sheet(data)[1]
        assert line[:4] == ["A座", "A1", "很大", "南"]
        assert line[4] == "建筑面积(㎡)(C2):须为数字。\nArea (㎡) (C2): Has to be a number."

    def test_sent_in_again_as_it_is_it_is_refused_for_the_same_reasons(self):
        again = self.refused(a_row(area="=1+1"), a_row(number="A2", floor="x"), a_row(number="A3", phone="#N/A"))
        for _ in range(3):
            data = FLATS.refused_file(again)
            once_more = FLATS.read(data).refused
            assert [[reason.code for reason in row.reasons] for row in once_more] == [
                ["formula"],
                ["not_a_number"],
                ["error_value"],
            ]
            assert first_sheet(data)[0].count("拒收原因 Reason") == 1
            again = once_more

    def test_corrected_it_is_taken(self):
        data = FLATS.refused_file(self.refused(a_row(floor="x", phone=13856774018, handed_over=date(2020, 5, 1))))
        book = opened(data)
        book.worksheets[0]["D2"] = 12
        into = io.BytesIO()
        book.save(into)
        (row,) = FLATS.read(into.getvalue()).rows
        assert row.values == A_FLAT

    @pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
    def test_text_that_a_spreadsheet_would_calculate_is_written_as_text(self, text):
        cell = opened(FLATS.refused_file([RefusedRow(2, {"单元号": text}, WHY)])).worksheets[0]["A2"]
        assert cell.data_type == "s"
        assert cell.quotePrefix

    def test_rows_from_anywhere_are_kept_as_they_are(self):
        values = {
            "甲": True,
            "乙": time(9, 30),
            "丙": datetime(2026, 12, 7, 1, tzinfo=UTC),
            "丁": 12345678901234567890,
            "戊": "x" * 40_000,
            "己": None,
            "庚": 1e300,
            "辛": Colour.RED,
            "壬": ["a", "b"],
            "癸": 0.1,
        }
        line = first_sheet(FLATS.refused_file([RefusedRow(2, values, WHY)]))[1]
        assert line[:4] == [True, "09:30", datetime.fromisoformat("2026-12-07T09:00"), "12345678901234567890"]
        assert (len(line[4]), line[5:10]) == (32_767, [None, 1e300, "red", "a;b", 0.1])

    def test_no_rows_make_a_file_of_the_reason_column_alone(self):
        assert first_sheet(FLATS.refused_file([])) == [["拒收原因 Reason"]]


flats = st.fixed_dictionaries(
    {
        "building": st.text(st.characters(categories=["L", "N"]), max_size=8).map(lambda name: f"楼{name}"),
        "number": st.from_regex(r"[A-Z0-9]{1,6}-[0-9]{1,4}", fullmatch=True),
        "area": st.decimals(0, 9999, places=2),
        "floor": st.none() | st.integers(-3, 120),
        "fit_out": st.none() | st.sampled_from(["fine", "bare"]),
        "phone": st.none() | st.from_regex(r"1(3[0-9]|5[0-35-9]|8[0-9])[0-9]{8}", fullmatch=True),
        "handed_over": st.none() | st.dates(date(1951, 1, 1), date(2148, 1, 1)),
        "let": st.none() | st.booleans(),
        "uses": st.none() | st.lists(st.sampled_from(["办公", "仓储", "商铺"]), min_size=1, unique=True).map(tuple),
    }
)


class TestExport:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(flats, min_size=1, max_size=5, unique_by=lambda flat: (flat["building"], flat["number"])))
    def test_what_was_exported_is_read_back_to_the_cent_in_either_language(self, rows):
        for language in ("zh", "en"):
            reading = FLATS.read(FLATS.export(iter(rows), language))
            tidied = [{**row, "building": Text().clean(row["building"])} for row in rows]
            assert [dict(row.values) for row in reading.rows] == tidied
            assert reading.refused == []

    def test_headings_and_words_are_in_the_readers_language(self):
        zh, en = first_sheet(FLATS.export([A_FLAT])), first_sheet(FLATS.export([A_FLAT], "en"))
        assert zh[0] == HEADER
        assert en[0][:3] == ["Building", "Unit", "Area (㎡)"]
        assert (zh[1][4], en[1][4]) == ("精装修", "fine")
        assert (zh[1][7:], en[1][7:]) == (["是", "办公；仓储"], ["yes", "办公;仓储"])

    def test_objects_will_do_as_well_and_what_they_lack_stays_empty(self):
        assert first_sheet(FLATS.export([SimpleNamespace(building="A座", number="A1")]))[1][:3] == ["A座", "A1", None]

    def test_no_cell_of_an_export_is_ever_a_formula(self):
        data = FLATS.export([A_FLAT | {"building": "=cmd|' /C calc'!A0", "uses": ("@x", "+y")}])
        page = opened(data).worksheets[0]
        assert {cell.data_type for cell in page[2]} <= {"s", "n", "d"}
        assert page["A2"].value == "=cmd|' /C calc'!A0"

    def test_rows_are_written_as_they_come_and_not_beyond_what_excel_holds(self, monkeypatch):
        monkeypatch.setattr(writing, "MOST_EXPORTED", 3)
        drawn = []
        with pytest.raises(TooLarge):
            FLATS.export(drawn.append(n) or A_FLAT for n in range(100))
        assert len(drawn) == 4

    def test_it_is_the_same_bytes_every_time(self):
        assert FLATS.export([A_FLAT]) == FLATS.export([A_FLAT])


class TestAListOfItsOwn:
    def test_what_is_exported_needs_no_cleaning_on_the_way_in(self):
        assert FLATS.read(a_list(a_row())).rows[0].values == FLATS.read(FLATS.export([A_FLAT])).rows[0].values
