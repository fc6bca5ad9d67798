"""What is refused, each kind with its HTTP status and its stable name.

The gateway turns these into `application/problem+json` (GATE-3); services raise them, or subclasses
that write their own sentence.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kit.reasons import Reason, say_all


class Problem(Exception):
    """Something asked for that is not done, with the reasons why."""

    status = 500
    type = "internal"
    zh = "系统出错,已记录。"
    en = "Something went wrong on our side; it has been recorded."

    def __init__(self, *reasons: Reason, **extra: Any) -> None:
        self.reasons = reasons
        self.extra = extra
        super().__init__(say_all(reasons, "en") or self.en)

    def as_json(self, language: str) -> dict[str, Any]:
        """The problem document of RFC 9457, in the caller's language."""
        title = self.en if language == "en" else self.zh
        document: dict[str, Any] = {
            "type": f"/problems/{self.type}",
            "title": title,
            "status": self.status,
            "detail": say_all(self.reasons, language) or title,
            "reasons": [reason.as_json(language) for reason in self.reasons],
        }
        return document | self.extra


class BadRequest(Problem):
    """The request cannot even be read."""

    status, type = 400, "bad-request"
    zh, en = "请求无法读取。", "The request cannot be read."


class Unauthenticated(Problem):
    """Nobody is logged in."""

    status, type = 401, "unauthenticated"
    zh, en = "请先登录。", "Please log in first."


class Forbidden(Problem):
    """The caller's role may not do this."""

    status, type = 403, "forbidden"
    zh, en = "您的岗位无权进行此操作。", "Your role may not do this."


class NotFound(Problem):
    """There is no such thing, or none that the caller may know of (GATE-2)."""

    status, type = 404, "not-found"
    zh, en = "没有找到。", "Not found."


class Refused(Problem):
    """A rule stands against it; the reasons say which."""

    status, type = 409, "refused"
    zh, en = "按规定不能办理。", "The rules do not allow this."


class Conflict(Refused):
    """Somebody else changed the thing first; `version` is the current one (GATE-4)."""

    type = "conflict"
    zh, en = "此记录已被他人修改,请刷新后再试。", "Somebody else has changed this; reload and try again."


class TooLarge(Problem):
    """A body or file over its limit."""

    status, type = 413, "too-large"
    zh, en = "内容过大。", "The content is too large."


class Invalid(Problem):
    """The request is readable and wrong; the reasons name the fields."""

    status, type = 422, "invalid"
    zh, en = "填写有误。", "Some of what was given is wrong."


class TooMany(Problem):
    """The caller asks too often."""

    status, type = 429, "too-many-requests"
    zh, en = "操作过于频繁,请稍后再试。", "Too many requests; please wait a moment."


class Unavailable(Problem):
    """The service that should answer is away."""

    status, type = 503, "unavailable"
    zh, en = "服务暂时无法使用,请稍后再试。", "The service is not available right now; please try again."


class TooSlow(Problem):
    """The service did not answer before the request's deadline."""

    status, type = 504, "timeout"
    zh, en = "服务未在时限内答复,请稍后再试。", "The service did not answer in time; please try again."


def raise_if_any(reasons: Iterable[Reason], kind: type[Problem] = Refused) -> None:
    """Refuses with all `reasons` at once; does nothing when there are none."""
    found = tuple(reasons)
    if found:
        raise kind(*found)


@contextmanager
def fields_named(by: Mapping[str, str]) -> Iterator[None]:
    """Whatever is refused within names its fields as the form does: `by` from a rule's name to the path in the form."""
    try:
        yield
    except Problem as problem:
        renamed = (replace(one, field=by.get(one.field, one.field)) if one.field else one for one in problem.reasons)
        problem.reasons = tuple(renamed)
        raise
