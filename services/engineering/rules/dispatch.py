"""Who is given a work order: skill first, then area, then the least loaded, and the reasons for it (ENG-2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kit.reasons import Reason
from services.engineering.rules.areas import Area, Place
from services.words import Trade


class Mode(StrEnum):
    """How a work order found its technician."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"
    CLAIM = "claim"


@dataclass(frozen=True)
class Candidate:
    """A technician, as far as dispatching looks at one."""

    id: str
    staff_number: str
    name: str
    on_duty: bool
    skills: Mapping[Trade, int]
    areas: tuple[Area, ...]

    def closeness_to(self, place: Place) -> int | None:
        """How narrow the narrowest area is that covers `place`; None when none does."""
        return max((area.closeness for area in self.areas if area.covers(place)), default=None)


@dataclass(frozen=True)
class Job:
    """A work order, as far as dispatching looks at one.

    `rejected_by` holds the ids of those who gave it back, `given_to` the id of the one who has it now.
    """

    trade: Trade
    place: Place
    rejected_by: frozenset[str] = field(default_factory=frozenset)
    given_to: str | None = None


@dataclass(frozen=True)
class Ranked:
    """A suitable technician with the reasons that speak for the place in the ranking."""

    candidate: Candidate
    reasons: tuple[Reason, ...]


NO_TECHNICIAN = Reason(
    "no_technician", "只有维修人员本人可以抢单。", "Only a technician can claim a work order.", rule="ENG-2"
)
_CLOSENESS = {0: ("整个楼盘", "the whole estate"), 1: ("该楼栋", "the building"), 2: ("该楼层", "the floor")}


def rank_technicians(job: Job, technicians: Iterable[Candidate], loads: Mapping[str, int]) -> list[Ranked]:
    """Those who can be given the job, best first: the higher level, the narrower area, the fewer orders in hand.

    `loads` counts the open work orders by technician id. Equal technicians follow their staff numbers.
    """
    suitable = [one for one in technicians if not any(reasons_not_to_suit(job, one))]
    ranked = sorted(suitable, key=lambda one: _order(job, one, loads.get(one.id, 0)))
    return [Ranked(one, tuple(_reasons_for(job, one, loads.get(one.id, 0)))) for one in ranked]


def _order(job: Job, one: Candidate, load: int) -> tuple[int, int, int, str]:
    return -one.skills[job.trade], -(one.closeness_to(job.place) or 0), load, one.staff_number


def _reasons_for(job: Job, one: Candidate, load: int) -> Iterator[Reason]:
    level, (zh, en) = one.skills[job.trade], _CLOSENESS[one.closeness_to(job.place) or 0]
    yield Reason("skill", f"{job.trade.zh} {level} 级", f"{job.trade.en}, level {level}", rule="ENG-2")
    yield Reason("area", f"负责{zh}", f"looks after {en}", rule="ENG-2")
    yield Reason("load", f"手上有 {load} 张工单", f"has {load} work orders in hand", rule="ENG-2")


def reasons_not_to_give(job: Job, one: Candidate) -> Iterator[Reason]:
    """A work order goes, however dispatched, only to somebody on duty and skilled who has not given it back."""
    if not one.on_duty:
        yield Reason("off_duty", f"{one.name}不在岗。", f"{one.name} is off duty.", rule="ENG-2")
    if job.trade is not Trade.OTHER and job.trade not in one.skills:
        yield Reason(
            "no_skill",
            f"{one.name}不具备{job.trade.zh}技能。",
            f"{one.name} has no skill in {job.trade.en.lower()}.",
            rule="ENG-2",
        )
    if one.id == job.given_to:
        yield Reason("has_it", f"此工单已派给{one.name}。", f"{one.name} has this work order already.", rule="ENG-2")
    if one.id in job.rejected_by:
        yield Reason(
            "rejected_before", f"{one.name}已退回过此工单。", f"{one.name} has rejected this work order.", rule="ENG-2"
        )


def reasons_not_to_suit(job: Job, one: Candidate) -> Iterator[Reason]:
    """Automatic dispatch also keeps to the service areas, and leaves what belongs to no trade to a person."""
    yield from reasons_not_to_give(job, one)
    if job.trade is Trade.OTHER:
        yield Reason("no_trade", "工种未定,须人工派单。", "The trade is open; a person has to decide.", rule="ENG-2")
    if one.closeness_to(job.place) is None:
        yield Reason(
            "outside_area", f"{one.name}不负责此处。", f"{one.name} does not look after this place.", rule="ENG-2"
        )


def why_nobody(job: Job, technicians: Iterable[Candidate]) -> list[Reason]:
    """Why nobody is suitable: what stands against each of those who know the trade, or that nobody knows it."""
    skilled = [one for one in technicians if job.trade in one.skills]
    if skilled:
        return [reason for one in skilled for reason in reasons_not_to_suit(job, one)]
    if job.trade is Trade.OTHER:
        return [Reason("no_trade", "工种未定,须人工派单。", "The trade is open; a person has to decide.", rule="ENG-2")]
    zh, en = f"没有人具备{job.trade.zh}技能。", f"Nobody has a skill in {job.trade.en.lower()}."
    return [Reason("nobody_skilled", zh, en, rule="ENG-2")]
