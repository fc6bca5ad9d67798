"""The register: what makes a registration valid, for how long, and what a correction or an extension changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kit.reasons import Reason
from services.leads.rules.particulars import Particulars, is_valid
from services.leads.rules.words import Channel, Relation

VALID_FOR = 15  # Days, to the end of the fifteenth after the registration's own (LEAD-4).


@dataclass(frozen=True)
class Registration:
    """One registration as it stands on a day: `customer` and `consultant` are ids, `on` its day at the estate.

    `position` is its place in the register. `valid_from` is the day it was first all that LEAD-2 asks for, or None.
    `asked_for` is the consultant whom the visitor asked for by name; `extended_on` are the days on which a sales
    manager confirmed it anew. `valid_at` is the place of the entry that made it valid, where that is a later one.
    """

    id: str
    position: int
    on: date
    customer: str
    consultant: str
    channel: Channel = Channel.WALK_IN
    valid_from: date | None = None
    relatives: tuple[tuple[str, Relation], ...] = ()
    asked_for: str | None = None
    extended_on: tuple[date, ...] = ()
    valid_at: int | None = None

    @property
    def place(self) -> int:
        """Who was first within a day: the place in the register of the entry that made it valid."""
        return self.position if self.valid_at is None else self.valid_at

    def with_relatives_known_as(self, now: Mapping[str, str]) -> "Registration":
        """The same, with the relatives' ids for whom each stands."""
        return replace(self, relatives=tuple((now.get(one, one), relation) for one, relation in self.relatives))


@dataclass(frozen=True)
class Period:
    """An unbroken stretch of validity, both days included."""

    since: date
    until: date

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Correction:
    """What a later entry says of a registration, from the day of that entry on (LEAD-3).

    `position` is that entry's place in the register; `customer` is given where the entry shows another customer.
    """

    on: date
    particulars: Particulars
    position: int | None = None
    customer: str | None = None


def number_of(position: int) -> str:
    """The number by which people call a registration, from its place in the register: `LF000007`."""
    return f"LF{position:06d}"


def as_corrected(first: Registration, told: Particulars, corrections: Sequence[Correction], day: date) -> Registration:
    """The registration as it stands on `day`: what was corrected counts from its own day, and what came later not yet.

    Once valid it stays so: a correction can add what was missing, and takes no claim away. Where one shows that it is
    another customer, the registration is valid for that one from the correction's own day, and no sooner.
    """
    valid_from, valid_at, customer = first.on if is_valid(told) else None, first.valid_at, first.customer
    relatives = told.relatives
    for correction in sorted(corrections, key=lambda one: one.on):
        if correction.on > day:
            break
        is_another = correction.customer not in (None, customer)
        if (valid_from is None and is_valid(correction.particulars)) or (valid_from is not None and is_another):
            valid_from, valid_at = correction.on, correction.position
        customer = correction.customer or customer
        relatives = correction.particulars.relatives
    extended_on = tuple(sorted(one for one in first.extended_on if one <= day))
    return replace(
        first,
        customer=customer,
        valid_from=valid_from,
        valid_at=valid_at,
        relatives=tuple((one.customer_id, one.relation) for one in relatives),
        extended_on=extended_on,
    )


def periods(registration: Registration, valid_for: int = VALID_FOR) -> list[Period]:
    """When it is valid: from its day to the end of the fifteenth after, and so from each extension (LEAD-4, LEAD-6).

    An extension on the day after the last, or before, leaves no gap, and the stretch keeps its beginning.
    """
    if registration.valid_from is None:
        return []
    found = [Period(registration.valid_from, registration.valid_from + timedelta(valid_for))]
    for day in sorted(registration.extended_on):
        last, until = found[-1], day + timedelta(valid_for)
        if day <= last.until + timedelta(1):
            found[-1] = Period(last.since, max(last.until, until))
        else:
            found.append(Period(day, until))
    return found


def period_on(registration: Registration, day: date, valid_for: int = VALID_FOR) -> Period | None:
    """The stretch of validity that covers the day, if one does."""
    return next((period for period in periods(registration, valid_for) if period.covers(day)), None)


def valid_until(registration: Registration, valid_for: int = VALID_FOR) -> date | None:
    """The last day on which it is valid; None for one that gives no claim."""
    found = periods(registration, valid_for)
    return found[-1].until if found else None


def reasons_not_to_extend(registration: Registration, today: date, valid_for: int = VALID_FOR) -> Iterator[Reason]:
    """Only a registration that was valid and is past it is extended, once for each time that it lapses (LEAD-6)."""
    until = valid_until(registration, valid_for)
    if until is None:
        yield Reason(
            "never_valid", "咨询登记没有有效期,不能延期。", "An inquiry has no validity to extend.", rule="LEAD-6"
        )
    elif until >= today:
        yield Reason(
            "still_valid",
            f"登记在 {until:%Y-%m-%d} 之前仍然有效,到期后方可延期。",
            f"The registration is valid to {until:%Y-%m-%d}; it is extended once that is past.",
            rule="LEAD-6",
        )
