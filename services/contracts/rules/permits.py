"""The papers without which nothing of an estate is sold (SALE-18)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kit.reasons import Reason
from kit.words import Word


class Permit(Word):
    """What the authorities and the bank have to have given, before the first unit is confirmed for sale."""

    LAND_USE = "land_use", "国有土地使用证", "Land use certificate"
    PLANNING = "planning", "建设用地规划许可证", "Land planning permit"
    WORKS_PLANNING = "works_planning", "建设工程规划许可证", "Works planning permit"
    CONSTRUCTION = "construction", "建设工程施工许可证", "Construction permit"
    PRESALE = "presale", "商品房预售许可证", "Presale permit"
    BUSINESS_LICENCE = "business_licence", "企业营业执照", "Business licence"
    MORTGAGE_AGREEMENT = "mortgage_agreement", "银行按揭协议", "Bank mortgage agreement"


@dataclass(frozen=True)
class Held:
    """A permit as it was recorded: in force from its day, to `until` inclusive where it runs out."""

    permit: Permit
    since: date
    until: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def deciding(recorded: Sequence[Held], day: date) -> int:
    """Which of one permit's entries decides on a day: the last recorded of those that have begun, else the last.

    One that is renewed early takes the place of the old one when it begins, and not before.
    """
    begun = [place for place, one in enumerate(recorded) if one.since <= day]
    return begun[-1] if begun else len(recorded) - 1


def reasons_not_to_sell(held: Iterable[Held], day: date) -> Iterator[Reason]:
    """No unit of an estate is confirmed for sale before every permit is recorded and in force (SALE-18)."""
    known = list(held)
    in_force = {one.permit for one in known if one.is_in_force(day)}
    for permit in Permit:
        if permit not in in_force:
            recorded = any(one.permit is permit for one in known)
            zh = f"{permit.zh}{'已失效或尚未生效' if recorded else '尚未登记'}，不能开售。"
            en = f"{permit.en}: {'not in force' if recorded else 'not recorded'}; nothing can be sold yet."
            yield Reason("permit", zh, en, rule="SALE-18", details={"permit": permit.value})


def reasons_against_term(since: date, until: date | None) -> Iterator[Reason]:
    """A permit ends no earlier than it begins."""
    if until is not None and until < since:
        zh, en = "有效期至不能早于发证日期。", "It cannot end before it begins."
        yield Reason("ends_before_start", zh, en, field="until", rule="SALE-18")
