"""What consultants earn by deals, and the verdicts that say how much of it."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('people',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_table('verdicts',
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('verdict_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('shares', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('is_final', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_verdicts_deal_id_deals')),
    sa.PrimaryKeyConstraint('deal_id', name=op.f('pk_verdicts'))
    )
    op.create_table('commissions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('rate', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('percent', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('month', sa.String(length=64), nullable=False),
    sa.Column('accrued_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('payable_on', sa.Date(), nullable=True),
    sa.Column('paid_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('paid_by', sa.String(length=128), nullable=True),
    sa.Column('taken_back_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('entry_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_commissions_deal_id_deals')),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_commissions_entry_id_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commissions')),
    sa.UniqueConstraint('deal_id', 'position', 'consultant_id', name=op.f('uq_commissions_deal_id_position_consultant_id'))
    )
    with op.batch_alter_table('commissions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commissions_accrued_at'), ['accrued_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_commissions_consultant_id'), ['consultant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commissions_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commissions_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_commissions_month'), ['month'], unique=False)
        batch_op.create_index(batch_op.f('ix_commissions_state'), ['state'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('commissions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commissions_state'))
        batch_op.drop_index(batch_op.f('ix_commissions_month'))
        batch_op.drop_index(batch_op.f('ix_commissions_estate_id'))
        batch_op.drop_index(batch_op.f('ix_commissions_deal_id'))
        batch_op.drop_index(batch_op.f('ix_commissions_consultant_id'))
        batch_op.drop_index(batch_op.f('ix_commissions_accrued_at'))

    op.drop_table('commissions')
    op.drop_table('verdicts')
    op.drop_table('people')
