"""What crosses the gateway's own doors."""

import uuid
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from gateway.roles import Role
from kit.caller import EVERY_ESTATE
from kit.listing import ListQuery, page_of
from kit.schemas import Form
from services.words import Department, Rank

_SHORT = validate.Length(1, 64)
_LANGUAGES = validate.OneOf(["zh", "en"])


def _estate(value: str) -> None:
    if value != EVERY_ESTATE:
        try:
            uuid.UUID(value)
        except ValueError:
            raise ValidationError("Not a valid UUID.") from None


def _estates() -> fields.List[Any]:
    described = {"description": "楼盘编号；“*”为全部 / estate ids, or * for every estate"}
    return fields.List(
        fields.String(validate=_estate, metadata={"pattern": r"^(\*|[0-9a-fA-F-]{36})$", "example": EVERY_ESTATE}),
        validate=validate.Length(max=200),
        metadata=described,
    )


class LogIn(Form):
    username = fields.String(required=True, validate=validate.Length(1, 128), metadata={"example": "leasing.clerk"})
    password = fields.String(required=True, validate=validate.Length(1, 256), metadata={"format": "password"})


class Confirm(Form):
    password = fields.String(required=True, validate=validate.Length(1, 256), metadata={"format": "password"})


class ChoosePassword(Form):
    password = fields.String(required=True, validate=validate.Length(1, 256), metadata={"format": "password"})
    new_password = fields.String(required=True, validate=validate.Length(1, 256), metadata={"format": "password"})


class ChooseLanguage(Form):
    language = fields.String(required=True, validate=_LANGUAGES)


class EstateView(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    timezone = fields.String(required=True)


class Me(Schema):
    """Who is logged in, and what they may do."""

    id = fields.String(required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    department = fields.String(required=True, allow_none=True)
    rank = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    permissions = fields.List(fields.String(), required=True)
    estates = fields.List(fields.Nested(EstateView), required=True)
    every_estate = fields.Boolean(required=True)
    language = fields.String(required=True, allow_none=True)


class SessionShown(Schema):
    """The session that asks: who, until when, and the value for the X-CSRF-Token header; `now` is the house's clock."""

    now = fields.AwareDateTime(required=True)
    session_id = fields.String(required=True)
    csrf = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    confirmed_until = fields.AwareDateTime(required=True)
    must_change_password = fields.Boolean(required=True)
    person = fields.Nested(Me, required=True)


class SessionOpened(SessionShown):
    """A session just opened; `token` is what a program sends as `Authorization: Bearer`."""

    token = fields.String(required=True)


class SessionView(Schema):
    id = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    seen_at = fields.AwareDateTime(required=True)
    address = fields.String(required=True, allow_none=True)
    program = fields.String(required=True, allow_none=True)
    current = fields.Boolean(required=True)


class MakeToken(Form):
    name = fields.String(required=True, validate=_SHORT)
    scopes = fields.List(fields.String(validate=_SHORT), required=True, validate=validate.Length(1, 200))
    days = fields.Integer(load_default=90, validate=validate.Range(1, 3650), strict=True)


class TokenView(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    prefix = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    used_at = fields.AwareDateTime(required=True, allow_none=True)


class TokenMade(TokenView):
    """A token just made; `token` is shown this once."""

    token = fields.String(required=True)


class PersonForm(Form):
    """What may be said of a person; what is left out stays as it is."""

    username = fields.String(validate=_SHORT)
    staff_number = fields.String(validate=_SHORT, allow_none=True)
    name = fields.String(validate=_SHORT)
    department = fields.Enum(Department, by_value=True, allow_none=True)
    rank = fields.Enum(Rank, by_value=True, allow_none=True)
    position = fields.String(validate=_SHORT, allow_none=True)
    phone = fields.String(validate=validate.Length(3, 32), allow_none=True)
    roles = fields.List(fields.Enum(Role, by_value=True), validate=validate.Length(max=3))
    estates = _estates()
    language = fields.String(validate=_LANGUAGES, allow_none=True)


class EnterPerson(PersonForm):
    username = fields.String(required=True, validate=_SHORT)
    name = fields.String(required=True, validate=_SHORT)


class ChangePerson(PersonForm):
    active = fields.Boolean()


class PersonView(Schema):
    id = fields.String(required=True)
    staff_number = fields.String(required=True, allow_none=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    department = fields.String(required=True, allow_none=True)
    rank = fields.String(required=True, allow_none=True)
    position = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    estates = fields.List(fields.String(), required=True)
    language = fields.String(required=True, allow_none=True)
    active = fields.Boolean(required=True)
    has_password = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class PersonEntered(PersonView):
    """A person just entered, with the one-time password that is shown this once."""

    one_time_password = fields.String(required=True)


class OneTimePassword(Schema):
    username = fields.String(required=True)
    one_time_password = fields.String(required=True)


class PeopleQuery(ListQuery):
    department = fields.Enum(Department, by_value=True)
    rank = fields.Enum(Rank, by_value=True)
    active = fields.Boolean()


PeoplePage = page_of(PersonView)


class RoleRow(Schema):
    """One row of the table: a permission and, per column, the lowest rank that has it, `yes`, or null."""

    permission = fields.String(required=True)
    columns = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), required=True)


class StreamQuery(Form):
    """Where to go on from, for a client that cannot send the header Last-Event-ID."""

    last_event_id = fields.Integer(validate=validate.Range(min=0, max=2**63 - 1))
