"""The lists of sales control (一览表), each a live view with its Excel (SALE-8)."""

from services.contracts.lists.afterwards import (
    ChangeListDoors,
    ProblemListDoors,
    PromiseListDoors,
    WithdrawalListDoors,
)
from services.contracts.lists.deals import DiscountListDoors, OwnerListDoors, UnsignedListDoors
from services.contracts.lists.signed import ContractListDoors


class SalesLists(
    DiscountListDoors,
    OwnerListDoors,
    UnsignedListDoors,
    ContractListDoors,
    ChangeListDoors,
    WithdrawalListDoors,
    ProblemListDoors,
    PromiseListDoors,
):
    """All of them."""
