"""Payments and deferrals lead to the request that made them (SALE-8)."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deferrals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trace', sa.String(length=64), server_default='', nullable=False))

    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trace', sa.String(length=64), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.drop_column('trace')

    with op.batch_alter_table('deferrals', schema=None) as batch_op:
        batch_op.drop_column('trace')

