"""Engineering's tables on their way up, with rows in them."""

from zoneinfo import ZoneInfo

import pytest
from alembic import command
from sqlalchemy import select

from kit import migrate
from services.engineering.models import WorkOrder
from services.engineering.service import Engineering
from tests.engineering.builders import SUPERVISOR, an_order

SHANGHAI = ZoneInfo("Asia/Shanghai")


def back_and_up_again(revision, database):
    """Takes engineering's tables back to a revision and up again; tests make them without a history."""
    _, own = migrate.table_sets(Engineering)
    with migrate._alone(database) as connection:
        config = migrate._config(own, connection)
        command.stamp(config, "head")
        command.downgrade(config, revision)
        command.upgrade(config, "head")


@pytest.mark.rule("ENG-3")
class TestTheQueueInUtc:
    def test_places_written_in_other_zones_are_written_anew(self, staffed):
        for due_at in ("2026-12-08T08:00:00-05:00", "2026-12-08T09:00:00+08:00", None):
            staffed.get(SUPERVISOR, "open_work_order", an_order(due_at=due_at))
        right = self.queue(staffed)
        with staffed.runtime.work() as work:
            for order in work.session.scalars(select(WorkOrder).where(WorkOrder.due_at.is_not(None))).all():
                order.queue = f"1 {order.due_at.astimezone(SHANGHAI).isoformat()}"
        back_and_up_again("0001", staffed.runtime.database)
        assert self.queue(staffed) == right

    def queue(self, house):
        with house.runtime.look() as work:
            return work.session.execute(select(WorkOrder.id, WorkOrder.queue).order_by(WorkOrder.queue)).all()
