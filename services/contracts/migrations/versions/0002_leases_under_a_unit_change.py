"""A lease knows the open unit change that is to move it.

Contracts does not keep which lease an open change is of, so those that are open now stay unmarked; what a correction
does to them, property finds before it issues the notice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("leases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moving_for", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("moving_for_id", sa.Uuid(as_uuid=False), nullable=True))
        batch_op.add_column(sa.Column("moving_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_leases_moving_for_id"), ["moving_for_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("leases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leases_moving_for_id"))
        batch_op.drop_column("moving_on")
        batch_op.drop_column("moving_for_id")
        batch_op.drop_column("moving_for")
