"""Leasing's procedures as tables (PROC-1)."""

from kit.procedure import Lapses, Name, OnDay, Procedure, Step
from services.words import Department

CLAIM_UNTIL = Name("claim_until", zh="主张期限", en="the last day to claim")

# Finding the deal is the first consultant's own work, and when the time is over nobody is late (LEAD-8).
CLAIM = Procedure(
    "attribution_claim",
    zh="主张分单",
    en="Claim to a share of a deal",
    source="AT1 1.6",
    dates=(CLAIM_UNTIL,),
    cancelled_by=(Department.LEASING,),
    cancel_asks="attribution.overrule",
    steps=(
        Step(
            "claim",
            zh="第一登记顾问主张",
            en="The first consultant claims",
            owner=Department.LEASING,
            due=OnDay("claim_until"),
            quiet=True,
            lapses=Lapses(
                "第一登记顾问在期限内没有主张，客户归成交顾问。",
                "The first consultant did not claim in time: the customer is the closer's alone.",
            ),
            rule="LEAD-8",
        ),
    ),
)
