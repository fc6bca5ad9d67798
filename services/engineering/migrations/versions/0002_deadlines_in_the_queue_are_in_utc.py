"""Deadlines in the queue are in UTC: as text of other offsets they sorted by the clock on the wall."""

import sqlalchemy as sa
from alembic import op

from kit.columns import Moment

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ORDERS = sa.table(
    "work_orders", sa.column("id", sa.Uuid(as_uuid=False)), sa.column("queue", sa.String), sa.column("due_at", Moment)
)


def upgrade() -> None:
    connection = op.get_bind()
    due = sa.select(ORDERS.c.id, ORDERS.c.queue, ORDERS.c.due_at).where(ORDERS.c.due_at.is_not(None))
    for order_id, queue, due_at in connection.execute(due).all():
        place = queue.partition(" ")[0]
        written = f"{place} {due_at.isoformat(timespec='microseconds')}"
        connection.execute(sa.update(ORDERS).where(ORDERS.c.id == order_id).values(queue=written))


def downgrade() -> None:
    """Nothing to undo: what came before reads this form too."""
