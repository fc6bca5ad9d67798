"""What property does when a step was done wrongly: has it done again, and undoes what came of it (PROP-2, PROC-2)."""

from collections.abc import Callable

from kit.clock import local_date
from kit.errors import NotFound, raise_if_any
from kit.procedure import find_case, send_back, taken_back_with
from kit.procedure.models import Case
from kit.work import Work
from services.property.actions.estates import list_keys, strike_keys
from services.property.actions.items import issue_again, take_back_item
from services.property.actions.meters import supersede
from services.property.models import UnitChange
from services.property.procedures import UNIT_CHANGE
from services.property.queries import items, meters
from services.property.queries.changes import reasons_against_sending_back
from services.property.queries.estates import keys_listed_on, keys_of
from services.property.rules.words import ItemKind, ItemState


def send_step_back(work: Work, change: UnitChange, step: str, reason: str) -> None:
    """Has a step done again with all that came after it; what each of them has changed is undone, the last first."""
    if step not in UNIT_CHANGE.by_name:
        raise NotFound()
    case = find_case(work, change.id)
    again = taken_back_with(work, case, step, reason)
    raise_if_any(reasons_against_sending_back(change, step))
    for name in reversed(again):
        if name in _UNDOING:
            _UNDOING[name](work, change, case, reason)
    send_back(work, case, step, reason)


def _unread(work: Work, change: UnitChange, case: Case, reason: str) -> None:
    """The readings stay on record, and are no longer anybody's last."""
    supersede(work, meters.counted_for(work, change.id), reason)


def _issue_again(work: Work, change: UnitChange, case: Case, reason: str) -> None:
    """What was ticked off is with the customer, nothing is charged for it, and lost keys are on the list as before."""
    ticked = items.closed_for(work, change.id)
    lost = {item.number for item in ticked if item.kind is ItemKind.KEY and item.state is ItemState.MISSING}
    issue_again(work, ticked)
    on_list = set(keys_of(work, change.old_unit_id))
    if on_list and lost:
        list_keys(work, change.old_unit, on_list | lost, work.today(change.estate.timezone))


def _take_back(work: Work, change: UnitChange, case: Case, reason: str) -> None:
    """What was handed over is back, and keys that nobody had counted before are off the new unit's list."""
    handed = items.issued_for(work, change.id)
    for item in handed:
        if item.state is ItemState.ISSUED:
            take_back_item(work, item, reason[:_LONGEST_NOTE], change.id)
    counted = (case.step("check_keys").recorded or {}).get("keys") or ()
    keys = {item.number for item in handed if item.kind is ItemKind.KEY}
    strike_keys(work, change.new_unit, keys.difference(counted))
    work.session.flush()


def _uncount(work: Work, change: UnitChange, case: Case, reason: str) -> None:
    """A list of keys that came with this count goes with it, so that the next count makes it anew."""
    row = case.step("check_keys")
    counted = set((row.recorded or {}).get("keys") or ())
    if row.done_at and keys_listed_on(work, change.new_unit_id, local_date(row.done_at, case.zone)) == counted:
        strike_keys(work, change.new_unit, counted)


_LONGEST_NOTE = 255
_UNDOING: dict[str, Callable[[Work, UnitChange, Case, str], None]] = {
    "read_meters": _unread,
    "return_items": _issue_again,
    "hand_over": _take_back,
    "check_keys": _uncount,
}
