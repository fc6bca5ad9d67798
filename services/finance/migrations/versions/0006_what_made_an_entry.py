"""Entries lead to what made them, a commission may be earned anew, old deals are squared anew (FIN-1, FIN-6, SALE-4)."""

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
    op.create_table('deals_to_square',
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_deals_to_square_deal_id_deals')),
    sa.PrimaryKeyConstraint('deal_id', name=op.f('pk_deals_to_square'))
    )
    op.execute(
        'INSERT INTO deals_to_square (deal_id) SELECT deal_id FROM deals '
        'WHERE withdrawn_on IS NOT NULL OR deal_id IN (SELECT deal_id FROM refunds) '
        "OR deal_id IN (SELECT deal_id FROM commissions WHERE state = 'paid') "
        'OR deal_id IN (SELECT i.deal_id FROM deferrals d JOIN instalments i ON i.id = d.instalment_id '
        "WHERE d.state = 'asked')"
    )


def downgrade() -> None:
    op.drop_table('deals_to_square')
    op.drop_index('uq_commissions_standing', table_name='commissions')
    with op.batch_alter_table('commissions', schema=None) as batch_op:
        batch_op.create_unique_constraint('uq_commissions_deal_id_position_consultant_id', OF_ONE)
    op.drop_column('entries', 'trace')
