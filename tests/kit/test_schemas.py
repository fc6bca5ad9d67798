"""What comes in through a door, before any rule is asked."""

import pytest
from marshmallow import ValidationError, fields

from kit.errors import Invalid
from kit.runtime import load
from kit.schemas import Form, in_chinese


class Booking(Form):
    day = fields.Date()
    moment = fields.AwareDateTime()


class TestYears:
    @pytest.mark.parametrize(
        "told",
        [
            {"day": "0001-01-01"},
            {"day": "9999-12-31"},
            {"moment": "0001-01-01T00:00:00+14:00"},
            {"moment": "9999-12-31T23:59:59-14:00"},
        ],
    )
    def test_the_edges_of_the_calendar_are_refused(self, told):
        with pytest.raises(ValidationError) as refused:
            Booking().load(told)
        (field,) = told
        (sentence,) = refused.value.messages[field]
        assert sentence == "Must be in the years 1900 to 2200."
        assert in_chinese(sentence) == "年份须在 1900 至 2200 之间。"

    @pytest.mark.parametrize("day", ["1900-01-01", "2026-12-07", "2200-12-31"])
    def test_ordinary_days_are_taken(self, day):
        assert Booking().load({"day": day})["day"].isoformat() == day


class Verse(Form):
    words = fields.String()


class SongBook(Form):
    verses = fields.List(fields.Nested(Verse))


class TestNestedForms:
    @pytest.mark.parametrize(
        ("verse", "field", "chinese"),
        [
            ("la", "verses.0", "verses.0:格式不对。"),
            (["la"], "verses.0", "verses.0:格式不对。"),
            ({"words": "l\x00a"}, "verses.0.words", "verses.0.words:含有无法保存的字符。"),
        ],
    )
    def test_what_is_wrong_inside_is_named_by_its_path(self, verse, field, chinese):
        with pytest.raises(Invalid) as refused:
            load(SongBook, {"verses": [verse]})
        (reason,) = refused.value.reasons
        assert (reason.field, reason.zh) == (field, chinese)
