"""The numbers of property's rules with their defaults; the configuration may set others by name (PROC-9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from kit import numbers
from kit.procedure import Setting
from services.property.rules.words import ItemKind

# Days and working days of the unit change (OB1; those it is silent about are decided here).
REPAIR_DAYS_BEFORE = Setting("property.repair_days_before", 3)  # PROP-2, OB1 2
KEY_CHECK_DAYS_BEFORE = Setting("property.key_check_days_before", 1)  # PROP-2, OB1 3
CLEANING_DAYS_BEFORE = Setting("property.cleaning_days_before", 1)  # PROP-2, OB1 4
SETTLE_WORKING_DAYS = Setting("property.settle_working_days", 1)  # PROP-2, OB1 9
NOTICE_WORKING_DAYS = Setting("property.notice_working_days", 1)  # PROP-2, OB1 10
ACKNOWLEDGE_WORKING_DAYS = Setting("property.acknowledge_working_days", 1)  # PROP-2, NOTE-3


@dataclass(frozen=True)
class Price:
    """A sum in yuan that the configuration may change; `rule` is the rule that asks for it."""

    name: str
    default: Decimal
    rule: str

    def __post_init__(self) -> None:
        numbers.declare(self.name, self.under)

    def under(self, settings: Mapping[str, Any] | None) -> Decimal:
        """The price in force. Raises ValueError when the configuration holds no price under its name."""
        told = self.default if settings is None else settings.get(self.name, self.default)
        try:
            price = Decimal(str(told)).quantize(Decimal("0.01"))
        except InvalidOperation:
            price = Decimal(-1)
        if price < 0 or isinstance(told, bool):
            raise ValueError(f"the setting {self.name} must be a sum in yuan, and is {told!r}")
        return price


# What a missing item costs the customer (OB1 7; the sums are decided here).
MISSING = {
    ItemKind.KEY: Price("property.missing_key_price", Decimal("50.00"), "PROP-2"),
    ItemKind.ACCESS_CARD: Price("property.missing_card_price", Decimal("30.00"), "PROP-2"),
    ItemKind.PARKING_PERMIT: Price("property.missing_permit_price", Decimal("100.00"), "PROP-2"),
}
