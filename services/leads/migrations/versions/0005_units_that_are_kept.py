"""Units that are kept for a unit change."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('offered_units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_for', sa.String(length=64), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('offered_units', schema=None) as batch_op:
        batch_op.drop_column('kept_for')

