"""Verdicts on deals as they are kept: who may still claim, who may overrule, and what either makes of a verdict."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kit.reasons import Reason
from kit.words import Word
from services.leads.rules.attribution import ALL, Numbers, Share, Verdict


class VerdictKind(Word):
    """What brought a verdict about."""

    GIVEN = "given", "成交界定", "Given on the deal"
    CLAIMED = "claimed", "主张成立", "Claimed in time"
    LAPSED = "lapsed", "逾期未主张", "Not claimed in time"
    OVERRULED = "overruled", "改判", "Overruled"


@dataclass(frozen=True)
class Claim:
    """The claim on a deal: whose it is (None where there is none), its last day, and the kind of verdict in force."""

    claimant: str | None
    until: date | None
    in_force: VerdictKind


def reasons_not_to_claim(claim: Claim, by: str, today: date) -> Iterator[Reason]:
    """The first consultant alone claims, to the end of the third day after the deal's, once (LEAD-8).

    Once a manager has overruled, nobody claims any more.
    """
    if claim.claimant is None or claim.until is None:
        yield Reason("no_claim", "此成交没有可主张的分单。", "There is nothing to claim on this deal.", rule="LEAD-8")
    elif claim.in_force is VerdictKind.OVERRULED:
        yield Reason(
            "overruled", "此成交已改判，不能再主张。", "The verdict was overruled; nobody claims now.", rule="LEAD-10"
        )
    elif claim.in_force is VerdictKind.CLAIMED:
        yield Reason("claimed_already", "已经主张过。", "It has been claimed already.", rule="LEAD-8")
    elif by != claim.claimant:
        yield Reason(
            "not_the_first", "只有第一登记顾问本人可以主张。", "Only the first consultant may claim.", rule="LEAD-8"
        )
    elif claim.in_force is VerdictKind.LAPSED or today > claim.until:
        yield Reason(
            "too_late",
            f"主张期限 {claim.until} 已过。",
            f"It could be claimed to the end of {claim.until}.",
            rule="LEAD-8",
        )


def reasons_not_to_share(shares: Sequence[Share]) -> Iterator[Reason]:
    """The shares of a deal are all above nothing, of each consultant one, and add up to a hundred (LEAD-10)."""
    twice = {one for one, count in Counter(share.consultant for share in shares).items() if count > 1}
    if twice:
        yield _of_shares("share_twice", "同一顾问只能列一次。", "No consultant stands there twice.")
    if any(share.percent <= 0 for share in shares):
        yield _of_shares("share_of_nothing", "每份比例须大于零。", "Each share is above nothing.")
    total = sum((share.percent for share in shares), Decimal(0))
    if total != ALL:
        yield _of_shares(
            "not_a_hundred", f"各份比例合计须为 100，现为 {total}。", f"The shares add up to {total}, not to 100."
        )


def reasons_not_to_overrule(in_force: Sequence[Share], is_final: bool, shares: Sequence[Share]) -> Iterator[Reason]:
    """An overruling changes the shares, or ends a claim that is open (LEAD-10)."""
    yield from reasons_not_to_share(shares)
    if is_final and set(in_force) == set(shares):
        yield _of_shares("nothing_changed", "与现行分配相同。", "These are the shares in force.")


def weighed_as_told(verdict: Verdict) -> list[dict[str, Any]]:
    """The registrations looked at, as they are kept, in JSON."""
    return [
        {
            "registration_id": one.registration.id,
            "position": one.registration.position,
            "customer_id": one.registration.customer,
            "day": one.registration.on.isoformat(),
            "consultant_id": one.registration.consultant,
            "channel": one.registration.channel.value,
            "standing": one.standing.value,
            "valid_until": one.until.isoformat() if one.until else None,
        }
        for one in verdict.weighed
    ]


def reason_as_told(reason: Reason) -> dict[str, Any]:
    """A rule that was applied, as it is kept: both languages, its id, and the registration it speaks of."""
    told = {"code": reason.code, "zh": reason.zh, "en": reason.en, "rule": reason.rule}
    about = reason.details.get("registration_id")
    return told | ({"registration_id": about} if about else {})


def shares_as_told(shares: Sequence[Share]) -> list[dict[str, str]]:
    return [{"consultant_id": share.consultant, "percent": str(share.percent)} for share in shares]


def shares_from_told(told: Sequence[dict[str, str]]) -> tuple[Share, ...]:
    return tuple(Share(one["consultant_id"], Decimal(one["percent"])) for one in told)


def numbers_as_told(numbers: Numbers) -> dict[str, str]:
    return {
        "valid_for": str(numbers.valid_for),
        "claim_within": str(numbers.claim_within),
        "first_percent": str(numbers.first_percent),
    }


def _of_shares(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, field="shares", rule="LEAD-10")
