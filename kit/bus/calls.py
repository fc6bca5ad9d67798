"""Calls and replies as they travel on the bus: nameko's request, with JSON that any nameko client can make and read.

A request is a call of the RPC method named as the door, with the keyword arguments `caller`, `cause`, `params`, `body`,
`files`, `idempotency_key` and `expected_version`, of which only `caller` is required. Its result has `status`, `body`,
`version` and `file`. The bytes of files are in base64.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from kit.caller import Caller, Cause
from kit.doors import Call, Download, Reply, Upload

# Plain JSON under a name of our own: kombu's reader of "json" would turn some dictionaries into other things.
CONTENT_TYPE = "application/vnd.atrium.call+json"
DEADLINE = "atrium-deadline"


def encode(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def decode(text: str | bytes) -> Any:
    return json.loads(text)


def call_as_json(call: Call) -> dict[str, Any]:
    """The keyword arguments of the RPC method for a call."""
    files = {name: value for name, value in call.body.items() if isinstance(value, Upload)}
    return {
        "caller": call.caller.as_json(),
        "cause": asdict(call.cause),
        "params": call.params,
        "body": {name: value for name, value in call.body.items() if name not in files},
        "files": {name: _file_as_json(upload) for name, upload in files.items()},
        "idempotency_key": call.idempotency_key,
        "expected_version": call.expected_version,
    }


def call_from_json(
    door: str,
    caller: dict[str, Any],
    cause: dict[str, Any] | None = None,
    params: dict[str, str] | None = None,
    body: dict[str, Any] | None = None,
    files: dict[str, Any] | None = None,
    idempotency_key: str | None = None,
    expected_version: int | None = None,
) -> Call:
    """The call that an RPC method was asked for. Raises TypeError, ValueError or KeyError where it is not one."""
    uploads = {name: Upload(**_file_from_json(told)) for name, told in (files or {}).items()}
    return Call(
        door=door,
        caller=Caller.from_json(caller),
        cause=Cause(**cause or {}),
        params=params or {},
        body=(body or {}) | uploads,
        idempotency_key=idempotency_key,
        expected_version=expected_version,
    )


def reply_as_json(reply: Reply) -> dict[str, Any]:
    """The result of the RPC method."""
    return {
        "status": reply.status,
        "body": reply.body,
        "version": reply.version,
        "file": _file_as_json(reply.file) if reply.file else None,
    }


def reply_from_json(told: dict[str, Any]) -> Reply:
    file = Download(**_file_from_json(told["file"])) if told.get("file") else None
    return Reply(status=told["status"], body=told.get("body"), version=told.get("version"), file=file)


def _file_as_json(file: Upload | Download) -> dict[str, str]:
    return {"name": file.name, "content_type": file.content_type, "data": b64encode(file.data).decode()}


def _file_from_json(told: dict[str, str]) -> dict[str, Any]:
    return {"name": told["name"], "content_type": told["content_type"], "data": b64decode(told["data"], validate=True)}
