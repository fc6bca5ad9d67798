"""Whose inbox is whose, and what may lie in one (NOTE-1)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from services.words import Rank


class Kind(StrEnum):
    """What an item asks of its reader."""

    TASK = "task"
    SIGNATURE = "signature"
    NOTICE = "notice"
    REMINDER = "reminder"
    ESCALATION = "escalation"

    @property
    def zh(self) -> str:
        return _KINDS[self][0]

    @property
    def en(self) -> str:
        return _KINDS[self][1]


class Change(StrEnum):
    """What became of an item."""

    ADDED = "added"
    CLOSED = "closed"
    ACKNOWLEDGED = "acknowledged"
    READ = "read"
    OVERDUE = "overdue"


class Show(StrEnum):
    """Which part of an inbox is asked for."""

    TODO = "todo"
    UNREAD = "unread"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


_KINDS = {
    Kind.TASK: ("任务", "Task"),
    Kind.SIGNATURE: ("签字", "Signature"),
    Kind.NOTICE: ("通知", "Notice"),
    Kind.REMINDER: ("催办", "Reminder"),
    Kind.ESCALATION: ("上报", "Escalation"),
}


@dataclass(frozen=True)
class Address:
    """An inbox: a department's at an estate (of one rank only, where `rank` is given), or a person's."""

    estate_id: str | None = None
    department: str | None = None
    rank: str | None = None
    person_id: str | None = None

    @property
    def inbox_id(self) -> str:
        """The address as one short text, the same wherever it is written."""
        if self.person_id is not None:
            return f"person/{self.person_id}"
        return "/".join(filter(None, (self.estate_id or "-", self.department, self.rank)))


def whom_to_tell(rank: str, filled: Collection[str]) -> str:
    """Where nobody of the department holds the rank at the estate, the next rank above is told instead (PROC-5)."""
    above = [one for one in Rank if one.at_least(Rank(rank))]
    return next((one.value for one in above if one in filled), rank)
