"""What a cell means, however it was typed: spaces, widths, numbers as text, text as numbers, days in every form."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.sheets import Choice, Code, Date, Kind, List, Number, Phone, Text, Unfit, Whole, YesNo
from kit.sheets.cells import compact, exact, half_width, is_blank, text_of, tidy

TODAY = date(2026, 12, 7)
SPACES = " \t\n\r　  ​﻿‎"
FULL_WIDTH = {ord(plain): ord(plain) + 0xFEE0 for plain in "0123456789ABCXYZabcxyz.,-+"}


def why_not(kind, value):
    with pytest.raises(Unfit) as refused:
        kind.clean(value)
    assert refused.value.zh
    assert refused.value.en
    return refused.value.code


class TestTidying:
    @given(st.text(), st.text(SPACES, max_size=3), st.text(SPACES, max_size=3))
    def test_spaces_around_change_nothing(self, text, before, after):
        assert tidy(before + text + after) == tidy(text) == tidy(tidy(text))

    @given(st.text())
    def test_nothing_invisible_is_left(self, text):
        left = tidy(text).replace(" ", "")
        assert all(letter.isprintable() or not letter.isspace() for letter in left)
        assert not set(left) & set(SPACES)

    @pytest.mark.parametrize("blank", [None, "", " ", "　", "​", "\n\t "])
    def test_what_shows_nothing_is_blank(self, blank):
        assert is_blank(blank)

    @pytest.mark.parametrize("value", ["0", 0, 0.0, False, "-"])
    def test_nought_and_no_are_not_blank(self, value):
        assert not is_blank(value)

    def test_full_width_letters_and_digits_become_plain_and_punctuation_stays(self):
        assert half_width("Ａ座１２０１室（南）,很好。") == "A座1201室（南）,很好。"

    def test_comparing_forgets_width_case_spaces_and_kinds_of_dash(self):
        assert compact(" Ａ—12 01　") == compact("a-1201")


class TestText:
    @given(st.integers(-(10**14), 10**14))
    def test_a_number_is_text_without_point_or_exponent(self, number):
        assert text_of(float(number)) == text_of(number) == str(number)

    def test_a_phone_kept_as_a_number_is_its_digits(self):
        assert Text().clean(13856774018.0) == "13856774018"

    @pytest.mark.parametrize("value", [440301199001011234, 1e15, 1e300, 12345678901234567890.0])
    def test_a_number_whose_last_digits_excel_has_lost_is_refused(self, value):
        assert why_not(Text(), value) == "digits_lost"

    @pytest.mark.parametrize("value", [TODAY, datetime.combine(TODAY, time(1)), time(5, 12), True, timedelta(1)])
    def test_what_excel_has_turned_into_something_else_is_refused(self, value):
        assert why_not(Text(), value) == "not_text"

    def test_free_text_keeps_its_punctuation(self):
        assert Text().clean("  金桥（中国）有限公司\n 二部 ") == "金桥（中国）有限公司 二部"

    def test_text_too_long_is_refused_with_its_length(self):
        with pytest.raises(Unfit, match="it has 6"):
            Text(5).clean("abcdef")

    def test_half_a_character_is_refused(self):
        assert why_not(Text(), "a\ud800") == "unstorable"

    def test_a_code_has_no_spaces_and_plain_dashes_but_keeps_its_case(self):
        assert Code().clean(" ＺＬ—2025 - 00０1ａ ") == "ZL-2025-0001a"


class TestNumber:
    @given(st.decimals(-(10**9), 10**9, places=2), st.booleans(), st.sampled_from(["", "㎡", " 平方米", "元"]))
    def test_a_number_is_the_same_in_every_writing(self, number, full_width, unit):
        written = f" {number:,} {unit}"
        written = written.translate(FULL_WIDTH) if full_width else written
        kind = Number(2, units=("㎡", "平方米", "元"))
        assert kind.clean(written) == kind.clean(float(number)) == number

    @given(st.decimals(0, 10**9, places=2))
    def test_a_number_is_exact_and_of_its_places(self, number):
        cleaned = Number(2).clean(float(number))
        assert cleaned == number
        assert cleaned.as_tuple().exponent == -2

    def test_what_excel_adds_behind_the_fifteenth_digit_is_not_meant(self):
        assert Number(2).clean(0.1 + 0.2) == Decimal("0.30")

    @pytest.mark.parametrize("value", ["¥1,234.50", "￥１，２３４．５０", "1234.5元", 1234.5])
    def test_a_unit_may_stand_before_or_behind(self, value):
        assert Number(2, units=("元", "¥", "￥")).clean(value) == Decimal("1234.50")

    @pytest.mark.parametrize(
        "value", ["1,23", "12,3456", "1.2.3", "abc", "1e5", "١٢x", "-", "+", ".", "5㎡㎡", True, "9" * 60]
    )
    def test_what_is_no_number_is_refused(self, value):
        assert why_not(Number(2, units=("㎡",)), value) == "not_a_number"

    @pytest.mark.parametrize("value", [float("inf"), float("nan")])
    def test_no_number_is_endless(self, value):
        with pytest.raises(Unfit):
            Number().clean(value)

    @pytest.mark.parametrize(
        ("value", "code"),
        [(1.005, "too_many_places"), ("-0.01", "too_small"), (100.01, "too_great"), ("0.001", "too_many_places")],
    )
    def test_places_and_limits_hold(self, value, code):
        assert why_not(Number(2, least=0, most=100), value) == code

    def test_a_number_too_large_to_store_is_refused(self):
        assert why_not(Number(2), 10**15) == "too_great"

    @pytest.mark.parametrize("value", ["5层", 5, 5.0, "５", " 5 F "])
    def test_a_whole_number_may_carry_its_unit(self, value):
        assert Whole(units=("层", "F")).clean(value) == 5

    @pytest.mark.parametrize(("value", "code"), [(5.5, "not_whole"), (2**31, "too_great"), ("-1", "too_small")])
    def test_what_is_no_whole_number_in_range_is_refused(self, value, code):
        assert why_not(Whole(least=0), value) == code

    @given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
    def test_every_number_of_excel_has_one_decimal(self, value):
        assert float(exact(value)) == pytest.approx(value, rel=1e-14)


class TestDate:
    @given(st.dates(date(1951, 1, 1), date(2148, 12, 31)))
    def test_a_day_is_the_same_in_every_writing(self, day):
        y, m, d = day.year, day.month, day.day
        serial = (day - date(1899, 12, 30)).days
        forms = [
            day,
            datetime.combine(day, time()),
            serial,
            float(serial),
            str(serial),
            f" {serial}.0",
            f"{y:04}{m:02}{d:02}",
            int(f"{y:04}{m:02}{d:02}"),
            f"{y}-{m}-{d}",
            f" {y}/{m:02}/{d:02} ",
            f"{y}.{m}.{d}",
            f"{y}年{m}月{d}日",
            f"{y} 年 {m} 月 {d} 日",
            f"{y}-{m:02}-{d:02} 00:00:00",
            f"{y}/{m}/{d}".translate(FULL_WIDTH),
        ]
        assert {Date().clean(form) for form in forms} == {day}

    @pytest.mark.parametrize(
        "value",
        [
            "2026-02-30",
            "12/7/2026",
            "26-12-7",
            "2026-12",
            "下周一",
            "2026年12-7",
            5,
            "5",
            "12345",
            "99999",
            12345678,
            1.5,
            True,
            time(1),
            "1026-12-07",
        ],
    )
    def test_what_is_no_day_of_our_times_is_refused(self, value):
        with pytest.raises(Unfit):
            Date().clean(value)


class TestPhone:
    @pytest.mark.parametrize(
        ("written", "number"),
        [
            (13856774018.0, "13856774018"),
            ("138 5677 4018", "13856774018"),
            ("138-5677-4018", "13856774018"),
            ("＋86 １３８５６７７４０１８", "13856774018"),
            ("0086-13856774018", "13856774018"),
            ("010-12345678", "010-12345678"),
            ("(010)12345678", "010-12345678"),
            ("010 1234 5678", "010-12345678"),
            ("0755-21234567", "0755-21234567"),
            (1012345678, "010-12345678"),
            ("021-12345678转801", "021-12345678-801"),
            ("400-123-4567", "400-123-4567"),
            ("+852 2345 6789", "+85223456789"),
        ],
    )
    def test_a_number_is_the_same_however_it_is_written(self, written, number):
        assert Phone().clean(written) == number

    @pytest.mark.parametrize(
        "value", ["1385677401", "138567740188", "23856774018", "0755-1234567", "abc", 1.5, "+86123"]
    )
    def test_what_nobody_could_dial_is_refused(self, value):
        assert why_not(Phone(), value) == "not_a_phone"


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark_blue"

    @property
    def zh(self):
        return {"red": "红", "dark_blue": "深蓝"}[self]

    @property
    def en(self):
        return {"red": "Red", "dark_blue": "Dark blue"}[self]


class TestChoice:
    @pytest.mark.parametrize("value", ["深蓝", " 深 蓝 ", "dark_blue", "DARK_BLUE", "Dark blue", "蓝黑"])
    def test_word_code_english_and_further_words_all_mean_the_code(self, value):
        assert Choice.of(Colour, also={"蓝黑": Colour.DARK_BLUE}).clean(value) is Colour.DARK_BLUE

    def test_another_word_is_refused_with_those_there_are(self):
        with pytest.raises(Unfit) as refused:
            Choice.of(Colour).clean("绿")
        assert refused.value.zh == "只能是:红、深蓝。"

    @pytest.mark.parametrize(("language", "shown"), [("zh", "深蓝"), ("en", "Dark blue")])
    def test_a_choice_is_shown_in_the_readers_language(self, language, shown):
        assert Choice.of(Colour).show(Colour.DARK_BLUE, language) == shown

    def test_a_code_without_an_english_word_shows_itself(self):
        assert Choice({"一": 1}).show(1, "en") == "1"
        assert Choice({"一": 1}).show(2) == "2"

    @pytest.mark.parametrize("value", ["是", "有", "Y", "yes", "TRUE", True, 1, "１", "√", "在岗"])
    def test_yes_has_many_words(self, value):
        assert YesNo(yes=("在岗",)).clean(value) is True

    @pytest.mark.parametrize("value", ["否", "无", "n", "No", False, 0, "×", "离岗"])
    def test_no_has_many_words(self, value):
        assert YesNo(no=("离岗",)).clean(value) is False

    def test_what_is_neither_is_refused(self):
        assert why_not(YesNo(), "也许") == "not_yes_or_no"


class TestList:
    @pytest.mark.parametrize(
        "value", ["弱电2;强电5", "弱电2；强电5", "弱电2、 强电5、", "弱电2\n强电5", "弱电2;强电5;弱电2"]
    )
    def test_any_separator_will_do_and_each_counts_once(self, value):
        assert List().clean(value) == ("弱电2", "强电5")

    def test_one_number_is_a_list_of_one(self):
        assert List(Whole()).clean(5.0) == (5,)

    def test_each_part_has_to_fit(self):
        assert why_not(List(Whole()), "5;x") == "not_a_number"

    def test_there_may_be_only_so_many(self):
        assert why_not(List(most=2), "1;2;3") == "too_many"


class TestKinds:
    @pytest.mark.parametrize(
        "kind", [Text(), Code(), Number(), Whole(), Phone(), Choice({"一": 1}), YesNo(), Date(), List(Phone())]
    )
    def test_every_kind_explains_itself_in_both_languages_by_a_good_example(self, kind):
        zh, en = kind.explain()
        assert zh
        assert en
        if kind.example:
            assert kind.clean(kind.example) is not None

    @given(
        st.one_of(
            st.text(max_size=30), st.floats(), st.booleans(), st.integers(), st.dates(), st.datetimes(), st.times()
        )
    )
    def test_every_cell_is_cleaned_or_refused_and_never_breaks_the_reading(self, value):
        for kind in (Text(), Code(), Number(), Whole(), Phone(), Choice({"一": 1}), YesNo(), Date(), List(Date())):
            with suppress(Unfit):
                kind.clean(value)

    def test_a_kind_of_ones_own_has_to_say_what_it_does(self):
        for unsaid in (lambda: Kind().clean(""), lambda: Kind().explain()):
            with pytest.raises(NotImplementedError):
                unsaid()

    @pytest.mark.parametrize(
        ("kind", "zh", "en"),
        [
            (Number(2, least=0), "数字,至多 2 位小数,不小于 0", "A number with at most 2 decimals, at least 0"),
            (Whole(0, 9), "整数,不小于 0,不大于 9", "A whole number, at least 0, at most 9"),
        ],
    )
    def test_limits_are_told(self, kind, zh, en):
        assert kind.explain() == (zh, en)
