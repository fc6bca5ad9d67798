"""The doors to brokers, and to the monitoring room (LEAD-15, LEAD-16)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import brokers
from services.leads.queries import brokers as showing
from services.leads.schemas.brokers import (
    BrokerClassForm,
    BrokerForm,
    BrokerItem,
    BrokerQuery,
    BrokerView,
    VisitReportForm,
    VisitReportQuery,
    VisitReportView,
)

TAGS = ("brokers",)
LEAD_16 = ("LEAD-16",)


class BrokerDoors:
    """Which brokers there are, and of which class."""

    @command(
        "POST",
        "/brokers",
        may="broker.record",
        request=BrokerForm,
        answer=BrokerView,
        status=201,
        zh="登记中介",
        en="Register a broker",
        tags=TAGS,
        rules=LEAD_16,
    )
    def register_broker(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return showing.broker(work, brokers.register(work, **body).id)

    @query(
        "/brokers",
        may="broker.read",
        request=BrokerQuery,
        answer=page_of(BrokerItem),
        zh="中介名册",
        en="List brokers",
        tags=TAGS,
        rules=LEAD_16,
    )
    def list_brokers(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return showing.brokers(work, body)

    @query(
        "/brokers/<id>",
        may="broker.read",
        answer=BrokerView,
        zh="查看中介",
        en="Show a broker with the history of their class",
        tags=TAGS,
        rules=LEAD_16,
    )
    def show_broker(self, work: Work, id: str) -> dict[str, Any]:
        return showing.broker(work, id)

    @command(
        "POST",
        "/brokers/<id>/class",
        may="broker.class",
        request=BrokerClassForm,
        answer=BrokerView,
        zh="认定中介类别",
        en="Put a broker into a class",
        tags=TAGS,
        rules=LEAD_16,
    )
    def class_broker(self, work: Work, id: str, body: dict[str, Any]) -> dict[str, Any]:
        brokers.put_into_class(work, id, **body)
        return showing.broker(work, id)

    @command(
        "POST",
        "/visit-reports",
        may="broker.record",
        request=VisitReportForm,
        answer=VisitReportView,
        status=201,
        zh="通知监控室",
        en="Tell the monitoring room of a stranger or a broker",
        tags=TAGS,
        rules=("LEAD-15", "LEAD-16"),
    )
    def report_visit(self, work: Work, body: dict[str, Any]) -> Any:
        return brokers.report(work, body["estate_id"], body.get("looks", ""), body.get("broker_id"))

    @query(
        "/visit-reports",
        may="visit_report.read",
        request=VisitReportQuery,
        answer=page_of(VisitReportView),
        zh="监控室通知记录",
        en="List what the monitoring room was told",
        tags=TAGS,
        rules=("LEAD-15", "LEAD-16"),
    )
    def list_visit_reports(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return showing.reports(work, body)
