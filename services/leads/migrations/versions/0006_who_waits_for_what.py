"""Who waits for what, by what a unit that comes free is."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

WAITS = sa.text("left_at IS NULL")


def upgrade() -> None:
    op.create_index(
        'ix_waiting_list_wanted', 'waiting_list', ['estate_id', 'dealing', 'area_from', 'area_to', 'budget'],
        unique=False, postgresql_where=WAITS, sqlite_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index('ix_waiting_list_wanted', 'waiting_list')
