"""Who was in the register before there were leads becomes one (LEAD-20)."""

import pytest
from sqlalchemy import text

from services.leads.models import Happening, Lead, LeadToMake
from tests.leads.builders import ANOTHER, LI_QIANG, SUPERVISOR, ZHOU_MIN, register


def without_version(leads):
    return sorted(({**lead, "version": None} for lead in leads), key=lambda lead: lead["number"])


@pytest.mark.rule("LEAD-20", "LEAD-22")
class TestOldEntries:
    def test_become_leads_and_are_counted_once(self, leads):
        register(leads, medium="地铁广告", doubts="停车位")
        register(leads, ZHOU_MIN, channel="phone")
        register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        stretch = {"since": "2026-12-01", "until": "2026-12-31"}
        shown, told = (leads.get(LI_QIANG, "list_leads")["items"], leads.get(SUPERVISOR, "show_dynamics", stretch))
        with leads.runtime.work() as work:
            asked = "INSERT INTO leads_to_make SELECT DISTINCT customer_id, estate_id FROM registrations"
            for statement in ("DELETE FROM leads", "DELETE FROM happenings", asked):
                work.session.execute(text(statement))
        for _ in range(2):
            leads.by_the_clock("make_leads_of_old_entries")
        made = leads.get(LI_QIANG, "list_leads")["items"]
        assert without_version(made) == without_version(shown)
        assert leads.get(SUPERVISOR, "show_dynamics", stretch) == told
        assert (leads.count(Lead), leads.count(LeadToMake), leads.count(Happening) > 0) == (2, 0, True)
