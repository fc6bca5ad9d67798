"""What leasing shows of deals: whose customer each was, by which verdicts, and what may still be done (LEAD-10)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from kit.clock import DEFAULT_ZONE, local_date
from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.leads import scope
from services.leads.models import AttributedShare, Attribution, KnownEstate, KnownPerson, StoredVerdict
from services.leads.queries import identities
from services.leads.rules.register import number_of
from services.leads.rules.verdicts import Claim, reasons_not_to_claim
from services.leads.rules.words import Channel, Standing

Names = Mapping[str, str]


def _has_a_share(consultant_id: Any) -> Any:
    return Attribution.deal_id.in_(
        select(AttributedShare.deal_id).where(AttributedShare.consultant_id == consultant_id)
    )


_IS_WITHDRAWN = Attribution.withdrawn_on.is_not(None)
ATTRIBUTIONS = Listing(
    columns={"closed_at": Attribution.closed_at, "claim_until": Attribution.claim_until},
    key=Attribution.deal_id,
    default_sort="-closed_at",
    filters={
        "estate_id": Attribution.estate_id,
        "customer_id": identities.is_of(Attribution.customer_id),
        "consultant_id": _has_a_share,
        "is_withdrawn": lambda told: _IS_WITHDRAWN if told else ~_IS_WITHDRAWN,
        "since": lambda day: Attribution.closed_on >= day,
        "until": lambda day: Attribution.closed_on <= day,
    },
    search=(Attribution.number, Attribution.unit_number, Attribution.customer_name),
)


def attributions(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the deals of the caller's estates, each with the verdict in force, the newest first."""
    chosen = select(Attribution).where(scope.within(work.caller, Attribution.estate_id))
    if asked.get("mine"):
        chosen = chosen.where(_has_a_share(work.caller.id))
    if asked.get("state"):
        chosen = chosen.where(Attribution.is_final.is_(asked["state"] == "final"))
    page = ATTRIBUTIONS.page(work, chosen, asked)
    return page | {"items": _items(work, page["items"])}


def deals_of(work: Work, customer_ids: Collection[str]) -> list[dict[str, Any]]:
    """The deals of these customers within the caller's estates, the newest first (LEAD-8)."""
    seen = scope.within(work.caller, Attribution.estate_id)
    chosen = select(Attribution).where(Attribution.customer_id.in_(customer_ids), seen)
    return _items(work, work.session.scalars(chosen.order_by(Attribution.closed_at.desc(), Attribution.deal_id)).all())


def attribution(work: Work, deal_id: str) -> dict[str, Any]:
    """A deal with every verdict on it in their order, and what the caller may do. Raises NoSuchDeal."""
    work.session.flush()
    one = scope.deal(work, deal_id)
    names = _names(work)
    verdicts = verdicts_on(work, deal_id)
    estate = work.session.get(KnownEstate, one.estate_id)
    (item,) = _items(work, [one])
    return item | {
        "estate": estate.name if estate else "",
        "zone": estate.zone if estate else DEFAULT_ZONE,
        "price": verdicts[-1].price,
        "is_on_site": verdicts[-1].is_on_site,
        "verdicts": [shown(each, names) for each in verdicts],
        "may_do": _may_do(work, one),
    }


def verdicts_on(work: Work, deal_id: str) -> Sequence[StoredVerdict]:
    """Every verdict on a deal, the one in force last."""
    chosen = select(StoredVerdict).where(StoredVerdict.deal_id == deal_id)
    return work.session.scalars(chosen.order_by(StoredVerdict.position)).all()


def in_force(work: Work, deal_id: str) -> StoredVerdict:
    """The verdict in force on a deal that has one."""
    return verdicts_on(work, deal_id)[-1]


def consultants_named(work: Work, deal_id: str) -> set[str]:
    """Everybody whom a verdict on the deal gives a share or a claim, or a registration that was weighed."""
    return {name for verdict in verdicts_on(work, deal_id) for name in _consultants_in(verdict)}


