"""What was recorded before a table changed is there afterwards, on both engines."""

from contextlib import closing

import pytest

from kit import migrate
from kit.database import Database
from kit.runtime import Runtime
from services.property.models import UnitChange
from services.property.service import Property
from tests.databases import back_and_up_again
from tests.property.builders import fill
from tests.property.desk import Desk
from tests.property.walking import Walk


@pytest.fixture
def old_desk(database_url, clock):
    """Property on a database that its migrations have made."""
    with closing(Database(database_url())) as database:
        migrate.upgrade(Property, database)
        desk = Desk(Runtime(Property, database, clock))
        fill(desk)
        yield desk


@pytest.mark.rule("NOTE-5")
def test_a_notice_issued_before_notices_were_kept_is_kept_as_it_would_have_printed(old_desk):
    Walk(old_desk).until_the_notice()
    (issued,) = old_desk.rows(UnitChange)
    database = old_desk.runtime.database
    migrate.downgrade(Property, database, "0001")
    migrate.upgrade(Property, database)
    (again,) = old_desk.rows(UnitChange)
    assert again.notice == issued.notice
    assert again.notice["handed_over"] == {"key": 1, "access_card": 1, "parking_permit": 1}


@pytest.mark.rule("SALE-17")
def test_a_change_from_before_sales_control_answered_has_its_unit_kept(desk):
    walk = Walk(desk, is_kept=False)
    back_and_up_again(Property, "0006", desk.runtime.database)
    assert walk.now()["keeping"] == "kept"
