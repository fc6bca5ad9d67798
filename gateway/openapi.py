"""The OpenAPI document, made from the doors of all services: what it says is what is checked (GATE-6)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, fields

from gateway.desk import SHOWN_ONCE
from gateway.examples import example_of
from gateway.routes import API, Route
from gateway.schemata import Schemata
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY, Door

TITLE = {"zh": "Atrium 接口", "en": "Atrium API"}
ABOUT = {
    "zh": "各部门的业务接口。出错时一律返回 application/problem+json；写操作可带 Idempotency-Key，"
    "修改带版本的记录时可带 If-Match。",
    "en": "The doors of all departments. Errors are application/problem+json; writes take an Idempotency-Key, and "
    "changes of a versioned record an If-Match.",
}
SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A session's token (from POST /session), or an API token, which opens what its scopes name: the "
        "inbox with `notice.read`, its items are marked with `notice.acknowledge`.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "atrium_session",
        "description": "Set by POST /session (`__Host-atrium_session` over TLS). Writes also want the header "
        "`X-CSRF-Token` with the `csrf` value of GET /session.",
    },
}
_REFUSALS = {
    400: "The request cannot be read.",
    401: "Nobody is logged in, or the session is over.",
    403: "The caller's role may not do this, or the password has to be given once more.",
    404: "There is no such thing, or none that the caller may know of.",
    409: "A rule stands against it (see `reasons`), or somebody else changed it first (`version` is the current one).",
    413: "The body or a file is too large.",
    415: "The body is not of the type taken here.",
    422: "Something given is wrong; `reasons` names the fields.",
    429: "Too many requests.",
    503: "The service is not available right now.",
    504: "The service did not answer in time.",
}


_EXAMPLE = {
    "type": "/problems/refused",
    "title": "The rules do not allow this.",
    "detail": "The new unit is not free.",
    "reasons": [{"code": "not_free", "sentence": "The new unit is not free.", "rule": "PROP-2"}],
    "correlation_id": "018f3b6e-7c00-7000-8000-000000000002",
}


class Reason(Schema):
    """One reason: `code` for programs, `sentence` for people, the field at fault and the rule where there is one."""

    code = fields.String(required=True)
    sentence = fields.String(required=True)
    field = fields.String()
    rule = fields.String(metadata={"example": "PROP-2"})
    details = fields.Dict(keys=fields.String())


class Problem(Schema):
    """A problem document (RFC 9457)."""

    type = fields.String(required=True, metadata={"example": "/problems/refused"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    reasons = fields.List(fields.Nested(Reason), required=True)
    correlation_id = fields.String(required=True)
    version = fields.Integer()
    retry_after = fields.Integer(metadata={"description": "秒 / seconds"})


def openapi(routes: Sequence[Route], language: str) -> dict[str, Any]:
    """The document, its summaries in one language."""
    schemata = Schemata(TITLE[language], "1", info={"description": ABOUT[language]}, servers=[{"url": API}])
    spec = schemata.spec
    for name, scheme in SECURITY.items():
        spec.components.security_scheme(name, scheme)
    problem = schemata.reference(Problem)
    for status, told in _REFUSALS.items():
        content = {"application/problem+json": {"schema": problem, "example": _EXAMPLE | {"status": status}}}
        spec.components.response(_response_name(status), {"description": told, "content": content})
    for route in sorted(routes, key=lambda route: (route.door.path, route.door.http_method)):
        schemata.speaking_of(route.service)
        path = route.door.path.replace("<", "{").replace(">", "}")
        spec.path(path=path, operations={route.door.http_method.lower(): _operation(schemata, route, language)})
    document: dict[str, Any] = spec.to_dict()
    _add_examples(document)
    return document


def _add_examples(document: dict[str, Any]) -> None:
    """Shows each JSON body once, filled in; the schemas are complete only now."""
    known = document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            told = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if told:
                told["example"] = example_of(told["schema"], known)


def _operation(schemata: Schemata, route: Route, language: str) -> dict[str, Any]:
    door = route.door
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": door.en if language == "en" else door.zh,
        "description": _description(door),
        "tags": list(door.tags) or [route.service],
        "parameters": _parameters(schemata, door),
        "responses": _responses(schemata, route),
        "security": [] if door.may == EVERYBODY else [{"bearer": []}, {"cookie": []}],
        "x-permission": door.may,
        "x-rules": list(door.rules),
    }
    if door.writes and door.request is not None:
        operation["requestBody"] = _request_body(schemata, door)
    return operation


def _description(door: Door) -> str:
    may = {EVERYBODY: "everybody", ANYONE_LOGGED_IN: "anyone logged in"}.get(door.may, f"`{door.may}`")
    rules = f" Rules: {', '.join(door.rules)}." if door.rules else ""
    return f"{door.zh} / {door.en}. Permission: {may}.{rules}"


def _parameters(schemata: Schemata, door: Door) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for name in door.path_parameters:
        kind: dict[str, Any] = {"type": "string", "minLength": 1}
        if name == "id" or name.endswith("_id"):
            kind = {"type": "string", "format": "uuid"}
        told.append({"name": name, "in": "path", "required": True, "schema": kind})
    if not door.writes and door.request is not None:
        told += schemata.parameters(door.request)
    if takes_idempotency_key(door):
        told.append(_header("Idempotency-Key", r"^[!-~]{1,128}$", "The same key again gives the first answer again."))
    if door.writes and door.path_parameters and has_version(door):
        told.append(_header("If-Match", r'^"\d{1,9}"$', "The version that the caller has seen, as its ETag."))
    return told


def takes_idempotency_key(door: Door) -> bool:
    """Every write does, except where the answer holds a secret that is shown once, or a file."""
    return door.writes and door.may != EVERYBODY and not door.download and door.answer not in SHOWN_ONCE


def has_version(door: Door) -> bool:
    return door.answer is not None and not door.many and "version" in door.answer._declared_fields


def _header(name: str, pattern: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": about, "schema": {"type": "string", "pattern": pattern}}


def _request_body(schemata: Schemata, door: Door) -> dict[str, Any]:
    assert door.request is not None
    schema = schemata.reference(door.request)
    required = any(one.required for one in door.request._declared_fields.values())
    if not door.files:
        return {"required": required, "content": {"application/json": {"schema": schema}}}
    name = schema["$ref"].rpartition("/")[2]
    described = schemata.spec.components.schemas[name]
    for file in door.files:
        described["properties"][file] = {"type": "string", "format": "binary"}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _responses(schemata: Schemata, route: Route) -> dict[str, Any]:
    door = route.door
    answers: dict[str, Any] = {}
    if door.download:
        answers[str(door.status)] = {"description": "A file.", "content": {door.download: {"schema": {}}}}
    elif door.answer is None:
        answers["204"] = {"description": "Done; there is nothing to tell."}
    else:
        content = {"application/json": {"schema": schemata.reference(door.answer, door.many)}}
        answers[str(door.status)] = {"description": "Done.", "content": content}
        if has_version(door):
            answers[str(door.status)]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    return answers | {str(status): {"$ref": _refusal(status)} for status in refusals_of(route)}


def refusals_of(route: Route) -> list[int]:
    """The statuses with which a door may refuse."""
    door = route.door
    statuses = {400, 422, 429, 503}
    if door.may != EVERYBODY:
        statuses |= {401, 403}
    else:
        statuses |= {401, 403} if door.writes else set()
    if door.path_parameters or door.request is not None:
        statuses |= {404, 409}
    if door.writes:
        statuses |= {404, 409, 413, 415}
    if route.service != "gateway" or door.tags == ("watch",):
        statuses.add(504)
    return sorted(statuses)


def _response_name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _refusal(status: int) -> str:
    return f"#/components/responses/{_response_name(status)}"
