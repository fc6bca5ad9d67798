"""What is written down of a visitor (LEAD-1), and when that is enough to be valid (LEAD-2)."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from kit.reasons import Reason
from services.leads.rules.words import Relation


class EntryKind(StrEnum):
    """What an entry of the register is."""

    REGISTRATION = "registration"
    CORRECTION = "correction"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Relative:
    """The customer whose relative the visitor said to be, and the relation (LEAD-5)."""

    customer_id: str
    relation: Relation


@dataclass(frozen=True)
class Particulars:
    """What a visitor left behind and is looking for; areas in square metres, the budget in yuan a month.

    `phones` are in their one form. `is_signed`: the consultant stands for it with their name.
    """

    name: str = ""
    phones: tuple[str, ...] = ()
    company: str = ""
    company_nature: str = ""
    business: str = ""
    area_from: Decimal | None = None
    area_to: Decimal | None = None
    layout: str = ""
    budget: Decimal | None = None
    building: str = ""
    address: str = ""
    medium: str = ""
    intent: str = ""
    features: str = ""
    doubts: str = ""
    relatives: tuple[Relative, ...] = ()
    is_signed: bool = False

    @property
    def address_spelled(self) -> str:
        """The address for comparing."""
        return "".join(unicodedata.normalize("NFKC", self.address).casefold().split())[:255]

    def as_told(self) -> dict[str, Any]:
        """As the register keeps them, in JSON; what is empty is left out."""
        told = {name: value for name, value in asdict(self).items() if value not in ("", (), None)}
        for name in ("area_from", "area_to", "budget"):
            if name in told:
                told[name] = str(told[name])
        return told | {name: list(told[name]) for name in ("phones", "relatives") if name in told}

    @classmethod
    def from_told(cls, told: Mapping[str, Any]) -> Self:
        known = {each.name: told[each.name] for each in fields(cls) if each.name in told}
        for name in ("area_from", "area_to", "budget"):
            if name in known:
                known[name] = Decimal(known[name])
        relatives = (Relative(one["customer_id"], Relation(one["relation"])) for one in known.get("relatives", ()))
        return cls(**known | {"phones": tuple(known.get("phones", ())), "relatives": tuple(relatives)})


def reasons_not_to_be_valid(told: Particulars) -> Iterator[Reason]:
    """A registration is valid only with a name, or a surname, and a phone, and the consultant's signature (LEAD-2)."""
    if not told.name.strip():
        yield Reason("no_name", "没有姓名。", "There is no name.", field="name", rule="LEAD-2")
    if not told.phones:
        yield Reason("no_phone", "没有联系电话。", "There is no phone.", field="phones", rule="LEAD-2")
    if not told.is_signed:
        yield Reason("unsigned", "顾问没有签名。", "The consultant has not signed.", field="is_signed", rule="LEAD-2")


def is_valid(told: Particulars) -> bool:
    return not any(reasons_not_to_be_valid(told))


def reasons_not_to_write_down(told: Particulars) -> Iterator[Reason]:
    """What cannot be meant is not written down: an area that ends before it begins, an entry that says nothing."""
    if told.area_from is not None and told.area_to is not None and told.area_to < told.area_from:
        yield Reason("area", "面积上限小于下限。", "The area ends before it begins.", field="area_to", rule="LEAD-1")
    if not (told.name or told.phones or told.company or told.features):
        yield Reason(
            "nothing",
            "请至少填写姓名、电话、公司或特征之一。",
            "Say at least a name, a phone, a company or what is notable.",
            field="name",
            rule="LEAD-1",
        )


def reasons_not_to_relate(customer_id: str, told: Particulars) -> Iterator[Reason]:
    """Nobody is a relative of themselves (LEAD-5)."""
    if any(relative.customer_id == customer_id for relative in told.relatives):
        yield Reason(
            "own_relative",
            "不能登记为本人的家属。",
            "Nobody is registered as their own relative.",
            field="relatives",
            rule="LEAD-5",
        )


def reasons_not_to_correct_it(is_own: bool, has_taken_over: bool, is_superior: bool) -> Iterator[Reason]:
    """A registration is corrected by its own consultant, whoever took over, or a superior (LEAD-3, decided)."""
    if not (is_own or has_taken_over or is_superior):
        yield Reason(
            "not_yours",
            "只有登记顾问本人、接手的顾问或主管可以更正。",
            "Only the consultant who registered, whoever has taken over, or a superior, corrects it.",
            rule="LEAD-3",
        )


def reasons_not_to_correct(before: Particulars, after: Particulars, is_own: bool) -> Iterator[Reason]:
    """A correction changes something; a signature is the consultant's own, and is not taken back (LEAD-3)."""
    if before == after:
        yield Reason("nothing_changed", "没有任何更正。", "Nothing is corrected.", rule="LEAD-3")
    if before.is_signed and not after.is_signed:
        yield Reason(
            "signed", "已签名的登记不能撤回签名。", "A signature is not taken back.", field="is_signed", rule="LEAD-3"
        )
    if not before.is_signed and after.is_signed and not is_own:
        yield Reason(
            "not_yours_to_sign",
            "只有登记顾问本人可以签名。",
            "Only the consultant who registered signs.",
            field="is_signed",
            rule="LEAD-2",
        )


def what_changed(before: Particulars, after: Particulars) -> dict[str, list[Any]]:
    """The particulars that differ, each with what it was and what it is."""
    old, new = before.as_told(), after.as_told()
    return {name: [old.get(name), new.get(name)] for name in (*old, *new) if old.get(name) != new.get(name)}
