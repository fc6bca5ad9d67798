"""Reads what a request brings, JSON, files, query string and headers, and refuses what cannot be read."""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, NamedTuple, NoReturn
from urllib.parse import unquote_to_bytes

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from gateway.errors import wrong_content_type
from kit.doors import Door, Upload
from kit.errors import BadRequest, Invalid, TooLarge, raise_if_any
from kit.ids import new_id
from kit.reasons import Reason
from kit.schemas import UNREADABLE, is_storable, reasons_from

MEBIBYTE = 1024 * 1024
JSON_BYTES = MEBIBYTE
FILE_BYTES = 20 * MEBIBYTE
JSON_DEPTH = 32
MOST_PARTS = 50
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class Asked(Request):
    """A request whose files stay in memory, where they go as a whole anyway; on disk they would leave copies."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        return BytesIO()


def body_of(door: Door, request: Request) -> dict[str, Any]:
    """What the door is asked with: the query string of a query; JSON, or fields and files, of a command.

    Raises BadRequest, TooLarge or WrongContentType.
    """
    if not door.writes:
        return _query(door.request, request)
    if door.files:
        return _multipart(door, request)
    return _json(request)


def _query(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    try:
        unquote_to_bytes(request.query_string).decode("utf-8")
    except UnicodeDecodeError:
        _unreadable("query", "地址中的查询部分编码有误。", "The query string is not encoded rightly.")
    return _plain(schema, request.args)


def _plain(schema: type[Schema] | None, told: "MultiDict[str, str]") -> dict[str, Any]:
    """Single values as they are; repeated ones, and those of fields that hold several, as lists."""
    lists = {name for name, one in schema._declared_fields.items() if isinstance(one, fields.List)} if schema else set()
    return {name: values if name in lists or len(values) > 1 else values[0] for name, values in told.lists() if values}


def _json(request: Request) -> dict[str, Any]:
    raw = _bytes(request, JSON_BYTES)
    if not raw:  # What has no content has no type either; eventlet calls a silent request text/plain.
        return {}
    if request.mimetype != "application/json" or "Content-Encoding" in request.headers:
        raise wrong_content_type("application/json")
    told = _parsed(raw)
    if not isinstance(told, dict):
        _unreadable("json", "请求内容须为一个 JSON 对象。", "The body must be a JSON object.")
    return told


def _bytes(request: Request, most: int) -> bytes:
    """The body. One of unknown length is read to one byte beyond the limit, to tell a full one from too long a one."""
    request.max_content_length = most + 1
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise _too_large(most) from None
    if len(raw) > most:
        raise _too_large(most)
    return raw


def _parsed(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _unreadable("utf8", "请求内容不是有效的 UTF-8。", "The body is not valid UTF-8.")
    try:
        told = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _unreadable("json", "请求内容不是有效的 JSON。", "The body is not valid JSON.")
    for place in _places(told):
        if place.depth > JSON_DEPTH and isinstance(place.value, dict | list):
            _unreadable("depth", "请求内容嵌套过深。", "The body is nested too deeply.")
        if not all(map(is_storable, place.texts())):
            raise Invalid(*reasons_from(ValidationError({place.path(): [UNREADABLE]})))
    return told


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


class _Place(NamedTuple):
    """Where in a body a value stands; the whole is at depth 1 and has no name."""

    value: Any
    depth: int = 1
    name: str = ""
    within: "_Place | None" = None

    def texts(self) -> Iterable[str]:
        """The text that the value is, or the names of its fields."""
        return (self.value,) if isinstance(self.value, str) else self.value if isinstance(self.value, dict) else ()

    def path(self) -> str:
        above = self.within.path() if self.within else ""
        return f"{above}.{self.name}".lstrip(".")


def _places(told: Any) -> Iterator[_Place]:
    """Every value of a body before what lies in it, and no deeper than its reader goes on to ask."""
    waiting = [_Place(told)]
    while waiting:
        place = waiting.pop()
        yield place
        if isinstance(place.value, dict | list):
            inner = place.value.items() if isinstance(place.value, dict) else enumerate(place.value)
            waiting.extend(_Place(value, place.depth + 1, str(name), place) for name, value in inner)


def _multipart(door: Door, request: Request) -> dict[str, Any]:
    if request.mimetype != "multipart/form-data":
        raise wrong_content_type("multipart/form-data")
    request.max_content_length = FILE_BYTES * len(door.files) + JSON_BYTES
    request.max_form_memory_size = JSON_BYTES
    request.max_form_parts = MOST_PARTS
    try:
        told, files = request.form, request.files
    except RequestEntityTooLarge:
        raise _too_large_a_form() from None
    except ValueError:
        _unreadable("multipart", "上传内容无法读取。", "The uploaded content cannot be read.")
    raise_if_any(_reasons_against_parts(door, told, files), Invalid)
    return _plain(door.request, told) | {name: _upload(file) for name, file in files.items()}


def _reasons_against_parts(
    door: Door, told: "MultiDict[str, str]", files: "MultiDict[str, FileStorage]"
) -> Iterator[Reason]:
    """Where a file belongs stands one file, and no text."""
    for name in door.files:
        if name in told or len(files.getlist(name)) > 1:
            yield Reason("file", f"{name}:须为一个文件。", f"{name}: Must be one file.", field=name)


def _upload(file: FileStorage) -> Upload:
    data = file.stream.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise _too_large(FILE_BYTES)
    return Upload((file.filename or "")[:255], (file.mimetype or "")[:255], data)


def idempotency_key_of(request: Request) -> str | None:
    """The Idempotency-Key. Raises Invalid when it is no sensible one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        told = ("须为 1 到 128 个可见字符。", "1 to 128 visible ASCII characters.")
        raise Invalid(Reason("idempotency_key", *told, field="Idempotency-Key", rule="GATE-4"))
    return key


def expected_version_of(request: Request) -> int | None:
    """The version in If-Match, which is an ETag such as `"3"`; none where it is absent or `*`. Raises BadRequest."""
    told = request.headers.get("If-Match")
    if told is None or told.strip() == "*":
        return None
    found = re.fullmatch(r'\s*(?:W/)?"(\d{1,18})"\s*', told)
    if found is None:
        _unreadable("if_match", 'If-Match 须形如 "3"。', 'If-Match must look like "3".', field="If-Match")
    return int(found.group(1))


def correlation_id_of(request: Request) -> str:
    """What ties everything together that this request sets off: the caller's own id if it sent one, else a new one."""
    own = request.headers.get("X-Request-Id", "")
    if _OWN_ID.fullmatch(own):
        return own
    trace = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    return trace.group(1) if trace else new_id()


def _too_large(most: int) -> TooLarge:
    size = most // MEBIBYTE
    return TooLarge(Reason("too_large", f"内容超过 {size} MiB 的上限。", f"The limit is {size} MiB."))


def _too_large_a_form() -> TooLarge:
    """Which of its limits a form is beyond is not known; so it is told them all."""
    file, field = FILE_BYTES // MEBIBYTE, JSON_BYTES // MEBIBYTE
    zh = (
        f"上传内容超过上限：每个文件至多 {file} MiB，每个文字项至多 {field} MiB，文件与文字项合计至多 {MOST_PARTS} 项。"
    )
    en = f"At most {file} MiB for a file, {field} MiB for a field, and {MOST_PARTS} fields and files in all."
    return TooLarge(Reason("too_large", zh, en))


def _unreadable(code: str, zh: str, en: str, field: str | None = None) -> NoReturn:
    raise BadRequest(Reason(code, zh, en, field=field))
