"""Units that sales control has a deal for."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('board_taken',
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_board_taken_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_board_taken'))
    )


def downgrade() -> None:
    op.drop_table('board_taken')
