"""What leasing does not find or cannot do yet, in its own sentences."""

from kit.errors import NotFound, Refused
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


class NoSuchUnit(NotFound):
    """There is no such unit within the caller's estates."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(Reason("no_unit", "没有这个单元。", "There is no such unit.", field=field))


class NoFloorPlan(NotFound):
    """Nobody has brought a floor plan of the unit yet."""

    def __init__(self) -> None:
        super().__init__(Reason("no_plan", "此单元还没有平面图。", "There is no floor plan of this unit yet."))


class NoSuchBroker(NotFound):
    """There is no such broker within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_broker", "没有这位中介。", "There is no such broker.", field="broker_id"))


class BrokerKnown(Refused):
    """A broker with that phone is in the estate's list already."""

    def __init__(self) -> None:
        zh, en = "此电话的中介已登记。", "A broker with this phone is registered already."
        super().__init__(Reason("known", zh, en, field="phone", rule="LEAD-16"))


class NoSuchQuotation(NotFound):
    """There is no such quotation within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_quotation", "没有这份报价单。", "There is no such quotation."))


class NoSuchConcession(NotFound):
    """There is no such concession within the caller's estates."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__(Reason("no_concession", "没有这项优惠。", "There is no such concession.", field=field))


class NotOnTheList(NotFound):
    """There is no such row in the waiting list within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_waiting", "名单中没有此记录。", "There is no such row in the waiting list."))


class NoSuchLead(NotFound):
    """There is no such lead within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_lead", "没有这位意向客户。", "There is no such lead."))


class NoSuchAppointment(NotFound):
    """There is no such viewing within the caller's estates."""

    def __init__(self) -> None:
        super().__init__(Reason("no_appointment", "没有这个看房预约。", "There is no such viewing."))
