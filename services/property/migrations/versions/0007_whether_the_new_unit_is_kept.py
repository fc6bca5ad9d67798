"""Whether sales control keeps the new unit of a change."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('unit_changes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('keeping', sa.Enum('awaited', 'kept', 'taken', name='keeping', native_enum=False, length=32), server_default='kept', nullable=False))
        batch_op.add_column(sa.Column('keeping_told', sa.BigInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('taken_zh', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('taken_en', sa.Text(), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('unit_changes', schema=None) as batch_op:
        batch_op.drop_column('taken_en')
        batch_op.drop_column('taken_zh')
        batch_op.drop_column('keeping_told')
        batch_op.drop_column('keeping')

