"""Notices: written from an event, sent to whom the subscription names, acknowledged, chased (NOTE-2, NOTE-3)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.events import Envelope, Event
from kit.ids import new_id
from kit.procedure.due import number
from kit.work import Work
from services.notify import scope, settings
from services.notify.actions import moves
from services.notify.actions.items import (
    add_item,
    address_of_desk,
    address_of_rank,
    close_items,
    estate_of,
    holders_of,
)
from services.notify.actions.subscribing import subscription_to
from services.notify.errors import NoSuchNotice
from services.notify.events import NoticeAcknowledged
from services.notify.models import Item, Notice, Recipient
from services.notify.rules.acknowledging import (
    is_last,
    rank_to_tell,
    ranks_to_tell,
    reasons_not_to_acknowledge,
    reminder_due,
)
from services.notify.rules.inboxes import Address, Change, Kind
from services.notify.rules.subscriptions import GENERAL_MANAGER, Subscription
from services.notify.rules.templates import render
from services.words import Department, Rank


def pass_on(work: Work, event: Event) -> Notice | None:
    """Writes and sends the notice that the subscription asks for, if it asks for one; an event heard before, none."""
    assert work.heard is not None, "a notice is written of an event that was heard"
    subscription = subscription_to(work, work.heard.type)
    known = select(Notice.id).where(Notice.event_id == work.heard.id)
    if subscription is None or not subscription.is_on or work.session.scalars(known).first():
        return None
    estate_id = getattr(event, "estate_id", None) or work.heard.estate
    desk = subscription.desk_of(event) if subscription.departments else None
    above = holders_of(work, desk, estate_id) if desk == GENERAL_MANAGER else []
    departments = () if above else subscription.departments
    notice = _write(work, replace(subscription, departments=departments), event, estate_id, work.heard)
    for department in departments:
        _send_to_department(work, notice, department, desk, work.heard.actor)
    person = getattr(event, subscription.person) if subscription.person else None
    for one in sorted({*above, *filter(None, (person,))}):
        _put(work, notice, Address(person_id=one), asks=False)
    return notice


def _write(work: Work, subscription: Subscription, event: Event, estate_id: str | None, heard: Envelope) -> Notice:
    assert subscription.template is not None
    estate = estate_of(work, estate_id)
    letter = render(subscription.template, event, estate.name, estate.zone)
    notice = Notice(
        id=new_id(),
        event_id=heard.id,
        type=heard.type,
        subject_id=heard.subject.partition("/")[2],
        estate_id=estate_id,
        number=getattr(event, "number", None),
        title_zh=letter.title_zh,
        title_en=letter.title_en,
        body_zh=letter.body_zh,
        body_en=letter.body_en,
        link=letter.link,
        sent_at=work.now,
        asked=len(subscription.departments) if subscription.asks_acknowledgement else 0,
    )
    work.session.add(notice)
    work.session.flush()
    return notice


def _send_to_department(work: Work, notice: Notice, department: str, desk: str | None, actor: str) -> None:
    """To the department, or to that rank of it where there is such a rank, held by another than the actor."""
    asks, to = notice.asked > 0, Address(notice.estate_id, department)
    if desk in list(Rank):
        to = address_of_desk(work, department, str(desk), notice.estate_id, but=actor)
    item = _put(work, notice, to, asks)
    recipient = Recipient(notice_id=notice.id, department=department, item_id=item.id, reminders=0)
    if asks:
        days = number(settings.REMIND_WORKING_DAYS, work.settings)
        recipient.remind_at = reminder_due(work.now, estate_of(work, notice.estate_id).zone, days)
    work.session.add(recipient)


def _put(work: Work, notice: Notice, to: Address, asks: bool) -> Item:
    origin = f"notice:{notice.id}:{to.inbox_id}"
    item = add_item(work, origin, to, Kind.NOTICE, asks, **_texts(notice))
    assert item is not None, "a new notice is in no inbox yet"
    return item


def acknowledge(work: Work, notice_id: str) -> Notice:
    """The caller's department has taken note. Raises NoSuchNotice, or Refused where it is not asked or has done so."""
    notice = work.session.scalars(
        select(Notice).where(Notice.id == notice_id, scope.seen_notices(work.caller)).with_for_update(of=Notice)
    ).one_or_none()
    if notice is None:
        raise NoSuchNotice()
    recipients = {one.department: one for one in recipients_of(work, notice_id)}
    own = recipients.get(work.caller.department or "")
    at, by = (own.acknowledged_at, own.acknowledged_by_name) if own else (None, None)
    zone = estate_of(work, notice.estate_id).zone
    asked = own is not None
    raise_if_any(reasons_not_to_acknowledge(notice.asked > 0, asked, work.caller.department, by, at, zone))
    assert own is not None
    _take_note(work, notice, own, list(recipients.values()))
    return notice


