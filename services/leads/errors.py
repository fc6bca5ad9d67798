"""What leasing does not find or cannot do yet, in its own sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NotYet(LookupError):
    """An event is ahead of one it depends on; it is tried again, and parked in sight if that never comes."""


class NoSuchRegistration(NotFound):
    """There is no such registration within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_registration", "没有这条登记。", "There is no such registration."))


class NoSuchVisitor(NotFound):
    """There is no such customer in the register within the caller's estates."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(
            Reason("no_visitor", "登记簿中没有这位客户。", "There is no such customer in the register.", field=field)
        )


class NoSuchDeal(NotFound):
    """There is no deal of that id with a verdict within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_deal", "没有这笔成交的界定。", "There is no such deal."))


class NoSuchEstate(NotFound):
    """There is no such estate within the caller's."""

    def __init__(self) -> None:
        super().__init__(Reason("no_estate", "没有此楼盘。", "There is no such estate.", field="estate_id"))


class NoSuchConsultant(NotFound):
    """There is no such consultant."""

    def __init__(self, field: str) -> None:
        super().__init__(Reason("no_consultant", "没有这位顾问。", "There is no such consultant.", field=field))
