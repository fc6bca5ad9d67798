"""The doors to one's own inbox (NOTE-1)."""

from typing import Any

from kit.doors import ANYONE_LOGGED_IN, command, query
from kit.listing import page_of
from kit.work import Work
from services.notify import queries
from services.notify.actions import reading
from services.notify.schemas import CountsView, InboxQuery, ItemView, ReadView, SinceQuery, SinceView

TAGS = ("inbox",)
NOTE_1 = ("NOTE-1",)


class InboxDoors:
    """What waits for me and my department."""

    @query(
        "/inbox",
        may=ANYONE_LOGGED_IN,
        request=InboxQuery,
        answer=page_of(ItemView),
        zh="我的收件箱",
        en="My inbox: tasks, notices, reminders",
        tags=TAGS,
        rules=NOTE_1,
    )
    def list_inbox(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.inbox(work, body)

    @query(
        "/inbox/counts",
        may=ANYONE_LOGGED_IN,
        answer=CountsView,
        zh="收件箱数目",
        en="How much is in my inbox",
        tags=TAGS,
        rules=NOTE_1,
    )
    def count_inbox(self, work: Work) -> dict[str, int]:
        return queries.counts(work)

    @query(
        "/inbox/since",
        may=ANYONE_LOGGED_IN,
        request=SinceQuery,
        answer=SinceView,
        zh="收件箱是否有变化",
        en="Whether my inbox has changed",
        tags=TAGS,
        rules=NOTE_1,
    )
    def inbox_since(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.since(work, body["revision"])

    @command(
        "POST",
        "/inbox/<id>/read",
        may=ANYONE_LOGGED_IN,
        answer=ItemView,
        zh="标为已读",
        en="Mark an item as read",
        tags=TAGS,
        rules=NOTE_1,
    )
    def mark_read(self, work: Work, id: str) -> dict[str, Any]:
        return queries.item(work, reading.mark_read(work, id))

    @command(
        "POST",
        "/inbox/read-all",
        may=ANYONE_LOGGED_IN,
        answer=ReadView,
        zh="全部标为已读",
        en="Mark everything as read",
        tags=TAGS,
        rules=NOTE_1,
    )
    def mark_all_read(self, work: Work) -> dict[str, int]:
        return {"count": reading.mark_all_read(work)}
