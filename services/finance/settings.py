"""The numbers of finance's rules with their defaults; the configuration may set others by name (PROC-9)."""

from decimal import Decimal, InvalidOperation
from typing import Any

from kit import numbers
from kit.procedure import Setting
from kit.procedure.due import number
from services.finance.rules.commission import LEASE_PERCENT, SALE_PERCENT, Rates
from services.finance.rules.receivables import DUN_AFTER, DUN_AGAIN, REMIND_BEFORE, Rhythm


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

REMIND_DAYS_BEFORE = Setting("finance.remind_days_before", REMIND_BEFORE)  # FIN-3, decided
DUN_DAYS_AFTER = Setting("finance.dun_days_after", DUN_AFTER)  # FIN-3, decided
DUN_EVERY_DAYS = Setting("finance.dun_every_days", DUN_AGAIN)  # FIN-3, decided


def rhythm_of(settings: Any) -> Rhythm:
    """When open payments are reminded of."""
    return Rhythm(
        number(REMIND_DAYS_BEFORE, settings), number(DUN_DAYS_AFTER, settings), number(DUN_EVERY_DAYS, settings)
    )


def rates_of(settings: Any) -> Rates:
    """The rates of commission in force."""
    return Rates(SALE_COMMISSION.read(settings), LEASE_COMMISSION.read(settings))
