"""What leasing tells of deals: whose customer each was about."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.events import Event


@dataclass(frozen=True)
class Share:
    """What a consultant has of a deal, in percent; all shares of a deal add up to a hundred."""

    consultant_id: str
    percent: Decimal


class VerdictGiven(Event, service="leads", about="deal", key="deal_id"):
    """Whose customer a deal was about, and by which rules (LEAD-10).

    `position` counts the verdicts on a deal: the one with the highest is in force. Where `is_final` is false, somebody
    may still claim a share until the end of `claim_until`; a later verdict says what came of it.
    """

    deal_id: str
    verdict_id: str
    position: int
    number: str
    estate_id: str
    customer_id: str
    closer_id: str
    shares: tuple[Share, ...]
    rules: tuple[str, ...]
    claim_until: date | None
    is_final: bool