def _take_note(work: Work, notice: Notice, own: Recipient, recipients: Sequence[Recipient]) -> None:
    own.acknowledged_at, own.remind_at = work.now, None
    own.acknowledged_by, own.acknowledged_by_name = work.caller.id, work.caller.name
    theirs = select(Item).where(Item.notice_id == notice.id, Item.department == own.department)
    close_items(work, work.session.scalars(theirs).all(), "acknowledged", Change.ACKNOWLEDGED)
    acknowledged = NoticeAcknowledged(
        notice_id=notice.id,
        notice_type=notice.type,
        subject_id=notice.subject_id,
        department=own.department,
        acknowledged=sum(one.acknowledged_at is not None for one in recipients),
        asked=notice.asked,
    )
    work.announce(acknowledged, estate=notice.estate_id)


def remind(work: Work, limit: int = 100) -> None:
    """Reminds each department that has not acknowledged in time, then each further working day the next rank.

    A procedure that waits for the notice tells the ranks itself that its step is late (PROC-5); two ladders for one act
    would only confuse.
    """
    due = select(Recipient).where(Recipient.remind_at <= work.now).order_by(Recipient.remind_at).limit(limit)
    for recipient in work.session.scalars(due.with_for_update(skip_locked=True)).all():
        _remind(work, recipient, work.session.get_one(Notice, recipient.notice_id))


def _remind(work: Work, recipient: Recipient, notice: Notice) -> None:
    subscription = subscription_to(work, notice.type)
    is_waited_for = subscription is not None and subscription.is_waited_for
    ladder = ranks_to_tell(settings.ladder(work.settings), is_waited_for)
    if is_last(recipient.reminders, ladder):
        recipient.remind_at = None  # The configuration has made the ladder shorter since.
        return
    rank = rank_to_tell(recipient.reminders, ladder)
    department, own = Department(recipient.department), work.session.get_one(Item, recipient.item_id)
    if own.overdue_at is None:
        own.overdue_at = work.now
        moves.note(work, own, Change.OVERDUE)
    texts = _texts(notice) | {"overdue_at": work.now}
    origin = f"reminder:{notice.id}:{department.value}:{recipient.reminders}"
    if rank is None:
        texts |= {"title_zh": f"请确认:{notice.title_zh}", "title_en": f"Please acknowledge: {notice.title_en}"}
        add_item(work, origin, own.address, Kind.REMINDER, True, **texts)
    else:
        texts |= {
            "title_zh": f"{department.zh}尚未确认:{notice.title_zh}",
            "title_en": f"{department.en} has not acknowledged: {notice.title_en}",
        }
        to = address_of_rank(work, department.value, rank, notice.estate_id)
        add_item(work, origin, to, Kind.ESCALATION, True, **texts)
    recipient.reminders += 1
    next_day = reminder_due(work.now, estate_of(work, notice.estate_id).zone)
    recipient.remind_at = None if is_last(recipient.reminders, ladder) else next_day


def recipients_of(work: Work, notice_id: str) -> Sequence[Recipient]:
    """The departments that got the notice, in the order of their names."""
    chosen = select(Recipient).where(Recipient.notice_id == notice_id).order_by(Recipient.department)
    return work.session.scalars(chosen).all()


def _texts(notice: Notice) -> dict[str, Any]:
    return {
        "notice_id": notice.id,
        "about": notice.type,
        "number": notice.number,
        "title_zh": notice.title_zh,
        "title_en": notice.title_en,
        "body_zh": notice.body_zh,
        "body_en": notice.body_en,
        "link": notice.link,
    }
