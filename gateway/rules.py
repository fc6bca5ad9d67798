"""The gateway's policy: what a password must be, how long a session lasts, who is locked out, whom one may close."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from kit.reasons import Reason

USERNAME = r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]"


@dataclass(frozen=True)
class Numbers:
    """The gateway's numbers with their defaults; the rules file may set others under `[gateway]` (PROC-9)."""

    password_shortest: int = 8
    password_longest: int = 64
    idle_minutes: int = 30
    session_hours: int = 12
    confirmed_minutes: int = 10
    attempts_per_account: int = 5
    attempts_per_address: int = 50
    attempts_minutes: int = 15
    one_time_password_days: int = 7
    token_longest_days: int = 365
    streams_per_person: int = 6

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any] | None) -> Self:
        told = {one.name: settings.get(f"gateway.{one.name}") for one in fields(cls)} if settings else {}
        return cls(**{name: int(value) for name, value in told.items() if value is not None})


class Ended(StrEnum):
    """Why a session or token is over."""

    LOGGED_OUT = "logged_out"
    ENDED_ELSEWHERE = "ended_elsewhere"
    BY_ADMINISTRATOR = "by_administrator"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    ACCOUNT_CLOSED = "account_closed"


@dataclass(frozen=True)
class Life:
    """When a session began and was last used, and when its person last gave the password."""

    opened_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    ended_at: datetime | None = None
    numbers: Numbers = field(default_factory=Numbers)

    def is_alive(self, now: datetime) -> bool:
        """A session ends after half an hour without use, and after twelve hours in any case."""
        idle = timedelta(minutes=self.numbers.idle_minutes)
        longest = timedelta(hours=self.numbers.session_hours)
        return self.ended_at is None and now < self.seen_at + idle and now < self.opened_at + longest

    def is_confirmed(self, now: datetime) -> bool:
        """Dangerous acts want the password given within the last ten minutes."""
        return now < self.confirmed_at + timedelta(minutes=self.numbers.confirmed_minutes)


def plain_username(text: str) -> str:
    """One spelling of a username: full-width letters and capitals are the same account."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def reasons_not_to_take_username(username: str) -> Iterator[Reason]:
    """A username is 3 to 64 small letters, digits, dots, dashes or underscores; it begins and ends with a "
    "letter or digit."""
    if not re.fullmatch(USERNAME, username):
        yield Reason(
            "username",
            "用户名须为 3 到 64 个小写字母、数字、点、横线或下划线，首尾为字母或数字。",
            "A username is 3 to 64 small letters, digits, dots, dashes or underscores; it begins and ends with a "
            "letter or digit.",
            field="username",
        )


def reasons_not_to_take_password(
    password: str, username: str, common: Collection[str], numbers: Numbers, is_present_one: bool = False
) -> Iterator[Reason]:
    """A password is long enough, not one that is tried first, not the username, and another than the present one."""
    if not numbers.password_shortest <= len(password) <= numbers.password_longest:
        low, high = numbers.password_shortest, numbers.password_longest
        yield Reason(
            "password_length",
            f"密码长度须为 {low} 到 {high} 个字符。",
            f"A password has {low} to {high} characters.",
            field="new_password",
        )
    if is_common(password.lower(), common):
        yield Reason(
            "password_common",
            "此密码过于常见，容易被猜中。",
            "This password is among those that are tried first.",
            field="new_password",
        )
    if username in password.lower():
        yield Reason(
            "password_username",
            "密码不得包含用户名。",
            "A password does not contain the username.",
            field="new_password",
        )
    if is_present_one:
        yield Reason(
            "password_same",
            "新密码不得与当前密码相同。",
            "The new password is another than the present one.",
            field="new_password",
        )


def is_common(password: str, common: Collection[str]) -> bool:
    """Whether it is in the list, has one or two different characters only, or runs along the digits or letters."""
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return password in common or len(set(password)) <= 2 or steps in ({1}, {-1})


def reasons_not_to_close(
    person_id: str, asked_by: str, other_administrators: int, is_administrator: bool
) -> Iterator[Reason]:
    """Nobody closes their own account, and the last administrator stays."""
    if person_id == asked_by:
        yield Reason("own_account", "不能停用自己的账号。", "Nobody closes their own account.", field="active")
    if is_administrator and not other_administrators:
        yield Reason(
            "last_administrator",
            "这是最后一名系统管理员，不能停用或取消其角色。",
            "This is the last administrator; the account and its role stay.",
            field="roles",
        )


def reasons_against_post(department: str | None, rank: str | None, roles: Collection[str]) -> Iterator[Reason]:
    """Department and rank belong together, and who has neither has a role."""
    if (department is None) != (rank is None):
        yield Reason(
            "department_and_rank",
            "部门与职级须同时填写。",
            "Department and rank are given together.",
            field="rank" if rank is None else "department",
        )
    elif department is None and not roles:
        yield Reason("no_role", "须有部门或角色。", "A person has a department or a role.", field="department")
