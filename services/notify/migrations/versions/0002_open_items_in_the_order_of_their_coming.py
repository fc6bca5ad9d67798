"""Whoever sees the inboxes of all estates gets the open items in the order of their coming, without sorting them."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_OPEN = sa.text('closed_at IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.create_index('ix_items_open', ['opened_at', 'id'], unique=False, postgresql_where=_OPEN, sqlite_where=_OPEN)


def downgrade() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_index('ix_items_open', postgresql_where=_OPEN, sqlite_where=_OPEN)
