"""Reasons and problems, in both languages."""

import pytest
from marshmallow import ValidationError

from kit.errors import Conflict, Forbidden, Invalid, Problem, Refused, raise_if_any
from kit.reasons import Reason, say_all
from kit.schemas import in_chinese, reasons_from

WET = Reason("wet", "太湿。", "It is too wet.", field="weather", rule="SKY-1", details={"mm": 3})
DARK = Reason("dark", "太暗。", "It is too dark.")


@pytest.mark.rule("GATE-3")
class TestProblems:
    def test_a_problem_tells_its_reasons_in_the_readers_language(self):
        problem = Refused(WET, DARK).as_json("en")
        assert problem["detail"] == "It is too wet. It is too dark."
        assert problem["reasons"][0] == {
            "code": "wet",
            "sentence": "It is too wet.",
            "field": "weather",
            "rule": "SKY-1",
            "details": {"mm": 3},
        }
        assert Refused(WET, DARK).as_json("zh")["detail"] == "太湿。太暗。"

    def test_a_problem_without_reasons_still_says_a_sentence(self):
        assert Forbidden().as_json("zh")["detail"] == "您的岗位无权进行此操作。"
        assert Problem().as_json("en")["status"] == 500

    def test_a_problem_may_carry_more(self):
        assert Conflict(version=4).as_json("en")["version"] == 4

    def test_no_reason_against_is_no_problem(self):
        raise_if_any([])
        with pytest.raises(Invalid):
            raise_if_any([WET], Invalid)

    def test_sentences_are_joined_as_the_language_does(self):
        assert say_all([WET, DARK], "zh") == "太湿。太暗。"


@pytest.mark.rule("GATE-3")
class TestFieldErrors:
    def test_each_field_is_named_by_its_path(self):
        error = ValidationError(
            {"readings": {0: {"value": ["Not a valid number."]}}, "_schema": ["Invalid input type."]}
        )
        assert [reason.field for reason in reasons_from(error)] == ["readings.0.value", "body"]

    @pytest.mark.parametrize(
        ("english", "chinese"),
        [
            ("Missing data for required field.", "必填。"),
            ("Length must be between 1 and 50.", "长度须在 1 到 50 之间。"),
            ("Must be one of: a, b.", "只能是:a, b。"),
            ("A sentence of our own.", "A sentence of our own."),
        ],
    )
    def test_what_is_wrong_is_said_in_chinese_where_it_is_known(self, english, chinese):
        assert in_chinese(english) == chinese
