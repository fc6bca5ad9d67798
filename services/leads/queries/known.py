"""What the register knows: of a registration by its entries, of a customer by phone, name and address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from kit.work import Work
from services.leads.models import Entry, EntryPhone, Registered
from services.leads.rules.particulars import EntryKind, Particulars
from services.leads.rules.people import may_be_the_same
from services.leads.rules.register import Correction, Registration, as_corrected
from services.leads.rules.words import Channel

CHUNK = 500


def entries_of(work: Work, registration_ids: Sequence[str]) -> dict[str, list[Entry]]:
    """All entries of these registrations, in the order of the register."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for start in range(0, len(registration_ids), CHUNK):
        some = Entry.registration_id.in_(registration_ids[start : start + CHUNK])
        for entry in work.session.scalars(select(Entry).where(some).order_by(Entry.position)):
            found[entry.registration_id].append(entry)
    return found


def particulars(entries: Sequence[Entry]) -> Particulars:
    """What was written down last, and so holds."""
    return Particulars.from_told([entry for entry in entries if entry.kind is not EntryKind.EXTENSION][-1].told)


def standing(entries: Sequence[Entry], day: date = date.max) -> Registration:
    """The registration that these entries make, as it stands on `day`."""
    first, *later = entries
    corrected = (entry for entry in later if entry.kind is EntryKind.CORRECTION)
    corrections = [
        Correction(entry.day, Particulars.from_told(entry.told), entry.position, entry.customer_id)
        for entry in corrected
    ]
    registration = Registration(
        first.id,
        first.position,
        first.day,
        first.customer_id,
        first.told.get("consultant_id", first.by_id),
        Channel(first.told["channel"]),
        asked_for=first.told.get("asked_for_id"),
        extended_on=tuple(entry.day for entry in later if entry.kind is EntryKind.EXTENSION),
    )
    return as_corrected(registration, Particulars.from_told(first.told), corrections, day)


def customer_of(work: Work, told: Particulars, beside: str | None = None) -> str | None:
    """The customer that this is: a phone that was entered before, under a name that may be the same (LEAD-2).

    `beside` is a registration that does not count, being the one in question.
    """
    others = (one for one in with_phone(work, told.phones) if one.id != beside)
    return next((one.customer_id for one in others if may_be_the_same(one.name, told.name)), None)


def is_alone(work: Work, one: Registered) -> bool:
    """Whether this registration is all that the register has of its customer."""
    others = select(Registered.id).where(Registered.customer_id == one.customer_id, Registered.id != one.id)
    return work.session.scalars(others.limit(1)).first() is None


def with_phone(work: Work, phones: Iterable[str]) -> list[Registered]:
    """The registrations that ever named one of these phones, the first in the register first."""
    named = select(Entry.registration_id).join(EntryPhone, EntryPhone.position == Entry.position)
    chosen = select(Registered).where(Registered.id.in_(named.where(EntryPhone.phone.in_(list(phones)))))
    return list(work.session.scalars(chosen.order_by(Registered.position)))


def with_address(work: Work, told: Particulars) -> list[Registered]:
    """The registrations that name the same address, the first in the register first."""
    if not told.address_spelled:
        return []
    chosen = select(Registered).where(Registered.address == told.address_spelled)
    return list(work.session.scalars(chosen.order_by(Registered.position)))


def recognised(work: Work, phone: str | None, name: str) -> str | None:
    """The customer with that phone, and a name that may be the same where one was said; None for a stranger."""
    if phone is None:
        return None
    found = with_phone(work, [phone])
    same = [one for one in found if not name or not one.name or may_be_the_same(one.name, name)]
    return same[0].customer_id if same else None
