"""Whose customer it was: the client's attribution rules over the register, in the order of the client's page.

一、现场 (on site): the first valid registration counts, for fifteen days; relatives belong to it; who closes shares
with it where both registered, and else alone unless the first one claims within three days.
二、展场 (exhibition): these clauses go before, and decide who the first one is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from kit.reasons import Reason
from services.leads.rules import sayings
from services.leads.rules.families import Relations, kinships
from services.leads.rules.register import VALID_FOR, Period, Registration, period_on, valid_until
from services.leads.rules.words import Channel, Standing

CLAIM_WITHIN = 3  # Days after the deal's own, to the end of the third (LEAD-8).
FIRST_PERCENT = 50  # Of the first one, and of the exhibition's consultant; the closer has the rest (LEAD-7, LEAD-9).
ALL = Decimal(100)


@dataclass(frozen=True)
class Numbers:
    """The rules' numbers; the configuration may set others (PROC-9)."""

    valid_for: int = VALID_FOR
    claim_within: int = CLAIM_WITHIN
    first_percent: Decimal = Decimal(FIRST_PERCENT)


@dataclass(frozen=True)
class Deal:
    """A deal: whose customer it is about is the question. `closer` is the consultant who made it, `on` its day."""

    id: str
    customer: str
    closer: str
    on: date
    is_on_site: bool = True


@dataclass(frozen=True)
class Visit:
    """A reception on site that left no registration, of a customer who is known; `asked_for` is a consultant."""

    customer: str
    on: date
    asked_for: str | None = None


@dataclass(frozen=True)
class Weighed:
    """A registration as it was looked at: what it was worth on the day of the deal, and its last valid day."""

    registration: Registration
    standing: Standing
    until: date | None


@dataclass(frozen=True)
class Share:
    """What a consultant has of a deal, in percent."""

    consultant: str
    percent: Decimal


