"""The numbers of leasing's rules with their defaults; the configuration may set others by name (PROC-9)."""

from decimal import Decimal
from typing import Any

from kit.procedure import Setting
from kit.procedure.due import number
from services.leads.rules import concessions, offers, quoting
from services.leads.rules.attribution import CLAIM_WITHIN, FIRST_PERCENT, Numbers
from services.leads.rules.register import VALID_FOR
from services.words import Rank

VALID_DAYS = Setting("leads.valid_days", VALID_FOR)  # LEAD-4
CLAIM_DAYS = Setting("leads.claim_days", CLAIM_WITHIN)  # LEAD-8
FIRST_SHARE = Setting("leads.first_percent", FIRST_PERCENT)  # LEAD-7, LEAD-9

AREA_TOLERANCE = Setting("leads.area_tolerance_percent", offers.AREA_TOLERANCE)  # LEAD-12, LEAD-18
YEAR_DAYS = Setting("leads.year_days", quoting.YEAR_DAYS)  # LEAD-13, decided
QUOTATION_DAYS = Setting("leads.quotation_days", quoting.VALID_FOR)  # LEAD-13, decided
CONSERVATIVE_PERCENT = Setting("leads.conservative_percent", quoting.CONSERVATIVE)  # LEAD-16, decided
CONCESSION_DAYS = Setting("leads.concession_days", concessions.VALID_FOR)  # LEAD-14, decided
# How far each rank goes alone, decided: percent, rent-free days, and whether (1) the standard fit-out too.
AUTHORITY = {
    rank: (
        Setting(f"leads.{rank}_discount_percent", int(own.percent)),
        Setting(f"leads.{rank}_rent_free_days", int(own.days)),
        Setting(f"leads.{rank}_fit_out", int(own.fit_out)),
    )
    for rank, own in concessions.AUTHORITY.items()
}  # LEAD-14


def year_days_of(settings: Any) -> int:
    """The days of a year as rents are reckoned; no year is without any."""
    return max(number(YEAR_DAYS, settings), 1)


def authority_of(settings: Any) -> dict[Rank, concessions.Authority]:
    """How far each rank may go alone, as it is configured."""
    read = {rank: tuple(number(one, settings) for one in told) for rank, told in AUTHORITY.items()}
    return {
        rank: concessions.Authority(Decimal(percent), Decimal(days), fit_out > 0)
        for rank, (percent, days, fit_out) in read.items()
    }


def numbers_of(settings: Any) -> Numbers:
    """The rules' numbers in force."""
    return Numbers(
        number(VALID_DAYS, settings), number(CLAIM_DAYS, settings), Decimal(min(number(FIRST_SHARE, settings), 100))
    )
