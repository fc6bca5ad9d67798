"""What contracts remembers."""

from services.contracts.models.afterwards import Problem, UnitMove, Withdrawal
from services.contracts.models.base import Base
from services.contracts.models.contracts import (
    Contract,
    ContractClause,
    ContractPart,
    Promise,
    Supplement,
    SupplementDecision,
)
from services.contracts.models.deals import BoardChange, Deal
from services.contracts.models.heard import KnownConcession, KnownPerson, KnownVisitor, RunningNumber
from services.contracts.models.leases import Customer, Lease, LeaseChange, LeaseStay
from services.contracts.models.permits import PermitEntry
from services.contracts.models.units import CalledOff, Estate, Unit, WaitingChange

__all__ = [
    "Base",
    "BoardChange",
    "CalledOff",
    "Contract",
    "ContractClause",
    "ContractPart",
    "Customer",
    "Deal",
    "Estate",
    "KnownConcession",
    "KnownPerson",
    "KnownVisitor",
    "Lease",
    "LeaseChange",
    "LeaseStay",
    "PermitEntry",
    "Problem",
    "Promise",
    "RunningNumber",
    "Supplement",
    "SupplementDecision",
    "Unit",
    "UnitMove",
    "WaitingChange",
    "Withdrawal",
]