def _consultants_in(verdict: StoredVerdict) -> Iterator[str]:
    yield verdict.closer_id
    yield from (each["consultant_id"] for each in (*verdict.shares, *verdict.weighed))


def claim_on(one: Attribution) -> Claim:
    """The claim on a deal as it stands."""
    return Claim(one.claimant_id, one.claim_until, one.kind)


def shown(verdict: StoredVerdict, names: Names) -> dict[str, Any]:
    """A verdict as it was given, with the names of those it speaks of as they are known now."""
    weighed = [_weighed(each, names) for each in verdict.weighed]
    about = {each["registration_id"]: each for each in weighed}
    told = {column.key: getattr(verdict, column.key) for column in verdict.__mapper__.column_attrs}
    return told | {
        "on": verdict.closed_on,
        "rules": list(dict.fromkeys(reason["rule"] for reason in verdict.reasons)),
        "reasons": [reason | {"details": about.get(reason.get("registration_id"), {})} for reason in verdict.reasons],
        "weighed": weighed,
        "shares": [share | {"consultant": names.get(share["consultant_id"], "")} for share in verdict.shares],
        "claimant": names.get(verdict.claimant_id or ""),
    }


def _weighed(each: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return dict(each) | {
        "number": number_of(each["position"]),
        "consultant": names.get(each["consultant_id"], ""),
        "day": date.fromisoformat(each["day"]),
        "valid_until": date.fromisoformat(each["valid_until"]) if each["valid_until"] else None,
        "channel": Channel(each["channel"]),
        "standing": Standing(each["standing"]),
    }


def _items(work: Work, found: Sequence[Attribution]) -> list[dict[str, Any]]:
    chosen = select(AttributedShare).where(AttributedShare.deal_id.in_([one.deal_id for one in found]))
    shares = work.session.scalars(chosen.order_by(AttributedShare.percent.desc(), AttributedShare.consultant_id)).all()
    names, heard = (_names(work) if found else {}), _heard_on(work, found)
    items = [_item(one, [share for share in shares if share.deal_id == one.deal_id], names) for one in found]
    return [item | {"heard_on": heard[item["deal_id"]]} for item in items]


def _heard_on(work: Work, found: Sequence[Attribution]) -> dict[str, date]:
    """On which day at its estate each deal was heard of here, and its first verdict given."""
    first = (StoredVerdict.deal_id.in_([one.deal_id for one in found]), StoredVerdict.position == 1)
    chosen = select(StoredVerdict.deal_id, StoredVerdict.estate_id, StoredVerdict.at).where(*first)
    return {deal: local_date(at, scope.zone_of(work, estate)) for deal, estate, at in work.session.execute(chosen)}


def _item(one: Attribution, shares: Sequence[AttributedShare], names: Names) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return told | {
        "state": "final" if one.is_final else "open_claim",
        "closer": names.get(one.closer_id, ""),
        "claimant": names.get(one.claimant_id or ""),
        "shares": [
            {"consultant_id": share.consultant_id, "consultant": names.get(share.consultant_id, "")}
            | {"percent": share.percent}
            for share in shares
        ],
    }


def _names(work: Work) -> Names:
    return {person.id: person.name for person in work.session.execute(select(KnownPerson.id, KnownPerson.name))}


def _may_do(work: Work, one: Attribution) -> list[dict[str, Any]]:
    against: dict[str, list[Reason]] = {
        "claim": list(reasons_not_to_claim(claim_on(one), work.caller.id, scope.today_at(work, one.estate_id))),
        "overrule": [],
    }
    return [
        {"act": act, "zh": zh, "en": en}
        | {"reasons_against": [*scope.reasons_of_role(work, f"attribution.{act}"), *against[act]]}
        for act, zh, en in (("claim", "主张分单", "Claim a share"), ("overrule", "改判", "Overrule"))
    ]
