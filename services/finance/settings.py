"""The numbers of finance's rules with their defaults; the configuration may set others by name (PROC-9)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from kit import numbers
from services.finance.rules.commission import LEASE_PERCENT, SALE_PERCENT, Rates


class Percent:
    """A percentage of nothing to a thousand, with at most four decimal places; in the file a number or a text."""

    def __init__(self, name: str, default: Decimal) -> None:
        self.name, self.default = name, default
        numbers.declare(name, self.read)

    def read(self, settings: Any) -> Decimal:
        """The percentage in force. Raises ValueError when the configuration holds something else under its name."""
        told = self.default if settings is None else settings.get(self.name, self.default)
        try:
            value = Decimal(str(told))
        except InvalidOperation:
            value = Decimal("NaN")
        if isinstance(told, bool) or not value.is_finite() or not 0 <= value <= 1000 or value != round(value, 4):
            raise ValueError(f"the setting {self.name} must be a percentage, and is {told!r}")
        return value


SALE_COMMISSION = Percent("finance.sale_commission_percent", SALE_PERCENT)  # FIN-6, decided
LEASE_COMMISSION = Percent("finance.lease_commission_percent", LEASE_PERCENT)  # FIN-6, decided: of a month's rent


def rates_of(settings: Any) -> Rates:
    """The rates of commission in force."""
    return Rates(SALE_COMMISSION.read(settings), LEASE_COMMISSION.read(settings))
