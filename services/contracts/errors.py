"""What contracts refuses or cannot do yet, in sentences."""

from kit.errors import NotFound, Refused
from kit.reasons import Reason


class NotYet(LookupError):
    """An event is ahead of one it depends on; it is tried again, and parked in sight if that never comes."""


class NoSuchLease(NotFound):
    """No lease of that id among the estates the caller may see."""

    zh, en = "没有这份合同。", "There is no such lease."


class NoSuchUnit(NotFound):
    """No unit of that id among the estates the caller may see."""

    def __init__(self) -> None:
        super().__init__(Reason("unknown_unit", "没有这个单元。", "There is no such unit.", field="unit_id"))


class NumberTaken(Refused):
    """The estate has a lease of that number already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Reason(
                "number_taken",
                f"合同编号 {number} 已登记。",
                f"Lease number {number} is registered already.",
                field="number",
                rule="SALE-6",
            )
        )


class PhoneTaken(Refused):
    """Another customer of the same name has the phone that a correction would give this one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Reason(
                "phone_taken",
                f"已有另一位同名同电话的客户“{name}”。",
                f"Another customer named {name} has that phone.",
                field="phone",
                rule="SALE-6",
            )
        )


class NoSuchEstate(NotFound):
    """No estate of that id among those the caller may see."""

    def __init__(self) -> None:
        super().__init__(Reason("unknown_estate", "没有这个楼盘。", "There is no such estate.", field="estate_id"))


class NoSuchDeal(NotFound):
    """No deal of that id among the estates the caller may see."""

    zh, en = "没有这张认购单。", "There is no such deal."


class NoSuchVisitor(NotFound):
    """Leasing has registered no such customer at the estate."""

    def __init__(self) -> None:
        zh, en = "该楼盘没有登记这位客户。", "Leasing has registered no such customer at this estate."
        super().__init__(Reason("unknown_customer", zh, en, field="customer_id", rule="LEAD-1"))


class NoSuchConsultant(NotFound):
    """Nobody of that id is a consultant at the estate now."""

    def __init__(self) -> None:
        zh, en = "该楼盘没有这位置业顾问。", "There is no such consultant at this estate."
        super().__init__(Reason("unknown_consultant", zh, en, field="consultant_id"))


class NoSuchContract(NotFound):
    """No contract of that id among the estates the caller may see."""

    zh, en = "没有这份契约。", "There is no such contract."


class NoSuchSupplement(NotFound):
    """No supplementary agreement of that id among the estates the caller may see."""

    zh, en = "没有这份补充协议。", "There is no such supplementary agreement."


class NoSuchWithdrawal(NotFound):
    """No withdrawal of that id among the estates the caller may see."""

    zh, en = "没有这张退房申请。", "There is no such withdrawal."


class NoSuchProblem(NotFound):
    """No problem of that id among the estates the caller may see."""

    zh, en = "没有这条问题记录。", "There is no such problem."


class WithdrawalUnderWay(Refused):
    """Somebody has asked for it already."""

    def __init__(self, number: str) -> None:
        zh, en = f"认购 {number} 的退房正在办理。", f"The withdrawal of deal {number} is under way."
        super().__init__(Reason("under_way", zh, en, rule="SALE-9"))


class LeaseTermsMissing(Refused):
    """A lease without tariffs cannot be charged."""

    def __init__(self) -> None:
        zh, en = "租约须填写联系人、业务、费率和付款方式。", "A lease has a contact, a business, tariffs and a payment."
        super().__init__(Reason("lease_terms", zh, en, field="lease", rule="SALE-6"))
