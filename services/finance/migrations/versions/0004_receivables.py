"""Later days of payment, money found for somebody, refunds, and when a payment is reminded of."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('refunds',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('approved_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('purse', sa.String(length=64), nullable=True),
    sa.Column('paid_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('paid_by', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_refunds_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refunds'))
    )
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_approved_at'), ['approved_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_estate_id'), ['estate_id'], unique=False)

    op.create_table('deferrals',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('instalment_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('old_date', sa.Date(), nullable=False),
    sa.Column('new_date', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('asked_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.String(length=64), nullable=False),
    sa.Column('asked_by', sa.String(length=128), nullable=False),
    sa.Column('decided_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=128), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['instalment_id'], ['instalments.id'], name=op.f('fk_deferrals_instalment_id_instalments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deferrals'))
    )
    with op.batch_alter_table('deferrals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deferrals_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_deferrals_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deferrals_instalment_id'), ['instalment_id'], unique=False)
        batch_op.create_index('uq_deferrals_asked', ['instalment_id'], unique=True, postgresql_where=sa.text("state = 'asked'"), sqlite_where=sa.text("state = 'asked'"))

    op.create_table('matches',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('suspense_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('entry_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('purpose', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('reversed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('reversed_by', sa.String(length=128), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_matches_entry_id_entries')),
    sa.ForeignKeyConstraint(['suspense_id'], ['suspense.id'], name=op.f('fk_matches_suspense_id_suspense')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matches'))
    )
    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_matches_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_matches_suspense_id'), ['suspense_id'], unique=False)

    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('remind_at', kit.columns.Moment(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_instalments_remind_at'), ['remind_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_instalments_remind_at'))
        batch_op.drop_column('remind_at')

    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_matches_suspense_id'))
        batch_op.drop_index(batch_op.f('ix_matches_entry_id'))

    op.drop_table('matches')
    with op.batch_alter_table('deferrals', schema=None) as batch_op:
        batch_op.drop_index('uq_deferrals_asked', postgresql_where=sa.text("state = 'asked'"), sqlite_where=sa.text("state = 'asked'"))
        batch_op.drop_index(batch_op.f('ix_deferrals_instalment_id'))
        batch_op.drop_index(batch_op.f('ix_deferrals_estate_id'))
        batch_op.drop_index(batch_op.f('ix_deferrals_asked_at'))

    op.drop_table('deferrals')
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_estate_id'))
        batch_op.drop_index(batch_op.f('ix_refunds_deal_id'))
        batch_op.drop_index(batch_op.f('ix_refunds_approved_at'))

    op.drop_table('refunds')
