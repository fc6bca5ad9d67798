"""What was recorded before a table changed is there afterwards, on both engines."""

from contextlib import closing

import pytest
from sqlalchemy import text

from kit import migrate
from kit.database import Database
from kit.runtime import Runtime
from services.leads.models import EntryRelative
from services.leads.service import Leads
from tests.engineering.house import House
from tests.leads.builders import ANOTHER, LI_QIANG, ZHOU_MIN, a_person, an_estate, register
from tests.leads.deals import a_deal, in_force


@pytest.mark.rule("LEAD-5", "LEAD-10")
def test_relatives_named_before_verdicts_were_kept_count_in_them(database_url, clock):
    with closing(Database(database_url())) as database:
        migrate.upgrade(Leads, database)
        leads = House(Runtime(Leads, database, clock))
        leads.hear(an_estate(), a_person(LI_QIANG), a_person(ZHOU_MIN))
        relatives = [{"customer_id": register(leads)["customer_id"], "relation": "spouse"}]
        wife = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER], relatives=relatives)
        migrate.downgrade(Leads, database, "0001")
        migrate.upgrade(Leads, database)
        assert leads.count(EntryRelative) == 1
        leads.hear(a_deal(leads, wife))
        assert in_force(leads)["claimant"] == "李强"


@pytest.mark.rule("LEAD-5", "LEAD-10")
def test_relatives_entered_by_the_version_before_on_these_tables_count_too(leads):
    """It knows nothing of `register_relatives`: a row of ours is taken away to stand for its writing none."""
    relatives = [{"customer_id": register(leads)["customer_id"], "relation": "spouse"}]
    wife = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER], relatives=relatives)
    database = leads.runtime.database
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER register_relatives_no_delete"))
        else:
            connection.execute(text("GRANT DELETE ON register_relatives TO CURRENT_USER"))
            connection.execute(text("ALTER TABLE register_relatives DISABLE TRIGGER ALL"))
        connection.execute(text("DELETE FROM register_relatives"))
    leads.hear(a_deal(leads, wife))
    assert in_force(leads)["claimant"] == "李强"
