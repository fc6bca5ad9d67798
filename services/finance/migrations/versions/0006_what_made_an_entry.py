"""Entries lead to what made them, and a commission that was taken back may be earned anew (FIN-1, FIN-6)."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

STANDS = "state IN ('accrued', 'payable', 'paid')"
OF_ONE = ['deal_id', 'position', 'consultant_id']


def upgrade() -> None:
    op.add_column('entries', sa.Column('trace', sa.String(length=64), server_default='', nullable=False))
    with op.batch_alter_table('commissions', schema=None) as batch_op:
        batch_op.drop_constraint('uq_commissions_deal_id_position_consultant_id', type_='unique')
    op.create_index(
        'uq_commissions_standing', 'commissions', OF_ONE, unique=True,
        postgresql_where=sa.text(STANDS), sqlite_where=sa.text(STANDS),
    )


def downgrade() -> None:
    op.drop_index('uq_commissions_standing', table_name='commissions')
    with op.batch_alter_table('commissions', schema=None) as batch_op:
        batch_op.create_unique_constraint('uq_commissions_deal_id_position_consultant_id', OF_ONE)
    op.drop_column('entries', 'trace')
