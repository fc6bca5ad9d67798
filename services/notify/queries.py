"""What notify shows: inboxes and their counts, notices and who has acknowledged them, subscriptions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from kit.listing import Listing
from kit.work import Work
from services.notify import scope
from services.notify.errors import NoSuchNotice
from services.notify.models import Inbox, Item, ItemRead, KnownEstate, Notice, Recipient
from services.notify.rules.acknowledging import reasons_not_to_acknowledge
from services.notify.rules.inboxes import Show
from services.words import Department

INBOX = Listing(
    columns={"opened_at": Item.opened_at, "due_at": Item.due_at, "number": Item.number},
    key=Item.id,
    default_sort="-opened_at",
    filters={
        "kind": Item.kind,
        "case_id": lambda case_id: Item.case_id == str(case_id),
        "personal": lambda personal: Item.person_id.is_not(None) == personal,
    },
    search=(Item.number, Item.title_zh, Item.title_en, Item.body_zh, Item.body_en),
)
NOTICES = Listing(
    columns={"sent_at": Notice.sent_at, "number": Notice.number},
    key=Notice.id,
    default_sort="-sent_at",
    filters={"type": Notice.type, "subject_id": lambda subject_id: Notice.subject_id == str(subject_id)},
    search=(Notice.number, Notice.title_zh, Notice.title_en, Notice.body_zh, Notice.body_en),
)


def was_read(person_id: str) -> ColumnElement[bool]:
    """The condition that this person has read the item."""
    return exists().where(ItemRead.item_id == Item.id, ItemRead.person_id == person_id).correlate(Item)


def _shown(work: Work, show: Show) -> ColumnElement[bool]:
    """The part of the inbox that is asked for; what asks for something is to be done until it is settled."""
    is_open, unread = Item.closed_at.is_(None), ~was_read(work.caller.id)
    conditions: dict[Show, ColumnElement[bool]] = {
        Show.TODO: and_(is_open, Item.asks | unread),
        Show.UNREAD: and_(is_open, unread),
        Show.OVERDUE: and_(is_open, Item.overdue_at.is_not(None)),
        Show.CLOSED: ~is_open,
        Show.ALL: Item.id.is_not(None),
    }
    return conditions[show]


def inbox(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the caller's inbox, each item with when the caller read it."""
    own_read = and_(ItemRead.item_id == Item.id, ItemRead.person_id == work.caller.id)
    shown = _shown(work, Show(asked["show"]))
    chosen: Any = select(Item, ItemRead.at).outerjoin(ItemRead, own_read).where(scope.mine(work.caller), shown)
    page = INBOX.page(work, chosen, asked)
    page["items"] = [_item(row[0], row[1]) for row in page["items"]]
    return page


def item(work: Work, one: Item) -> dict[str, Any]:
    """One item as the caller sees it."""
    work.session.flush()
    read_at = select(ItemRead.at).where(ItemRead.item_id == one.id, ItemRead.person_id == work.caller.id)
    return _item(one, work.session.scalars(read_at).one_or_none())


def _item(one: Item, read_at: Any) -> dict[str, Any]:
    return {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs} | {"read_at": read_at}


def counts(work: Work) -> dict[str, int]:
    """How much is in the caller's inbox, and the sum of what its inboxes have changed."""

    def count(show: Show) -> int:
        chosen = select(func.count()).select_from(Item).where(scope.mine(work.caller), _shown(work, show))
        return work.session.execute(chosen).scalar_one()

    shows = (Show.TODO, Show.UNREAD, Show.OVERDUE)
    return {show.value: count(show) for show in shows} | {"revision": revision(work)}


def revision(work: Work) -> int:
    """Moves whenever anything in the caller's inbox does."""
    chosen = select(func.coalesce(func.sum(Inbox.revision), 0)).where(scope.mine(work.caller, Inbox))
    return int(work.session.execute(chosen).scalar_one())


def since(work: Work, seen: int) -> dict[str, Any]:
    """Whether anything has changed since `seen`, with the counts where it has; cheap where nothing has."""
    now = revision(work)
    return counts(work) | {"changed": True} if now != seen else {"changed": False, "revision": now}


def notices(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the notices that the caller may know of."""
    chosen: Select[Any] = select(Notice).where(scope.seen_notices(work.caller))
    if (waiting := asked.get("waiting")) is not None:
        chosen = chosen.where(_waits_for(work.caller.department) == waiting)
    page = NOTICES.page(work, chosen, asked)
    counted = _acknowledged(work, [notice.id for notice in page["items"]])
    page["items"] = [_notice(one, counted.get(one.id, 0)) for one in page["items"]]
    return page


def _waits_for(department: str | None) -> ColumnElement[bool]:
    theirs = and_(Recipient.notice_id == Notice.id, Recipient.department == department)
    return exists().where(theirs, Notice.asked > 0, Recipient.acknowledged_at.is_(None))


def notice(work: Work, notice_id: str) -> dict[str, Any]:
    """One notice with who has acknowledged it and who has not. Raises NoSuchNotice."""
    work.session.flush()
    chosen = select(Notice).where(Notice.id == notice_id, scope.seen_notices(work.caller))
    found = work.session.scalars(chosen).one_or_none()
    if found is None:
        raise NoSuchNotice()
    recipients = work.session.scalars(select(Recipient).where(Recipient.notice_id == notice_id)).all()
    acknowledged = sum(one.acknowledged_at is not None for one in recipients)
    by_code = {one.department: one for one in recipients}
    return _notice(found, acknowledged) | {
        "recipients": [_recipient(by_code[code.value], code) for code in Department if code.value in by_code],
        "reasons_not_to_acknowledge": _reasons_against(work, found, by_code.get(work.caller.department or "")),
    }


def _reasons_against(work: Work, found: Notice, own: Recipient | None) -> list[Any]:
    at, by = (own.acknowledged_at, own.acknowledged_by_name) if own else (None, None)
    estate = work.session.get(KnownEstate, found.estate_id) if found.estate_id else None
    zone, asked, is_asked = estate.zone if estate else "Asia/Shanghai", found.asked > 0, own is not None
    return list(reasons_not_to_acknowledge(asked, is_asked, work.caller.department, by, at, zone))


def _recipient(one: Recipient, department: Department) -> dict[str, Any]:
    columns = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return columns | {"zh": department.zh, "en": department.en}


def _notice(one: Notice, acknowledged: int) -> dict[str, Any]:
    columns = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return columns | {"acknowledged": acknowledged}


def _acknowledged(work: Work, notice_ids: Sequence[str]) -> dict[str, int]:
    counted = select(Recipient.notice_id, func.count()).where(
        Recipient.notice_id.in_(notice_ids), Recipient.acknowledged_at.is_not(None)
    )
    return {row[0]: row[1] for row in work.session.execute(counted.group_by(Recipient.notice_id))}
