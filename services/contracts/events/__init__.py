"""What contracts tells the others."""

from services.contracts.events.afterwards import (
    DealWithdrawn,
    ProblemReported,
    RefundApproved,
    SupplementSubmitted,
)
from services.contracts.events.deals import (
    ContractOverdue,
    ContractSigned,
    DealClosed,
    DealLapsed,
    DepositTaken,
    DepositUnplaced,
    Instalment,
)
from services.contracts.events.leases import (
    LeaseMoved,
    LeaseRegistered,
    Tariffs,
)
from services.contracts.events.units import (
    UnitKept,
    UnitLetGo,
    UnitNotKept,
    UnitPriced,
    UnitStateChanged,
)

__all__ = [
    "ContractOverdue",
    "ContractSigned",
    "DealClosed",
    "DealLapsed",
    "DealWithdrawn",
    "DepositTaken",
    "DepositUnplaced",
    "Instalment",
    "LeaseMoved",
    "LeaseRegistered",
    "ProblemReported",
    "RefundApproved",
    "SupplementSubmitted",
    "Tariffs",
    "UnitKept",
    "UnitLetGo",
    "UnitNotKept",
    "UnitPriced",
    "UnitStateChanged",
]
