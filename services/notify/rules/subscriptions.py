"""Who gets which event, and whether it is to be acknowledged (NOTE-2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kit.reasons import Reason
from services.notify.rules.templates import Template, reasons_not_to_accept
from services.words import Rank

GENERAL_MANAGER = "general_manager"  # The role's name in the gateway's table.
# What the events call a desk, with the rank or the role that sits there.
DESKS = {rank.value: rank.value for rank in Rank} | {
    "sales_manager": Rank.MANAGER.value,
    GENERAL_MANAGER: GENERAL_MANAGER,
}


@dataclass(frozen=True)
class Subscription:
    """What is done with one type of event.

    `departments` get a notice each; `person` names the field of the event that holds the id of a person who gets one
    too. An event with neither is heard and not passed on. `desk` is the lowest rank that can do anything about it, or
    in braces the field of the event that names the desk; without one the whole department is told. `fields` are those
    that a template may name. Of an event that `is_waited_for`, a procedure goes on only when its notice has been
    acknowledged.
    """

    event_type: str
    departments: tuple[str, ...] = ()
    asks_acknowledgement: bool = False
    person: str | None = None
    template: Template | None = None
    fields: tuple[str, ...] = ()
    is_waited_for: bool = False
    desk: str | None = None

    def desk_of(self, event: Any) -> str | None:
        """The rank or role that an event is for; None for whole departments, as where nobody knows such a desk."""
        desk = self.desk or ""
        named = getattr(event, desk[1:-1]) if desk.startswith("{") else desk
        return DESKS.get(named)

    @property
    def is_on(self) -> bool:
        return self.template is not None and bool(self.departments or self.person)

    def changed(
        self, departments: tuple[str, ...], asks: bool, tells_person: bool, text: Template | None
    ) -> "Subscription":
        """The same with another's wishes; without a text of one's own the usual one stays."""
        person = self.person if tells_person else None
        template = text or self.template
        return replace(self, departments=departments, asks_acknowledgement=asks, person=person, template=template)


def reasons_not_to_subscribe(wanted: Subscription) -> Iterator[Reason]:
    """A subscription needs a text, and acknowledgement is asked only of departments."""
    if wanted.template is not None:
        yield from reasons_not_to_accept(wanted.template, wanted.fields)
    elif wanted.departments or wanted.person:
        zh, en = (
            "此类事件没有现成的文字,须填写中英文标题。",
            "There is no ready text for this event; a title is needed.",
        )
        yield Reason("no_text", zh, en, field="title_zh", rule="NOTE-2")
    if wanted.is_waited_for and not wanted.asks_acknowledgement:
        zh, en = "有程序等待此通知的确认,不能取消确认。", "A procedure waits until this notice has been acknowledged."
        yield Reason("waited_for", zh, en, field="asks_acknowledgement", rule="PROP-2")
    if wanted.asks_acknowledgement and not wanted.departments:
        zh, en = "要求确认时须指定部门。", "Acknowledgement can be asked only of departments."
        yield Reason("nobody_to_acknowledge", zh, en, field="departments", rule="NOTE-3")
