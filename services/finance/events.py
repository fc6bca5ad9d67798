"""What finance tells the others."""

from datetime import datetime
from decimal import Decimal

from kit.events import Event


class OldUnitSettled(Event, service="finance", about="settlement", key="settlement_id"):
    """The account of the unit a customer has left is closed and charged to the lease (FIN-4); `total` is in yuan.

    `round` is that of the `OldUnitReadyToSettle` which it answers.
    """

    settlement_id: str
    unit_change_id: str
    estate_id: str
    customer_id: str
    lease_id: str
    total: Decimal
    settled_at: datetime
    round: int = 1


class SettlementTakenBack(Event, service="finance", about="settlement", key="settlement_id"):
    """A settlement that was confirmed does not count any more; its charge is reversed and another takes its place."""

    settlement_id: str
    unit_change_id: str
    estate_id: str
    lease_id: str
    reason: str
