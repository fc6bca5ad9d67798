"""The doors to notices and to who gets which (NOTE-2, NOTE-3)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.notify import queries
from services.notify.actions import notices, subscribing
from services.notify.schemas import NoticeItem, NoticeQuery, NoticeView, SubscriptionForm, SubscriptionView


class NoticeDoors:
    """Notices, their acknowledgements, and the subscriptions."""

    @query(
        "/notices",
        may="notice.read",
        request=NoticeQuery,
        answer=page_of(NoticeItem),
        zh="通知列表",
        en="List the notices",
        tags=("notices",),
        rules=("NOTE-3", "NOTE-5"),
    )
    def list_notices(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.notices(work, body)

    @query(
        "/notices/<id>",
        may="notice.read",
        answer=NoticeView,
        zh="查看通知及确认情况",
        en="Show a notice and who has acknowledged it",
        tags=("notices",),
        rules=("NOTE-3", "NOTE-5"),
    )
    def show_notice(self, work: Work, id: str) -> dict[str, Any]:
        return queries.notice(work, id)

    @command(
        "POST",
        "/notices/<id>/acknowledge",
        may="notice.acknowledge",
        answer=NoticeView,
        zh="确认通知",
        en="Acknowledge a notice for one's department",
        tags=("notices",),
        rules=("NOTE-3",),
    )
    def acknowledge_notice(self, work: Work, id: str) -> dict[str, Any]:
        notices.acknowledge(work, id)
        return queries.notice(work, id)

    @query(
        "/subscriptions",
        may="subscription.read",
        answer=SubscriptionView,
        many=True,
        zh="订阅列表",
        en="Which department gets which event",
        tags=("subscriptions",),
        rules=("NOTE-2",),
    )
    def list_subscriptions(self, work: Work) -> list[dict[str, Any]]:
        return subscribing.all_subscriptions(work)

    @command(
        "PUT",
        "/subscriptions/<event_type>",
        may="subscription.change",
        request=SubscriptionForm,
        answer=SubscriptionView,
        zh="变更订阅",
        en="Change who gets an event, and in which words",
        tags=("subscriptions",),
        rules=("NOTE-2", "NOTE-5"),
    )
    def change_subscription(self, work: Work, event_type: str, body: dict[str, Any]) -> dict[str, Any]:
        return subscribing.change_subscription(work, event_type, **body)
