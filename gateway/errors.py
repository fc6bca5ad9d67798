"""What the gateway itself refuses, beside the kit's errors, in sentences."""

from typing import Any

from kit.doors import Reply
from kit.errors import Forbidden, NotFound, Problem, Refused, TooMany, Unauthenticated
from kit.reasons import Reason


class MethodNotAllowed(Problem):
    """The address is known, the method is not."""

    status, type = 405, "method-not-allowed"
    zh, en = "此地址不支持该操作。", "This address does not take that method."


class WrongContentType(Problem):
    """The body is not in the form that the address takes."""

    status, type = 415, "unsupported-content-type"
    zh, en = "内容类型不符。", "The content is not of the type taken here."


class PassedOn(Problem):
    """What a service itself answered to a question that the gateway put to it, in the service's own words."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.status, self.told = reply.status, reply.body

    def as_json(self, language: str) -> dict[str, Any]:
        return dict(self.told)


def wrong_content_type(wanted: str) -> WrongContentType:
    return WrongContentType(
        Reason("content_type", f"请求内容须为 {wanted}。", f"The content must be {wanted}.", field="Content-Type")
    )


def wrong_credentials() -> Unauthenticated:
    """One sentence for a wrong name, a wrong password and a closed account."""
    return Unauthenticated(
        Reason("credentials", "用户名或密码不正确。", "The username or the password is not right.", rule="GATE-2")
    )


def no_session() -> Unauthenticated:
    return Unauthenticated(
        Reason("session", "登录已失效，请重新登录。", "The session is over; please log in again.", rule="GATE-2")
    )


def locked_out(minutes: int) -> TooMany:
    return TooMany(
        Reason(
            "locked",
            f"尝试次数过多，请在 {minutes} 分钟后再试。",
            f"Too many attempts; please try again in {minutes} minutes.",
            rule="GATE-2",
        ),
        retry_after=minutes * 60,
    )


def too_many_requests() -> TooMany:
    return TooMany(Reason("rate", "操作过于频繁，请稍后再试。", "Too many requests; please wait a moment."))


def password_first() -> Forbidden:
    return Forbidden(
        Reason(
            "password_change",
            "请先修改一次性密码。",
            "Please change the one-time password first.",
            rule="GATE-2",
        )
    )


def confirm_first() -> Forbidden:
    return Forbidden(
        Reason(
            "confirm",
            "此操作需要重新输入密码确认。",
            "This needs your password once more.",
            rule="GATE-2",
        )
    )


def only_in_a_session() -> Forbidden:
    return Forbidden(
        Reason(
            "session_only",
            "此操作只能由本人登录后进行，不能使用接口令牌。",
            "Only a person who has logged in may do this, not a program with a token.",
            rule="GATE-2",
        )
    )


def beyond_scopes() -> Forbidden:
    return Forbidden(
        Reason(
            "scopes",
            "此接口令牌的权限不包括该操作。",
            "The scopes of this token do not cover this.",
            rule="GATE-2",
        )
    )


def forged() -> Forbidden:
    return Forbidden(
        Reason(
            "csrf",
            "请求来源无法核实，请刷新页面后再试。",
            "It cannot be shown that this request comes from our own page; reload and try again.",
            field="X-CSRF-Token",
            rule="GATE-2",
        )
    )


def no_such_person() -> NotFound:
    return NotFound(Reason("person", "没有这个人员。", "There is no such person."))


def no_such_session() -> NotFound:
    return NotFound(Reason("session", "没有这个登录。", "There is no such session."))


def no_such_token() -> NotFound:
    return NotFound(Reason("token", "没有这个令牌。", "There is no such token."))


def taken(field: str, zh: str, en: str, value: str) -> Refused:
    """The value of a field that only one person can have is another's already."""
    return Refused(Reason(f"{field}_taken", f"{zh} {value} 已有人使用。", f"The {en} {value} is taken.", field=field))


def unknown_estates(names: list[str]) -> Reason:
    told = "、".join(names)
    return Reason("estates", f"没有这些楼盘：{told}。", f"Unknown estates: {', '.join(names)}.", field="estates")


def wrong_password() -> Forbidden:
    return Forbidden(
        Reason("credentials", "密码不正确。", "The password is not right.", field="password", rule="GATE-2")
    )
