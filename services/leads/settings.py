"""The numbers of leasing's rules with their defaults; the configuration may set others by name (PROC-9)."""

from decimal import Decimal
from typing import Any

from kit.procedure import Setting
from kit.procedure.due import number
from services.leads.rules import concessions, follow_up, offers, quoting
from services.leads.rules.appointments import LONGEST_MINUTES
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


FIRST_CALL_FROM = Setting("leads.first_call_from_day", follow_up.FIRST_CALL_FROM)  # LEAD-17
FIRST_CALL_UNTIL = Setting("leads.first_call_until_day", follow_up.FIRST_CALL_UNTIL)  # LEAD-17
FOLLOW_UP_DAYS = Setting("leads.follow_up_days", follow_up.EVERY_DAYS)  # LEAD-17, decided
FOLLOW_UP_MONTHS = Setting("leads.follow_up_months", follow_up.FOR_MONTHS)  # LEAD-17, decided
NOTED_DAYS = Setting("leads.contact_noted_days", follow_up.NOTED_WITHIN)  # LEAD-17, decided
LONGEST_VIEWING = Setting("leads.longest_viewing_minutes", LONGEST_MINUTES)  # LEAD-21, decided


def numbers_of(settings: Any) -> Numbers:
    """The rules' numbers in force."""
    return Numbers(
        number(VALID_DAYS, settings), number(CLAIM_DAYS, settings), Decimal(min(number(FIRST_SHARE, settings), 100))
    )


def follow_up_numbers(settings: Any) -> follow_up.Numbers:
    """The numbers in force of keeping in touch; a rhythm has a day at least between two contacts."""
    return follow_up.Numbers(
        first_from=number(FIRST_CALL_FROM, settings),
        first_until=number(FIRST_CALL_UNTIL, settings),
        every=max(1, number(FOLLOW_UP_DAYS, settings)),
        months=min(1200, number(FOLLOW_UP_MONTHS, settings)),
        noted_within=number(NOTED_DAYS, settings),
    )
