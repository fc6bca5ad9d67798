"""A consultant's day over HTTP: a visitor becomes a lead, is graded, shown a unit by appointment, and is counted."""

import io
import uuid

import pytest
import xlsxwriter

from services.leads.imports import LEADS
from tests.journeys.running import PASSWORD

TIMES = {"starts_at": "2026-12-09T10:00:00+08:00", "ends_at": "2026-12-09T11:00:00+08:00"}


@pytest.fixture(scope="module")
def clerk(embedded):
    return embedded.as_("leasing.clerk")


@pytest.fixture(scope="module")
def lead(clerk):
    """A customer of this module, registered by the consultant, at their first estate."""
    estate = clerk.get("/session")["person"]["estates"][0]["id"]
    told = {"name": "程远", "phones": ["13811110001"], "medium": "车身广告", "doubts": "层高多少", "is_signed": True}
    one = clerk.do("/registrations", {"estate_id": estate, "channel": "walk_in"} | told)
    return {"customer_id": one["customer_id"], "estate_id": estate}


class TestTheDay:
    @pytest.mark.rule("LEAD-17", "LEAD-20")
    def test_the_lead_is_graded_and_not_called_before_day_two(self, clerk, lead, embedded):
        path, estate = f"/leads/{lead['customer_id']}", {"estate_id": lead["estate_id"]}
        clerk.do(f"{path}/grades", estate | {"grade": "A", "note": "问了付款方式"})
        said = estate | {"kind": "phone", "outcome": "thinking", "said": "想看东向的房"}
        refused = clerk.ask("POST", f"{path}/contacts", said, Idempotency_Key=str(uuid.uuid4()))
        assert (refused.status, refused.body["reasons"][0]["code"]) == (409, "too_early")
        assert "刚来访" in refused.body["detail"]
        seen = embedded.as_("sales_control.clerk").get(f"{path}?estate_id={lead['estate_id']}")
        assert (seen["grade"], seen["stage"], seen["phones"]) == ("A", "first_call", ["138****0001"])

    @pytest.mark.rule("LEAD-21")
    def test_a_viewing_is_promised_once_and_a_calendar_program_reads_it(self, clerk, lead, embedded):
        told = lead | TIMES | {"unit_number": "A1109"}
        planned = clerk.do("/appointments", told)
        again = clerk.ask("POST", "/appointments", told, Idempotency_Key=str(uuid.uuid4()))
        assert {reason["code"] for reason in again.body["reasons"]} == {"consultant_taken", "unit_taken"}
        anew = embedded.log_in("leasing.clerk", PASSWORD)  # Who makes a token has given the password lately.
        made = anew.do("/tokens", {"name": "calendar", "scopes": ["appointment.read"]})
        program = type(clerk)(clerk.base, made["token"])
        answer = program.ask("GET", "/appointments.ics")
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert f"UID:{planned['id']}@atrium" in answer.body.decode()
        assert program.ask("GET", "/leads").status == 403

    @pytest.mark.rule("LEAD-1", "LEAD-22")
    def test_a_list_comes_in_once_and_the_report_counts_who_came(self, clerk, lead, embedded):
        supervisor = embedded.as_("leasing.supervisor")
        estate = next(one for one in supervisor.get("/session")["person"]["estates"] if one["id"] == lead["estate_id"])
        name = clerk.get("/session")["person"]["name"]
        row = {"number": "K-1", "estate": estate["name"], "name": "钱进", "phones": "13811110002", "medium": "车身广告"}
        content = a_list(row | {"channel": "来电", "consultant": name})
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        taken = [supervisor.upload("/imports/leads", {}, "客户.xlsx", content, kind) for _ in range(2)]
        assert [(one["created"], one["unchanged"]) for one in taken] == [(1, 0), (0, 1)]
        days = f"since=2026-12-01&until=2026-12-31&by=month&estate_id={estate['id']}"
        told = embedded.as_("sales_control.clerk").get(f"/reports/dynamics?{days}")
        medium = [one for one in told["media"] if one["medium"] == "车身广告"]
        assert sum(one["customers"] for one in medium) == 2
        assert sum(one["visits"] for one in medium) == 1
        assert {"question": "层高多少", "count": 1} in told["questions"]


def a_list(row):
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, [column.zh for column in LEADS.columns])
        sheet.write_row(1, 0, [row.get(column.name, "") for column in LEADS.columns])
    return into.getvalue()
