"""What finance refuses or cannot do yet, in sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NotYet(LookupError):
    """An event is ahead of one it depends on; it is tried again, and parked in sight if that never comes."""


class NoSuchLease(NotFound):
    """No lease of that id among the estates the caller may see."""

    def __init__(self) -> None:
        super().__init__(Reason("unknown_lease", "没有这份合同。", "There is no such lease.", field="lease_id"))


class NoSuchCustomer(NotFound):
    """No customer of that id with a lease in the estates the caller may see."""

    def __init__(self) -> None:
        super().__init__(
            Reason("unknown_customer", "没有这位客户。", "There is no such customer.", field="customer_id")
        )


class NoSuchEntry(NotFound):
    """No entry of that id among the estates the caller may see."""

    zh, en = "没有这张凭证。", "There is no such entry."


class NoSuchSettlement(NotFound):
    """No settlement, or no such line of it, among the estates the caller may see."""

    zh, en = "没有这张结算单。", "There is no such settlement."


class NoSuchDeposit(NotFound):
    """No deposit of that id among the estates the caller may see."""

    zh, en = "没有这笔定金。", "There is no such deposit."


class NoSuchDeal(NotFound):
    """No deal of that id among the estates the caller may see."""

    zh, en = "没有这笔交易。", "There is no such deal."


class NoSuchCommission(NotFound):
    """No commission of that id among those that the caller may see."""

    zh, en = "没有这笔佣金。", "There is no such commission."


class NoSuchEstate(NotFound):
    """No estate of that id among those the caller may see."""

    def __init__(self) -> None:
        super().__init__(Reason("unknown_estate", "没有这个楼盘。", "There is no such estate.", field="estate_id"))


class NoSuchInstalment(NotFound):
    """No payment of a contract of that id among the estates the caller may see."""

    zh, en = "没有这笔应收款。", "There is no such payment."


class NoSuchDeferral(NotFound):
    """No application for a later day of that id among the estates the caller may see."""

    zh, en = "没有这份延期申请。", "There is no such application."


class NoSuchSuspense(NotFound):
    """No money in suspense of that id among the estates the caller may see."""

    zh, en = "没有这笔待查款。", "There is no such money in suspense."


class NoSuchMatch(NotFound):
    """No match of that id that stands and can be taken back."""

    zh, en = "没有可撤回的转出记录。", "There is no such match to take back."


class NoSuchRefund(NotFound):
    """No refund of that id among the estates the caller may see."""

    zh, en = "没有这笔退款。", "There is no such refund."