@dataclass(frozen=True)
class Verdict:
    """Whose customer it was, and why (LEAD-10).

    `reasons` name the rules in the order in which they were applied. Until `claim_until` the first one, `claimant`, may
    still claim a share; who did so in time has it. The shares of a deal always add up to a hundred.
    """

    deal: Deal
    weighed: tuple[Weighed, ...]
    reasons: tuple[Reason, ...]
    shares: tuple[Share, ...]
    claimant: str | None = None
    claim_until: date | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules applied, in their order, each once."""
        return tuple(dict.fromkeys(reason.rule for reason in self.reasons if reason.rule))


def attribute(
    deal: Deal,
    registrations: Iterable[Registration],
    visits: Iterable[Visit] = (),
    claimed_on: date | None = None,
    numbers: Numbers | None = None,
    known_as: Mapping[str, str] | None = None,
) -> Verdict:
    """The verdict on a deal, from the register as it stands on the deal's day.

    `claimed_on` is the day on which the first one claimed, if that has happened. `known_as` has the customers' ids that
    stood for another customer by then, with that one: a deal, a visit, a relation may name either. Nothing is asked of
    the order in which registrations and visits are given.
    """
    now = known_as or {}
    known = tuple(one.with_relatives_known_as(now) for one in registrations)
    seen = tuple(replace(one, customer=now.get(one.customer, one.customer)) for one in visits)
    customer = now.get(deal.customer, deal.customer)
    return _Weighing(deal, numbers or Numbers(), known, seen, customer).verdict(claimed_on)


def shared(first: str, closer: str, first_percent: Decimal) -> tuple[Share, ...]:
    """First receiver and closer share a deal; nobody has a share of nothing."""
    shares = Share(first, first_percent), Share(closer, ALL - first_percent)
    return tuple(share for share in shares if share.percent > 0)


@dataclass
class _Weighing:
    deal: Deal
    numbers: Numbers
    registrations: Sequence[Registration]
    visits: Sequence[Visit]
    customer: str
    reasons: list[Reason] = field(default_factory=list)
    given_up: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        known = [one for one in self.registrations if one.on <= self.deal.on]
        relations = Relations(known)
        self.kinships = kinships(known, relations, self.numbers.valid_for)
        self.household = relations.household(self.customer)
        concerned = (one for one in known if one.customer in self.household)
        self.concerned = sorted(concerned, key=lambda one: (one.on, one.position))

    def verdict(self, claimed_on: date | None) -> Verdict:
        self._tell_what_gives_no_claim()
        first = self._first()
        while first is not None and first.channel is Channel.EXHIBITION:
            if self.deal.on == first.on and self.deal.is_on_site:
                return self._closed_on_the_day_of_the_exhibition(first)
            if self.deal.on == first.on or not self._gives_up(first):
                break
            first = self._first()
        if first is None:
            return self._alone(sayings.nobody_before())
        self.reasons.append(sayings.first(first, self._until(first)))
        if first.consultant == self.deal.closer:
            return self._alone(sayings.closed_by_the_first())
        if mine := self._own_of_the_closer(first):
            return self._shared(first, sayings.both_registered(mine))
        return self._closed_by_a_second(first, claimed_on)

    def _tell_what_gives_no_claim(self) -> None:
        if self.customer != self.deal.customer:
            self.reasons.append(sayings.turned_out())
        for one in self.concerned:
            if one.valid_from is None:
                self.reasons.append(sayings.inquiry(one))
            elif one.id in self.kinships:
                self.reasons.append(sayings.relative(one, self.kinships[one.id].relation))
            elif self._period(one) is None:
                self.reasons.append(sayings.expired(one, self._until(one)))

    def _first(self) -> Registration | None:
        """The registration whose unbroken validity began first, of those valid on the day of the deal (一.3, 一.4)."""
        standing = [(period.since, one.place, one) for one, period in self._standing()]
        return min(standing, key=lambda row: row[:2])[2] if standing else None

    def _standing(self) -> Iterator[tuple[Registration, Period]]:
        for one in self.concerned:
            period = self._period(one)
            if period is not None and one.id not in self.kinships and one.id not in self.given_up:
                yield one, period

    def _gives_up(self, exhibited: Registration) -> bool:
        """Whether an exhibition's registration is worth nothing: who was not on site that day comes as a new customer.

        Unless at the next visit that very consultant was asked for (二.2 to 二.4).
        """
        visits = sorted(self._visits_since(exhibited.on, exhibited.customer))
        if visits and visits[0][0] == exhibited.on:
            self.reasons.append(sayings.on_site_that_day(exhibited))
            return False
        asked_for = visits[0][2] if visits else ""
        if asked_for == exhibited.consultant:
            self.reasons.append(sayings.asked_for_again(exhibited))
            return False
        self.reasons.append(sayings.asked_for_another(exhibited) if asked_for else sayings.new_customer(exhibited))
        self.given_up.add(exhibited.id)
        return True

    def _visits_since(self, day: date, customer: str) -> Iterator[tuple[date, int, str]]:
        """Visits on site since the day: when, their place within the day, and the consultant asked for."""
        for one in self.concerned:
            if one.on >= day and one.channel is not Channel.EXHIBITION and one.customer == customer:
                yield one.on, one.position, one.asked_for or ""
        for visit in self.visits:
            if visit.customer == customer and day <= visit.on <= self.deal.on:
                yield visit.on, 0, visit.asked_for or ""

    def _own_of_the_closer(self, first: Registration) -> Registration | None:
        """The closer's own valid registration of this customer, if there is one (一.5)."""
        customers = (self.customer, first.customer)
        own = (one for one, _ in self._standing() if one.customer in customers)
        return next((one for one in own if one.consultant == self.deal.closer), None)

    def _closed_on_the_day_of_the_exhibition(self, exhibited: Registration) -> Verdict:
        """二.1: who came to the site and closed that day is the exhibition's and the site's consultant's."""
        if exhibited.consultant == self.deal.closer:
            return self._alone(sayings.closed_on_the_day_by_the_same(exhibited))
        return self._shared(exhibited, sayings.closed_on_the_day(exhibited))

    def _closed_by_a_second(self, first: Registration, claimed_on: date | None) -> Verdict:
        """一.6: the first one has three days from the deal's to find it and claim; after that it is the closer's."""
        last = self.deal.on + timedelta(self.numbers.claim_within)
        claim = {"claimant": first.consultant, "claim_until": last}
        if claimed_on is None:
            return self._alone(sayings.may_claim(last), **claim)
        if claimed_on > last:
            return self._alone(sayings.claimed_too_late(claimed_on, last), **claim)
        return self._shared(first, sayings.claimed(claimed_on, last), **claim)

    def _alone(self, why: Reason, **claim: object) -> Verdict:
        return self._verdict(why, (Share(self.deal.closer, ALL),), **claim)

    def _shared(self, first: Registration, why: Reason, **claim: object) -> Verdict:
        return self._verdict(why, shared(first.consultant, self.deal.closer, self.numbers.first_percent), **claim)

    def _verdict(self, why: Reason, shares: tuple[Share, ...], **claim: object) -> Verdict:
        weighed = tuple(Weighed(one, self._worth(one), self._until(one)) for one in self.concerned)
        return Verdict(self.deal, weighed, (*self.reasons, why), shares, **claim)  # type: ignore[arg-type]

    def _worth(self, one: Registration) -> Standing:
        if one.valid_from is None:
            return Standing.INQUIRY
        if one.id in self.kinships:
            return Standing.FAMILY
        if self._period(one) is None:
            return Standing.EXPIRED
        return Standing.NEW_CUSTOMER if one.id in self.given_up else Standing.COUNTS

    def _period(self, one: Registration) -> Period | None:
        return period_on(one, self.deal.on, self.numbers.valid_for)

    def _until(self, one: Registration) -> date | None:
        return valid_until(one, self.numbers.valid_for)
