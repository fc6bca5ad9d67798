"""What a verdict says, rule by rule, in both languages; whom it speaks of stands beside it (LEAD-10)."""

from datetime import date

from kit.reasons import Reason
from services.leads.rules.register import Registration
from services.leads.rules.words import Relation


def turned_out() -> Reason:
    return Reason(
        "turned_out",
        "成交所记的客户，登记簿在成交前已更正为另一客户，按更正后的客户界定。",
        "By a correction before the deal, the register knows the deal's customer as another, and it is weighed so.",
        rule="LEAD-3",
    )


def inquiry(one: Registration) -> Reason:
    return _about(
        one,
        "inquiry",
        f"{one.on}的登记缺少姓名、电话或签名，仅作咨询，不产生归属。",
        f"The registration of {one.on} lacks a name, a phone or the signature: an inquiry, which gives nobody a claim.",
        "LEAD-2",
    )


def relative(one: Registration, relation: Relation) -> Reason:
    return _about(
        one,
        "relative",
        f"{one.on}的登记是已登记客户的家属（{relation.zh}），归第一登记顾问，登记人不因此享有归属。",
        f"The registration of {one.on} is a relative's ({relation.en}): it belongs to the first consultant.",
        "LEAD-5",
    )


def expired(one: Registration, until: date | None) -> Reason:
    return _about(
        one,
        "expired",
        f"{one.on}的登记有效至{until}，成交日已过期，未获延期。",
        f"The registration of {one.on} was valid to {until}, which was past on the day of the deal.",
        "LEAD-6",
    )


def first(one: Registration, until: date | None) -> Reason:
    return _about(
        one,
        "first",
        f"{one.on}的登记是成交日有效的第一次有效登记（有效至{until}）。",
        f"The registration of {one.on} is the first that was valid on the day of the deal (to {until}).",
        "LEAD-4",
    )


def nobody_before() -> Reason:
    return Reason(
        "nobody_before",
        "成交日没有有效登记，客户归成交顾问。",
        "No registration was valid on the day of the deal: the customer is the closer's.",
        rule="LEAD-4",
    )


def closed_by_the_first() -> Reason:
    return Reason(
        "closed_by_the_first",
        "由第一登记顾问成交，客户归其一人。",
        "The first consultant closed the deal: the customer is theirs alone.",
        rule="LEAD-4",
    )


def both_registered(mine: Registration) -> Reason:
    return _about(
        mine,
        "both_registered",
        f"成交顾问在第一登记有效期内于{mine.on}也做了有效登记：第一接待与成交顾问分单，其间其他顾问不参与。",
        f"The closer registered the customer validly too, on {mine.on}: first receiver and closer share the deal, "
        "and nobody in between.",
        "LEAD-7",
    )


def may_claim(last: date) -> Reason:
    return Reason(
        "may_claim",
        f"成交顾问没有自己的有效登记。第一登记顾问可在{last}结束前主张分单；未主张则归成交顾问。",
        f"The closer has no valid registration of their own. The first consultant may claim a share to the end of "
        f"{last}; unclaimed, the customer is the closer's alone.",
        rule="LEAD-8",
    )


def claimed(on: date, last: date) -> Reason:
    return Reason(
        "claimed",
        f"第一登记顾问于{on}主张，在期限{last}之内：分单。",
        f"The first consultant claimed on {on}, within the time to {last}: the deal is shared.",
        rule="LEAD-8",
    )


def claimed_too_late(on: date, last: date) -> Reason:
    return Reason(
        "claimed_too_late",
        f"第一登记顾问于{on}主张，已超过期限{last}：归成交顾问。",
        f"The first consultant claimed on {on}, after the time to {last}: the customer is the closer's alone.",
        rule="LEAD-8",
    )


def lapsed(last: date) -> Reason:
    return Reason(
        "lapsed",
        f"第一登记顾问在{last}结束前没有主张：归成交顾问。",
        f"The first consultant did not claim to the end of {last}: the customer is the closer's alone.",
        rule="LEAD-8",
    )


def overruled(by: str, why: str) -> Reason:
    return Reason("overruled", f"由{by}改判：{why}", f"Overruled by {by}: {why}", rule="LEAD-10")


def closed_on_the_day(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "closed_on_the_day",
        f"展场客户当日（{exhibited.on}）上门成交：展场顾问与现场顾问分单。",
        f"The exhibition's customer came to the site and closed on that day ({exhibited.on}): the exhibition's and the "
        "site's consultant share the deal.",
        "LEAD-9",
    )


def closed_on_the_day_by_the_same(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "closed_on_the_day_by_the_same",
        f"展场客户当日（{exhibited.on}）上门，由展场顾问本人成交，归其一人。",
        f"The exhibition's customer came to the site on that day ({exhibited.on}) and the same consultant closed.",
        "LEAD-9",
    )


def on_site_that_day(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "on_site_that_day",
        f"展场客户当日（{exhibited.on}）已到现场，之后按现场规则界定。",
        f"The exhibition's customer was on site on that day ({exhibited.on}): the rules of the site go on from there.",
        "LEAD-9",
    )


def asked_for_again(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "asked_for_again",
        f"展场客户（{exhibited.on}）后来到访时指定找展场顾问，按老客户回访办理。",
        f"The exhibition's customer ({exhibited.on}) later asked for that consultant: a returning customer of theirs.",
        "LEAD-9",
    )


def asked_for_another(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "asked_for_another",
        f"展场客户（{exhibited.on}）当日未到现场，后来到访时指定找另一顾问，由其优先接待，展场登记不再计。",
        f"The exhibition's customer ({exhibited.on}) was not on site that day and later asked for another consultant, "
        "who has priority: the exhibition's registration counts no more.",
        "LEAD-9",
    )


def new_customer(exhibited: Registration) -> Reason:
    return _about(
        exhibited,
        "new_customer",
        f"展场客户（{exhibited.on}）当日未到现场，之后到访按新客户接待，展场登记不再计。",
        f"The exhibition's customer ({exhibited.on}) was not on site that day and later came as a new customer: the "
        "exhibition's registration counts no more.",
        "LEAD-9",
    )


def _about(one: Registration, code: str, zh: str, en: str, rule: str) -> Reason:
    return Reason(code, zh, en, rule=rule, details={"registration_id": one.id, "consultant_id": one.consultant})
