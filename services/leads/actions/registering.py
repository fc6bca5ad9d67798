"""The register is entered: registrations, corrections, extensions (LEAD-1 to LEAD-6).

Who enters is alone, and an entry's time is one at which its work was: of a moment that is past, a verdict that is alone
in turn has before it all that was ever entered up to then.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete

from kit import chain
from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.leads import scope, settings
from services.leads.actions import counting, leading
from services.leads.events import RegistrationCorrected, RegistrationExtended, VisitorRegistered
from services.leads.models import Entry, EntryPhone, EntryRelative, ImportedRow, Registered, Related
from services.leads.queries import caretaking, known
from services.leads.rules.particulars import (
    EntryKind,
    Particulars,
    reasons_not_to_correct,
    reasons_not_to_correct_it,
    reasons_not_to_relate,
    reasons_not_to_write_down,
)
from services.leads.rules.register import number_of, reasons_not_to_extend, valid_until
from services.leads.rules.words import Channel

ALONE = "atrium.leads.register"


@dataclass(frozen=True)
class Imported:
    """What a list says of an entry: its number there, and whose it is; `key` is the number for comparing."""

    number: str
    key: str
    consultant_id: str
    consultant: str


def register(
    work: Work,
    estate_id: str,
    channel: Channel,
    told: Particulars,
    asked_for_id: str | None = None,
    imported: Imported | None = None,
) -> Registered:
    """Enters a visitor; the consultant is whoever asks, and signs with their own log-in (PROC-8).

    What is `imported` with a list is the consultant's who is named there, and nobody was here on that day.
    """
    estate = scope.estate(work, estate_id)
    raise_if_any(reasons_not_to_write_down(told))
    scope.visitors(work, (relative.customer_id for relative in told.relatives))
    if asked_for_id is not None:
        scope.consultant(work, asked_for_id, "asked_for_id")
    work.alone(ALONE)  # From here on nobody else enters the same visitor as somebody new.
    registration_id = new_id()
    one = Registered(
        id=registration_id,
        estate_id=estate_id,
        customer_id=known.customer_of(work, told) or new_id(),
        consultant_id=imported.consultant_id if imported else work.caller.id,
        consultant=imported.consultant if imported else work.caller.name,
        channel=channel,
        day=work.today(estate.zone),
        asked_for_id=asked_for_id,
    )
    raise_if_any(reasons_not_to_relate(one.customer_id, told))
    beside = {"channel": channel.value} | ({"asked_for_id": asked_for_id} if asked_for_id else {})
    if imported:
        beside |= {"consultant_id": imported.consultant_id, "source_number": imported.number}
        work.session.add(ImportedRow(estate_id=estate_id, number=imported.key, registration_id=one.id))
    one.position = _enter(work, one, EntryKind.REGISTRATION, told.as_told() | beside)
    one.number = number_of(one.position)
    _stand(work, one)
    work.session.add(one)
    leading.follow(work, one.customer_id, estate_id)
    counting.note_registration(work, one, told, was_here=imported is None)
    registered = VisitorRegistered(
        registration_id=one.id,
        number=one.number,
        estate_id=estate_id,
        customer_id=one.customer_id,
        consultant_id=one.consultant_id,
        channel=channel.value,
        day=one.day,
        valid_until=one.valid_until,
    )
    work.announce(registered, estate=estate_id)
    return one


def correct(work: Work, registration_id: str, changed: dict[str, Any], reason: str) -> Registered:
    """Enters what was wrong or missing; it counts from today (LEAD-3).

    With a phone that was missing it may turn out to be a customer whom others have registered.
    """
    work.alone(ALONE)
    one = scope.registration(work, registration_id)
    work.expect(one.version)
    before, customer_id = known.particulars(_entries(work, one)), one.customer_id
    after = replace(before, **changed)
    is_own = work.caller.id == one.consultant_id
    has_taken_over = work.caller.id == caretaking.caretakers(work, [one])[one.id]["caretaker_id"]
    raise_if_any(reasons_not_to_correct_it(is_own, has_taken_over, scope.is_superior(work.caller)))
    raise_if_any(reasons_not_to_correct(before, after, is_own))
    raise_if_any(reasons_not_to_write_down(after))
    scope.visitors(work, (relative.customer_id for relative in set(after.relatives) - set(before.relatives)))
    if known.is_alone(work, one):
        one.customer_id = known.customer_of(work, after, beside=one.id) or one.customer_id
    raise_if_any(reasons_not_to_relate(one.customer_id, after))
    _enter(work, one, EntryKind.CORRECTION, after.as_told(), reason)
    _stand(work, one)
    leading.turn_out_to_be(work, customer_id, one)
    counting.turn_out_to_be(work, customer_id, one)
    counting.note_correction(work, one, before, after, scope.today_at(work, one.estate_id))
    corrected = RegistrationCorrected(
        registration_id=one.id,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        day=scope.today_at(work, one.estate_id),
        valid_until=one.valid_until,
    )
    work.announce(corrected, estate=one.estate_id)
    return one


def extend(work: Work, registration_id: str, reason: str) -> Registered:
    """A sales manager confirms what has lapsed, for as many days again, from today (LEAD-6)."""
    work.alone(ALONE)
    one = scope.registration(work, registration_id)
    work.expect(one.version)
    today = scope.today_at(work, one.estate_id)
    numbers = settings.numbers_of(work.settings)
    raise_if_any(reasons_not_to_extend(known.standing(_entries(work, one)), today, numbers.valid_for))
    _enter(work, one, EntryKind.EXTENSION, {}, reason)
    _stand(work, one)
    assert one.valid_until is not None, "what is extended has been valid"
    extended = RegistrationExtended(
        registration_id=one.id,
        estate_id=one.estate_id,
        customer_id=one.customer_id,
        consultant_id=one.consultant_id,
        day=today,
        valid_until=one.valid_until,
    )
    work.announce(extended, estate=one.estate_id)
    return one


def _enter(work: Work, one: Registered, kind: EntryKind, told: dict[str, Any], reason: str | None = None) -> int:
    """Adds an entry to the register, chained to the last; gives its position."""
    entry = {
        "id": one.id if kind is EntryKind.REGISTRATION else new_id(),
        "kind": kind.value,
        "registration_id": one.id,
        "customer_id": one.customer_id,
        "estate_id": one.estate_id,
        "at": work.now,
        "day": scope.today_at(work, one.estate_id),
        "by_id": work.caller.id,
        "by_name": work.caller.name,
        "reason": reason,
        "told": told,
    }
    position = chain.add(work.session, Entry.__table__, entry, alone=ALONE)  # type: ignore[arg-type]
    for phone in dict.fromkeys(told.get("phones", ())):
        work.session.add(EntryPhone(position=position, phone=phone))
    for of in dict.fromkeys(relative["customer_id"] for relative in told.get("relatives", ())):
        work.session.add(EntryRelative(position=position, of_id=of, customer_id=one.customer_id))
    return position


def _entries(work: Work, one: Registered) -> list[Entry]:
    return known.entries_of(work, [one.id])[one.id]


def _stand(work: Work, one: Registered) -> None:
    """Works out anew how the registration stands, from all its entries."""
    entries = _entries(work, one)
    told, now = known.particulars(entries), known.standing(entries)
    one.name, one.company, one.phones, one.address = told.name, told.company, list(told.phones), told.address_spelled
    work.session.execute(delete(Related).where(Related.registration_id == one.id))
    for customer, relation in dict(now.relatives).items():
        work.session.add(
            Related(registration_id=one.id, customer_id=one.customer_id, of_id=customer, relation=relation)
        )
    one.valid_from = now.valid_from
    one.valid_until = valid_until(now, settings.numbers_of(work.settings).valid_for)
    one.extensions = len(now.extended_on)
