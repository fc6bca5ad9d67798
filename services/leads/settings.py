"""The numbers of leasing's rules with their defaults; the configuration may set others by name (PROC-9)."""

from decimal import Decimal
from typing import Any

from kit.procedure import Setting
from kit.procedure.due import number
from services.leads.rules.attribution import CLAIM_WITHIN, FIRST_PERCENT, Numbers
from services.leads.rules.register import VALID_FOR

VALID_DAYS = Setting("leads.valid_days", VALID_FOR)  # LEAD-4
CLAIM_DAYS = Setting("leads.claim_days", CLAIM_WITHIN)  # LEAD-8
FIRST_SHARE = Setting("leads.first_percent", FIRST_PERCENT)  # LEAD-7, LEAD-9


def numbers_of(settings: Any) -> Numbers:
    """The rules' numbers in force."""
    return Numbers(
        number(VALID_DAYS, settings), number(CLAIM_DAYS, settings), Decimal(min(number(FIRST_SHARE, settings), 100))
    )
