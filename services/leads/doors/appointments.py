"""The doors of viewings by appointment (LEAD-21)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import appointing
from services.leads.queries import appointments
from services.leads.queries.feed import CALENDAR
from services.leads.schemas.appointments import (
    AppointmentForm,
    AppointmentItem,
    AppointmentQuery,
    CalendarQuery,
    FeedQuery,
    MoveForm,
)
from services.leads.schemas.forms import ReasonForm

TAGS = ("appointments",)
LEAD_21 = ("LEAD-21",)


class AppointmentDoors:
    """Who is shown what, when and by whom."""

    @command(
        "POST",
        "/appointments",
        may="appointment.make",
        request=AppointmentForm,
        answer=AppointmentItem,
        status=201,
        zh="预约看房",
        en="Plan a viewing",
        tags=TAGS,
        rules=LEAD_21,
    )
    def plan_viewing(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return appointments.appointment(work, appointing.plan(work, **body).id)

    @query(
        "/appointments",
        may="appointment.read",
        request=AppointmentQuery,
        answer=page_of(AppointmentItem),
        zh="看房预约",
        en="List viewings",
        tags=TAGS,
        rules=LEAD_21,
    )
    def list_viewings(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return appointments.appointments(work, body)

    @query(
        "/appointments/calendar",
        may="appointment.read",
        request=CalendarQuery,
        answer=AppointmentItem,
        many=True,
        zh="看房日历",
        en="Show the viewings of some days at an estate, of a consultant or of a unit",
        tags=TAGS,
        rules=LEAD_21,
    )
    def show_calendar(self, work: Work, body: dict[str, Any]) -> list[dict[str, Any]]:
        return appointments.in_calendar(work, body)

    @query(
        "/appointments.ics",
        may="appointment.read",
        request=FeedQuery,
        download=CALENDAR,
        zh="订阅看房日历",
        en="A consultant's viewings as an iCalendar feed",
        tags=TAGS,
        rules=LEAD_21,
    )
    def feed_viewings(self, work: Work, body: dict[str, Any]) -> Download:
        return Download("appointments.ics", CALENDAR, appointments.feed(work, body.get("consultant_id")))

    @query(
        "/appointments/<id>",
        may="appointment.read",
        answer=AppointmentItem,
        zh="查看看房预约",
        en="Show a viewing",
        tags=TAGS,
        rules=LEAD_21,
    )
    def show_viewing(self, work: Work, id: str) -> dict[str, Any]:
        return appointments.appointment(work, id)

    @command(
        "POST",
        "/appointments/<id>/move",
        may="appointment.make",
        request=MoveForm,
        answer=AppointmentItem,
        zh="看房改期",
        en="Move a viewing",
        tags=TAGS,
        rules=LEAD_21,
    )
    def move_viewing(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        return appointments.appointment(work, appointing.move(work, id, **body).id)

    @command(
        "POST",
        "/appointments/<id>/cancel",
        may="appointment.make",
        request=ReasonForm,
        answer=AppointmentItem,
        zh="取消看房",
        en="Cancel a viewing",
        tags=TAGS,
        rules=LEAD_21,
    )
    def cancel_viewing(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        return appointments.appointment(work, appointing.cancel(work, id, body["reason"]).id)

    @command(
        "POST",
        "/appointments/<id>/done",
        may="appointment.make",
        answer=AppointmentItem,
        zh="登记已看房",
        en="A viewing was held",
        tags=TAGS,
        rules=LEAD_21,
    )
    def hold_viewing(self, work: Work, id: str) -> dict[str, Any]:
        return appointments.appointment(work, appointing.hold(work, id).id)
