"""What finance remembers: leases and deals as others tell of them, the ledger, and what is done with its money."""

from services.finance.models.base import Base, Estate, Person
from services.finance.models.commissions import Commission, Verdict
from services.finance.models.deals import Deal, DealToSquare, Instalment
from services.finance.models.deposits import Deposit, Suspense
from services.finance.models.leases import LeaseAccount, LeaseUnit
from services.finance.models.ledger import Entry, LedgerAccount, Owner, Posting
from services.finance.models.receivables import Deferral, Match, Refund
from services.finance.models.settlements import Settlement, SettlementLine

__all__ = [
    "Base",
    "Commission",
    "Deal",
    "DealToSquare",
    "Deferral",
    "Deposit",
    "Entry",
    "Estate",
    "Instalment",
    "LeaseAccount",
    "LeaseUnit",
    "LedgerAccount",
    "Match",
    "Owner",
    "Person",
    "Posting",
    "Refund",
    "Settlement",
    "SettlementLine",
    "Suspense",
    "Verdict",
]
