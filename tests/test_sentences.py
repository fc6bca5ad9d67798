"""Whatever a form may say of a field that is wrong, a clerk reads in Chinese too."""

import re

import pytest
from marshmallow import fields, validate

from gateway.house import all_services
from kit.schemas import in_chinese

PLACES = {"awareness": "aware"}
FORMS = sorted({door.request for one in all_services() for door in one.doors.values() if door.request}, key=str)


def sentences_of(field):
    """All that the field, its validators and what lies inside it can say."""
    places = PLACES | {"obj_type": getattr(field, "OBJ_TYPE", "")}
    told = [said for kind, said in field.error_messages.items() if kind != "format"]  # That one is of answers.
    for check in field.validators:
        told += _said_by(check)
    told = [one.format_map(_Places(places)) for one in told if isinstance(one, str)]
    if isinstance(field, fields.List):
        told += sentences_of(field.inner)
    if isinstance(field, fields.Nested):
        told += [one for inner in field.schema.fields.values() for one in sentences_of(inner)]
    return told


def _said_by(check):
    if isinstance(check, validate.And):
        return [one for inner in check.validators for one in _said_by(inner)]
    if not isinstance(check, validate.Validator):
        return []
    own = getattr(check, "error", None)
    if own:
        return [own]
    if isinstance(check, validate.Range | validate.Length):
        equal = getattr(check, "equal", None) is not None
        which = (
            "equal" if equal else "all" if None not in (check.min, check.max) else "min" if check.max is None else "max"
        )
        return [getattr(check, f"message_{which}")]
    return [check.default_message]


class _Places(dict):
    def __missing__(self, name):
        return "1"


class TestForms:
    @pytest.mark.rule("GATE-3")
    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
    def test_every_sentence_has_its_chinese(self, form):
        told = {one for field in form().fields.values() for one in sentences_of(field)}
        assert [one for one in told if re.search("[A-Za-z]", in_chinese(one))] == []
