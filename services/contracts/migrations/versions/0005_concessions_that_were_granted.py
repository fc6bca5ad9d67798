"""Concessions that leasing has granted."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('known_concessions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('dealing', sa.String(length=64), nullable=False),
    sa.Column('percent', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('granted_by', sa.String(length=128), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_concessions'))
    )
    with op.batch_alter_table('known_concessions', schema=None) as batch_op:
        batch_op.create_index('ix_known_concessions_whose', ['customer_id', 'unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('known_concessions', schema=None) as batch_op:
        batch_op.drop_index('ix_known_concessions_whose')

    op.drop_table('known_concessions')
