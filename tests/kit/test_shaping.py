"""Answers are written as marshmallow writes them, only sooner."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest
from marshmallow import Schema, fields, post_dump

from gateway.house import all_services
from kit.shaping import dumper, instance_of

ANSWERS = sorted(
    {(door.answer, door.many) for service in all_services() for door in service.doors.values() if door.answer},
    key=lambda answer: (answer[0].__module__, answer[0].__name__, answer[1]),
)
VALUES = [
    (fields.AwareDateTime, datetime(2026, 12, 7, 1, 0, 0, 250, UTC)),
    (fields.Date, date(2026, 12, 7)),
    (fields.Decimal, Decimal("1204.50")),
    (fields.UUID, UUID(int=7)),
    (fields.Boolean, True),
    (fields.Integer, 7),
    (fields.Float, 7.5),
    (fields.Dict, {"key": "七"}),
    (fields.String, "七楼"),
]


def sample(field, absent):
    """A value that the field can write; nothing where that is asked for and the field takes it."""
    if absent and field.allow_none:
        return None
    if isinstance(field, fields.Nested):
        inner = thing_for(field.schema, absent)
        return [inner, inner] if field.many or field.schema.many else inner
    if isinstance(field, fields.List):
        return [sample(field.inner, absent)] * 2
    if isinstance(field, fields.Enum):
        return next(iter(field.enum))
    return next((value for kind, value in VALUES if isinstance(field, kind)), "anything")


def thing_for(schema, absent=False):
    """Something of which the schema can write every field, as a dictionary of values and things with attributes."""
    thing = {}
    for name, field in schema.dump_fields.items():
        first, *rest = (field.attribute or name).split(".")
        value = sample(field, absent)
        if rest:
            known = thing.setdefault(first, SimpleNamespace())
            if isinstance(known, SimpleNamespace):
                setattr(known, rest[0], value)
        elif first not in thing:
            thing[first] = value
    return thing


def both(schema, thing, many=False):
    return dumper(schema, many)(thing), schema(many=many).dump(thing)


@pytest.mark.parametrize(("answer", "many"), ANSWERS, ids=lambda part: getattr(part, "__name__", str(part)))
@pytest.mark.parametrize("absent", [False, True], ids=["full", "empty"])
def test_every_answer_of_the_house_is_written_the_same(answer, many, absent):
    thing = thing_for(instance_of(answer), absent)
    for form in (thing, SimpleNamespace(**thing)):
        ours, theirs = both(answer, [form, form] if many else form, many)
        assert ours == theirs
        assert list(ours) == list(theirs)


class Verse(Schema):
    number = fields.Integer(as_string=True)
    words = fields.String(data_key="text", dump_default="silence")
    singer = fields.String(attribute="sung.by", dump_default=lambda: "nobody")
    answers = fields.List(fields.Nested(lambda: Verse(exclude=("tags",))))
    tags = fields.List(fields.Raw())
    secret = fields.String(load_only=True)


class Loud(Verse):
    @post_dump
    def shout(self, told, **_):
        return {name: str(value).upper() for name, value in told.items()}


class Counted(Schema):
    letters = fields.Function(lambda thing: len(thing["words"]))


class TestOneSchema:
    @pytest.mark.parametrize(
        "thing",
        [
            {},
            {"number": 7, "words": None, "secret": "key"},
            {"words": b"by\xc3\xbcte", "sung": {"by": "alto"}, "tags": (1, "two")},
            {"answers": [{"words": "yes", "answers": [{"number": 3}], "tags": [1]}], "tags": None},
            SimpleNamespace(number="12", sung=SimpleNamespace(by="bass")),
            None,
        ],
    )
    @pytest.mark.parametrize("schema", [Verse, Loud])
    def test_what_is_missing_or_named_otherwise(self, schema, thing):
        ours, theirs = both(schema, thing)
        assert ours == theirs

    def test_a_field_without_an_attribute(self):
        assert dumper(Counted)({"words": "seven"}) == {"letters": 5}

    @pytest.mark.parametrize("things", [[], [{"number": 1}, {"number": 2}], None])
    def test_many(self, things):
        ours, theirs = both(Verse, things, many=True)
        assert ours == theirs
