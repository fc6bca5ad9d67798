"""The doors of the consultants' own pages: leads, their grades, and keeping in touch (LEAD-17, LEAD-20)."""

from typing import Any

from kit.doors import command, query
from kit.listing import page_of
from kit.work import Work
from services.leads.actions import following_up, leading
from services.leads.queries import leads
from services.leads.schemas.leads import (
    ContactForm,
    FollowUpItem,
    FollowUpQuery,
    GradeForm,
    LeadItem,
    LeadQuery,
    LeadView,
    OfEstate,
)

TAGS = ("leads",)


class LeadDoors:
    """Who is interested, how much, and when to speak with them next."""

    @query(
        "/leads",
        may="lead.read",
        request=LeadQuery,
        answer=page_of(LeadItem),
        zh="意向客户",
        en="List leads, a consultant's or everybody's",
        tags=TAGS,
        rules=("LEAD-20",),
    )
    def list_leads(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return leads.leads(work, body)

    @query(
        "/leads/<customer_id>",
        may="lead.read",
        request=OfEstate,
        answer=LeadView,
        zh="查看意向客户",
        en="Show a lead with its gradings, contacts and viewings",
        tags=TAGS,
        rules=("LEAD-17", "LEAD-20"),
    )
    def show_lead(self, work: Work, customer_id: str, body: dict[str, Any]) -> dict[str, Any]:
        return leads.lead(work, customer_id, body.get("estate_id"))

    @command(
        "POST",
        "/leads/<customer_id>/grades",
        may="lead.work",
        request=GradeForm,
        answer=LeadView,
        status=201,
        zh="评定意向等级",
        en="Grade a customer's intent",
        tags=TAGS,
        rules=("LEAD-20",),
    )
    def grade_lead(self, work: Work, customer_id: str, body: dict[str, Any]) -> dict[str, Any]:
        leading.grade(work, customer_id, **body)
        return leads.lead(work, customer_id, body["estate_id"])

    @command(
        "POST",
        "/leads/<customer_id>/contacts",
        may="lead.work",
        request=ContactForm,
        answer=LeadView,
        status=201,
        zh="登记客户联系",
        en="Log a contact with a lead",
        tags=TAGS,
        rules=("LEAD-17",),
    )
    def log_contact(self, work: Work, customer_id: str, body: dict[str, Any]) -> dict[str, Any]:
        following_up.log_contact(work, customer_id, **body)
        return leads.lead(work, customer_id, body["estate_id"])

    @query(
        "/follow-ups",
        may="lead.read",
        request=FollowUpQuery,
        answer=page_of(FollowUpItem),
        zh="待跟进客户",
        en="List what is due of leads: calls overdue, due today, to come",
        tags=TAGS,
        rules=("LEAD-17",),
    )
    def list_follow_ups(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return leads.follow_ups(work, body)
