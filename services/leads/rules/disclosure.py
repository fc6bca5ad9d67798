"""What may be said to whom: to visitors, strangers, and brokers by their class (LEAD-15, LEAD-16).

What may not be said is not in the answer of any door; what may never be is refused with the reason.
"""

from collections.abc import Iterator

from kit.reasons import Reason
from kit.words import Word


class BrokerKind(Word):
    """The class of a broker (LEAD-16)."""

    PARTNER = "partner", "合作中介", "Partner"
    NEW = "new", "初次来访中介", "New"
    SCOUT = "scout", "市场调查中介", "Scout"


class Audience(Word):
    """Who asks."""

    VISITOR = "visitor", "已登记身份的客户", "An identified visitor"
    STRANGER = "stranger", "未留名片和电话的来客", "A visitor who left no card and no phone"
    PARTNER_WITH_CLIENT = "partner_with_client", "已说明客户的合作中介", "A partner broker who names a client"
    PARTNER = "partner", "未说明客户的合作中介", "A partner broker who names no client"
    NEW_BROKER = "new_broker", "初次来访的中介", "A new broker"
    SCOUT = "scout", "市场调查的中介", "A scout"


class Matter(Word):
    """What can be said, or shown."""

    FULL_QUOTATION = "full_quotation", "完整报价", "a full quotation"
    FLEXIBLE_TERMS = "flexible_terms", "弹性条件和优惠", "flexible terms"
    FLOOR_PLAN = "floor_plan", "平面图", "floor plans"
    VIEWING = "viewing", "实地看房", "a viewing"
    VACANCY = "vacancy", "空房资料", "vacancy data"
    RESERVED_PRICE = "reserved_price", "保留报价", "the list price, reserved"
    CONSERVATIVE_PRICE = "conservative_price", "保守报价", "a conservative price"
    BROCHURE = "brochure", "宣传资料", "the brochure"
    TENANTS = "tenants", "租户情况", "what is asked about tenants"


class PriceKind(Word):
    """How a price is said."""

    FULL = "full", "完整报价", "Full quotation"
    RESERVED = "reserved", "保留报价", "Reserved quotation"
    CONSERVATIVE = "conservative", "保守报价", "Conservative quotation"


_SURE = {Matter.VACANCY, Matter.BROCHURE}
_ALL = _SURE | {Matter.FULL_QUOTATION, Matter.FLEXIBLE_TERMS, Matter.FLOOR_PLAN, Matter.VIEWING, Matter.TENANTS}

# Who may be told what. A stranger, of whom the document reserves price and terms, is kept as short as a new broker.
MAY_HEAR: dict[Audience, frozenset[Matter]] = {
    Audience.VISITOR: frozenset(_ALL),
    Audience.STRANGER: frozenset(_SURE | {Matter.RESERVED_PRICE}),
    Audience.PARTNER_WITH_CLIENT: frozenset(_ALL),
    Audience.PARTNER: frozenset(_SURE | {Matter.CONSERVATIVE_PRICE}),
    Audience.NEW_BROKER: frozenset(_SURE | {Matter.RESERVED_PRICE}),
    Audience.SCOUT: frozenset({Matter.BROCHURE}),
}
_PRICES = (
    (Matter.FULL_QUOTATION, PriceKind.FULL),
    (Matter.RESERVED_PRICE, PriceKind.RESERVED),
    (Matter.CONSERVATIVE_PRICE, PriceKind.CONSERVATIVE),
)
_VISITORS = {Audience.VISITOR, Audience.STRANGER}
_WATCHED = {BrokerKind.NEW, BrokerKind.SCOUT}


def visitor_as(has_phone: bool, has_card: bool) -> Audience:
    """A visitor is identified by a phone or a card; a card is a name with a company (LEAD-15)."""
    return Audience.VISITOR if has_phone or has_card else Audience.STRANGER


def broker_as(kind: BrokerKind, client_name: str) -> Audience:
    """A partner is told everything only for a client whom they name (LEAD-16)."""
    if kind is BrokerKind.PARTNER:
        return Audience.PARTNER_WITH_CLIENT if client_name.strip() else Audience.PARTNER
    return Audience.NEW_BROKER if kind is BrokerKind.NEW else Audience.SCOUT


def may_hear(audience: Audience, matter: Matter) -> bool:
    return matter in MAY_HEAR[audience]


def rule_of(audience: Audience) -> str:
    """The rule that says what this audience may be told."""
    return "LEAD-15" if audience in _VISITORS else "LEAD-16"


def price_kind(audience: Audience) -> PriceKind | None:
    """How this audience is told prices; None where not at all."""
    return next((kind for matter, kind in _PRICES if may_hear(audience, matter)), None)


def reasons_not_to_say(audience: Audience, matter: Matter) -> Iterator[Reason]:
    """What stands against telling this audience of that matter."""
    if may_hear(audience, matter):
        return
    may = [one for one in Matter if may_hear(audience, one)]
    zh_may, en_may = "、".join(one.zh for one in may), ", ".join(one.en for one in may)
    yield Reason(
        "not_to_be_said",
        f"{audience.zh}不得获知{matter.zh}，只能提供：{zh_may}。",
        f"{audience.en} is not told {matter.en}; only {en_may}.",
        field="audience",
        rule=rule_of(audience),
        details={"audience": audience.value, "matter": matter.value},
    )


def reasons_not_to_quote(audience: Audience) -> Iterator[Reason]:
    """Nobody is quoted a price who may be told none."""
    if price_kind(audience) is None:
        yield from reasons_not_to_say(audience, Matter.FULL_QUOTATION)


def reasons_not_to_report(kind: BrokerKind | None) -> Iterator[Reason]:
    """The monitoring room is told of strangers and of new brokers and scouts; a partner's visit is not reported."""
    if kind is not None and kind not in _WATCHED:
        yield Reason(
            "not_reported",
            "合作中介来访无需通知监控室。",
            "A partner broker's visit is not reported to the monitoring room.",
            field="broker_id",
            rule="LEAD-16",
        )


def reasons_not_to_class(before: BrokerKind, after: BrokerKind) -> Iterator[Reason]:
    """A broker is put into another class, or there is nothing to do."""
    if before is after:
        zh, en = f"此中介已是{before.zh}。", f"The broker is of this class already: {before.en}."
        yield Reason("same_class", zh, en, field="kind", rule="LEAD-16")


def reasons_against_asking(audience: str, has_customer: bool, has_broker: bool) -> Iterator[Reason]:
    """A visitor is a customer of the register, a broker one of the list; a stranger is neither."""
    if audience == "visitor" and not has_customer:
        zh, en = "请选择已登记的客户；未留电话和名片的按陌生来客办理。", "Name the customer of the register."
        yield Reason("no_customer", zh, en, field="customer_id", rule="LEAD-15")
    if audience == "broker" and not has_broker:
        yield Reason("no_broker", "请选择中介。", "Name the broker.", field="broker_id", rule="LEAD-16")
    if audience == "stranger" and (has_customer or has_broker):
        zh, en = "陌生来客不能同时是客户或中介。", "A stranger is neither a customer nor a broker."
        yield Reason("not_a_stranger", zh, en, field="audience", rule="LEAD-15")
