"""Which subscription is in force for an event, and changing it (NOTE-2)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from kit.errors import Invalid, raise_if_any
from kit.events import event_class
from kit.work import Work
from services.notify.errors import NoSuchEvent
from services.notify.models import Wish
from services.notify.rules.subscriptions import Subscription, reasons_not_to_subscribe
from services.notify.rules.templates import Template
from services.notify.subscriptions import USUAL

TEXTS = ("title_zh", "title_en", "body_zh", "body_en", "link")


def subscription_to(work: Work, event_type: str) -> Subscription | None:
    """What is done with this type of event: as somebody wished, or as usual; None where nobody can subscribe to it."""
    usual = USUAL.get(event_type)
    return in_force(usual, work.session.get(Wish, event_type)) if usual else None


def in_force(usual: Subscription, wish: Wish | None) -> Subscription:
    """The usual subscription with what was wished differently."""
    if wish is None:
        return usual
    departments = tuple(wish.departments)
    return usual.changed(departments, wish.asks_acknowledgement, wish.tells_person, text_of(wish))


def text_of(wish: Wish) -> Template | None:
    """The wish's own text, where it has one."""
    if wish.title_zh is None:
        return None
    return Template(**{name: getattr(wish, name) or "" for name in TEXTS})


def change_subscription(
    work: Work,
    event_type: str,
    departments: Sequence[str],
    asks_acknowledgement: bool,
    tells_person: bool,
    **texts: Any,
) -> dict[str, Any]:
    """Says who gets this type of event from now on, and in which words. Raises NoSuchEvent, Invalid."""
    usual = USUAL.get(event_type)
    if usual is None:
        raise NoSuchEvent()
    wish = work.session.get(Wish, event_type, with_for_update=True)
    work.expect(wish.version if wish else 0)
    if wish is None:
        wish = Wish(event_type=event_type)
        work.session.add(wish)
    wish.departments = sorted(set(departments), key=list(departments).index)
    wish.asks_acknowledgement, wish.tells_person = asks_acknowledgement, tells_person
    for name in TEXTS:
        setattr(wish, name, texts.get(name))
    wanted = in_force(usual, wish)
    raise_if_any(reasons_not_to_subscribe(wanted), Invalid)
    work.session.flush()
    return _told(wanted, wish)


def all_subscriptions(work: Work) -> list[dict[str, Any]]:
    """Every event that can be subscribed to, with the subscription in force."""
    wishes = {wish.event_type: wish for wish in work.session.scalars(select(Wish))}
    types = sorted(USUAL)
    return [_told(in_force(USUAL[name], wishes.get(name)), wishes.get(name)) for name in types]


def _told(subscription: Subscription, wish: Wish | None) -> dict[str, Any]:
    kind = event_class(subscription.event_type)
    return asdict(subscription) | {
        "says": kind.__doc__ if kind else "",
        "usual": wish is None,
        "version": wish.version if wish else 0,
    }
