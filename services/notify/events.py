"""What notify tells the others: that a department has acknowledged a notice, and that an inbox has changed."""

from kit.events import Event


class NoticeAcknowledged(Event, service="notify", about="notice", key="notice_id"):
    """A department has acknowledged a notice.

    `notice_type` is the wire type of the event that the notice tells of (`property.unit_changed.v1`) and `subject_id`
    the id of the thing it is about; `acknowledged` of the `asked` departments have done so by now.
    """

    notice_id: str
    notice_type: str
    subject_id: str
    department: str
    acknowledged: int
    asked: int


class InboxChanged(Event, service="notify", about="inbox", key="inbox_id"):
    """An item came into an inbox, was closed, acknowledged or found late there, or was read by its person.

    The inbox is a department's at one estate (of one rank only, where `rank` is set) or one person's. `revision` counts
    the inbox's changes; `change` is `added`, `closed`, `acknowledged`, `overdue` or `read`.
    """

    inbox_id: str
    estate_id: str | None
    department: str | None
    person_id: str | None
    rank: str | None
    revision: int
    item_id: str
    change: str
