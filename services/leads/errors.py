"""What leasing does not find, in its own sentences."""

from kit.errors import NotFound
from kit.reasons import Reason


class NotYet(LookupError):
    """What an event is about has not been heard of here yet; the bus tries again, and in the end an operator sees."""


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


class NoSuchEstate(NotFound):
    """There is no such estate within the caller's."""

    def __init__(self) -> None:
        super().__init__(Reason("no_estate", "没有此楼盘。", "There is no such estate.", field="estate_id"))


class NoSuchConsultant(NotFound):
    """There is no such consultant."""

    def __init__(self, field: str) -> None:
        super().__init__(Reason("no_consultant", "没有这位顾问。", "There is no such consultant.", field=field))


class NoSuchLead(NotFound):
    """There is no such lead within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_lead", "没有这位意向客户。", "There is no such lead."))


class NoSuchAppointment(NotFound):
    """There is no such viewing within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_appointment", "没有这个看房预约。", "There is no such viewing."))
