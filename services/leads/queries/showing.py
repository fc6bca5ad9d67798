"""What leasing shows of the register: registrations, one of them whole, a customer's own page, a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from kit.clock import DEFAULT_ZONE
from kit.listing import Listing
from kit.phones import masked
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope, settings
from services.leads.errors import NoSuchVisitor
from services.leads.models import Entry, EntryPhone, KnownEstate, KnownPerson, Registered, Related
from services.leads.queries import caretaking, identities, known, verdicts, weighing
from services.leads.rules.attribution import Deal, Verdict, attribute
from services.leads.rules.particulars import (
    EntryKind,
    Particulars,
    reasons_not_to_be_valid,
    reasons_not_to_correct_it,
    what_changed,
)
from services.leads.rules.register import number_of, reasons_not_to_extend

REGISTRATIONS = Listing(
    columns={"position": Registered.position, "day": Registered.day, "valid_until": Registered.valid_until},
    key=Registered.id,
    default_sort="-position",
    filters={
        "estate_id": Registered.estate_id,
        "customer_id": Registered.customer_id,
        "consultant_id": Registered.consultant_id,
        "caretaker_id": caretaking.is_in_care_of,
        "channel": Registered.channel,
        "phone": lambda phone: Registered.id.in_(
            select(Entry.registration_id)
            .join(EntryPhone, EntryPhone.position == Entry.position)
            .where(EntryPhone.phone == phone)
        ),
        "since": lambda day: Registered.day >= day,
        "until": lambda day: Registered.day <= day,
    },
    search=(Registered.number, Registered.name, Registered.company, Registered.consultant),
)


def registrations(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the register; what is past its validity is the sales manager's list (LEAD-6)."""
    chosen = select(Registered).where(scope.within(work.caller, Registered.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(Registered.consultant_id == work.caller.id)
    if asked.get("state"):
        chosen = chosen.where(_is(work, asked["state"]))
    page = REGISTRATIONS.page(work, chosen, asked)
    return page | {"items": _rows(work, page["items"])}


def _is(work: Work, state: str) -> ColumnElement[bool]:
    if state == "inquiry":
        return Registered.valid_until.is_(None)
    is_past = _is_past(work)
    return is_past if state == "expired" else and_(Registered.valid_until.is_not(None), ~is_past)


def _is_past(work: Work) -> ColumnElement[bool]:
    """Whether its last day is over where its estate lies; nearly always all of them lie in one zone."""
    zones = work.session.scalars(select(KnownEstate.zone).distinct()).all() or [DEFAULT_ZONE]
    if len(zones) == 1:
        return Registered.valid_until < work.today(zones[0])
    there = {zone: select(KnownEstate.id).where(KnownEstate.zone == zone) for zone in zones}
    past = (Registered.estate_id.in_(there[zone]) & (Registered.valid_until < work.today(zone)) for zone in zones)
    return or_(*past)


def _rows(work: Work, found: Sequence[Registered]) -> list[dict[str, Any]]:
    caretakers = caretaking.caretakers(work, found)
    return [_row(work, one) | caretakers[one.id] for one in found]


def _row(work: Work, one: Registered) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    today = scope.today_at(work, one.estate_id)
    state = "inquiry" if one.valid_until is None else "valid" if one.valid_until >= today else "expired"
    return told | {"phones": [masked(phone) for phone in one.phones], "state": state}


def registration(work: Work, registration_id: str) -> dict[str, Any]:
    """One registration, whole."""
    work.session.flush()
    one = scope.registration(work, registration_id)
    entries = known.entries_of(work, [one.id])[one.id]
    told = known.particulars(entries)
    (row,) = _rows(work, [one])
    shown = told if _sees_phones(work, row) else replace(told, phones=tuple(map(masked, told.phones)))
    asked_for = work.session.get(KnownPerson, one.asked_for_id) if one.asked_for_id else None
    return row | {
        "asked_for": asked_for.name if asked_for else None,
        "particulars": shown,
        "lacks": list(reasons_not_to_be_valid(told)),
        "entries": [_entry(entry, before) for entry, before in zip(entries, [None, *entries], strict=False)],
        "suggestions": suggestions(work, one, told),
        "may_do": _may_do(work, one, entries, row["caretaker_id"]),
    }


def _sees_phones(work: Work, row: Mapping[str, Any]) -> bool:
    return work.caller.id in (row["consultant_id"], row["caretaker_id"]) or scope.is_superior(work.caller)


def _entry(entry: Entry, before: Entry | None) -> dict[str, Any]:
    names = ("position", "kind", "at", "day", "by_name", "reason", "hash")
    told = {name: getattr(entry, name) for name in names} | {"changed": {}}
    if entry.kind is EntryKind.CORRECTION and before is not None:
        changed = what_changed(Particulars.from_told(before.told), Particulars.from_told(entry.told))
        told["changed"] = {name: values for name, values in changed.items() if name != "phones"}
        if "phones" in changed:
            told["changed"]["phones"] = [[masked(phone) for phone in phones or ()] for phones in changed["phones"]]
    return told


def suggestions(work: Work, one: Registered, told: Particulars) -> list[dict[str, Any]]:
    """Other customers who share a phone or the address, and are not recorded as relatives yet (LEAD-5)."""
    recorded = {relative.customer_id for relative in told.relatives} | {one.customer_id}
    found: dict[str, dict[str, Any]] = {}
    for why, others in (("phone", known.with_phone(work, told.phones)), ("address", known.with_address(work, told))):
        for other in others:
            if other.customer_id not in recorded and work.caller.may_see(other.estate_id):
                suggested = {"customer_id": other.customer_id, "name": other.name, "number": other.number, "why": why}
                found.setdefault(other.customer_id, suggested)
    return list(found.values())


def _may_do(work: Work, one: Registered, entries: Sequence[Entry], caretaker_id: str) -> list[dict[str, Any]]:
    numbers, today = settings.numbers_of(work.settings), scope.today_at(work, one.estate_id)
    is_own, has_taken_over = work.caller.id == one.consultant_id, work.caller.id == caretaker_id
    against = {
        "correct": reasons_not_to_correct_it(is_own, has_taken_over, scope.is_superior(work.caller)),
        "extend": reasons_not_to_extend(known.standing(entries), today, numbers.valid_for),
    }
    return [
        {
            "act": act,
            "zh": zh,
            "en": en,
            "reasons_against": [*scope.reasons_of_role(work, f"registration.{act}"), *against[act]],
        }
        for act, zh, en in (("correct", "更正", "Correct"), ("extend", "延期", "Extend"))
    ]


def visitor(work: Work, customer_id: str) -> dict[str, Any]:
    """A customer's own page of the register, as far as the caller's estates reach. Raises NoSuchVisitor.

    Its deals are those of relatives too: that is where a first consultant finds them (LEAD-8). Whoever follows an id
    from before a correction comes to the page of the customer for whom it stands now.
    """
    customer_id = identities.whose(work, customer_id)
    seen = scope.within(work.caller, Registered.estate_id)
    own = select(Registered).where(Registered.customer_id == customer_id, seen).order_by(Registered.position)
    found = work.session.scalars(own).all()
    if not found:
        raise NoSuchVisitor()
    relatives = _relatives(work, customer_id)
    household = {customer_id, *(one["customer_id"] for one in relatives)}
    return {
        "customer_id": customer_id,
        "registrations": _rows(work, found),
        "relatives": relatives,
        "deals": verdicts.deals_of(work, {id for one in household for id in identities.ids_of(work, one)}),
    }


def _relatives(work: Work, customer_id: str) -> list[dict[str, Any]]:
    """Who said to be whose relative; a relation may name either by an id from before a correction."""
    either = or_(Related.customer_id == customer_id, Related.of_id.in_(identities.ids_of(work, customer_id)))
    said = [
        (identities.whose(work, one.of_id) if one.customer_id == customer_id else one.customer_id, one)
        for one in work.session.scalars(select(Related).where(either))
    ]
    relations = [(other, one.relation, one.customer_id == customer_id) for other, one in said if other != customer_id]
    names = ("customer_id", "relation", "is_theirs")
    return [dict(zip(names, relation, strict=True)) for relation in dict.fromkeys(relations)]


def attribution(work: Work, customer_id: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Whose customer it would be, had that consultant made a deal on that day."""
    customer_id = visitor(work, customer_id)["customer_id"]
    scope.estate(work, asked["estate_id"])
    scope.consultant(work, asked["closer_id"], "closer_id")
    on: date = asked.get("on") or scope.today_at(work, asked["estate_id"])
    deal = Deal("", customer_id, asked["closer_id"], on, asked["is_on_site"])
    found = weighing.household(work, customer_id, asked["estate_id"], weighing.AsOf(on))
    numbers, claimed_on = settings.numbers_of(work.settings), asked.get("claimed_on")
    return shown_verdict(work, attribute(deal, found.registrations, found.visits, claimed_on, numbers, found.known_as))


def shown_verdict(work: Work, verdict: Verdict) -> dict[str, Any]:
    """A verdict with the names of those it speaks of."""
    names = {person.id: person.name for person in work.session.scalars(select(KnownPerson))}
    weighed = [
        {
            "registration_id": each.registration.id,
            "number": number_of(each.registration.position),
            "day": each.registration.on,
            "consultant_id": each.registration.consultant,
            "consultant": names.get(each.registration.consultant, ""),
            "channel": each.registration.channel.value,
            "standing": each.standing,
            "valid_until": each.until,
        }
        for each in verdict.weighed
    ]
    return {
        "customer_id": verdict.deal.customer,
        "closer_id": verdict.deal.closer,
        "on": verdict.deal.on,
        "rules": list(verdict.rules),
        "reasons": [_with_names(reason, weighed) for reason in verdict.reasons],
        "weighed": weighed,
        "shares": [
            {"consultant_id": one.consultant, "consultant": names.get(one.consultant, ""), "percent": one.percent}
            for one in verdict.shares
        ],
        "claimant_id": verdict.claimant,
        "claimant": names.get(verdict.claimant or ""),
        "claim_until": verdict.claim_until,
    }


def _with_names(reason: Reason, weighed: Sequence[Mapping[str, Any]]) -> Reason:
    """The reason with number and consultant of the registration it speaks of."""
    about = {each["registration_id"]: each for each in weighed}.get(reason.details.get("registration_id"))
    if about is None:
        return reason
    return replace(reason, details={name: about[name] for name in ("registration_id", "number", "consultant")})
