"""An entry of the ledger belongs to a lease, a deal, or money in suspense; deals, deposits, what contracts say is due.

SQLite makes the tables anew: the triggers of the ledger, which speak of both entries and postings, are taken off
before, and put back after the last migration (see kit.append_only). What was posted stays as it is.
"""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ONE_OWNER = (
    "(CASE WHEN lease_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN deal_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN suspense_id IS NULL THEN 0 ELSE 1 END) = 1"
)
TRIGGERS = ("entries_balance", "postings_balance")


def take_off_the_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def upgrade() -> None:
    take_off_the_triggers()
    op.create_table('deals',
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=True),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=True),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('unit_number', sa.String(length=64), nullable=True),
    sa.Column('consultant_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('contract_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('contract_number', sa.String(length=64), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('lapsed_by', sa.String(length=64), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('unplaced', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('deal_id', name=op.f('pk_deals'))
    )
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deals_consultant_id'), ['consultant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_estate_id'), ['estate_id'], unique=False)

    op.create_table('deposits',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('purse', sa.String(length=64), nullable=False),
    sa.Column('taken_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('confirm_by', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('receipt_number', sa.String(length=64), nullable=True),
    sa.Column('invoice_number', sa.String(length=64), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.String(length=64), nullable=True),
    sa.Column('closed_by', sa.String(length=128), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_deposits_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deposits')),
    sa.UniqueConstraint('deal_id', 'taken_at', name=op.f('uq_deposits_deal_id_taken_at')),
    sa.UniqueConstraint('invoice_number', name=op.f('uq_deposits_invoice_number')),
    sa.UniqueConstraint('receipt_number', name=op.f('uq_deposits_receipt_number'))
    )
    with op.batch_alter_table('deposits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deposits_confirm_by'), ['confirm_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposits_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposits_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deposits_taken_at'), ['taken_at'], unique=False)

    op.create_table('instalments',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('pays_by', sa.Date(), nullable=False),
    sa.Column('means', sa.String(length=64), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('paid', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('cancelled', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_instalments_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instalments')),
    sa.UniqueConstraint('deal_id', 'position', name=op.f('uq_instalments_deal_id_position'))
    )
    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_instalments_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_instalments_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_instalments_pays_by'), ['pays_by'], unique=False)

    op.create_table('suspense',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('remaining', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('purse', sa.String(length=64), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('payer', sa.String(length=255), nullable=False),
    sa.Column('memo', sa.Text(), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('deposit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('taken_back', sa.Boolean(), nullable=False),
    sa.CheckConstraint('remaining >= 0 AND remaining <= amount', name=op.f('ck_suspense_within')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.deal_id'], name=op.f('fk_suspense_deal_id_deals')),
    sa.ForeignKeyConstraint(['deposit_id'], ['deposits.id'], name=op.f('fk_suspense_deposit_id_deposits')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspense')),
    sa.UniqueConstraint('deposit_id', name=op.f('uq_suspense_deposit_id'))
    )
    with op.batch_alter_table('suspense', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suspense_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_suspense_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_suspense_received_on'), ['received_on'], unique=False)

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True))
        batch_op.create_index(batch_op.f('ix_accounts_deal_id'), ['deal_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_accounts_deal_id_deals'), 'deals', ['deal_id'], ['deal_id'])
        batch_op.create_check_constraint(batch_op.f('ck_accounts_one_owner'), 'lease_id IS NULL OR deal_id IS NULL')

    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True))
        batch_op.add_column(sa.Column('suspense_id', sa.Uuid(as_uuid=False), nullable=True))
        batch_op.alter_column('customer_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=True)
        batch_op.alter_column('lease_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=True)
        batch_op.alter_column('unit_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_entries_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entries_suspense_id'), ['suspense_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_entries_deal_id_deals'), 'deals', ['deal_id'], ['deal_id'])
        batch_op.create_foreign_key(batch_op.f('fk_entries_suspense_id_suspense'), 'suspense', ['suspense_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_entries_one_owner'), ONE_OWNER)
        batch_op.create_check_constraint(
            batch_op.f('ck_entries_customer_known'), '(suspense_id IS NULL) = (customer_id IS NOT NULL)'
        )



def downgrade() -> None:
    take_off_the_triggers()
    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_entries_one_owner'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_entries_customer_known'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_entries_suspense_id_suspense'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_entries_deal_id_deals'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_entries_suspense_id'))
        batch_op.drop_index(batch_op.f('ix_entries_deal_id'))
        batch_op.alter_column('unit_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=False)
        batch_op.alter_column('lease_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=False)
        batch_op.alter_column('customer_id',
               existing_type=sa.Uuid(as_uuid=False),
               nullable=False)
        batch_op.drop_column('suspense_id')
        batch_op.drop_column('deal_id')

    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_accounts_one_owner'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_accounts_deal_id_deals'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_accounts_deal_id'))
        batch_op.drop_column('deal_id')

    with op.batch_alter_table('suspense', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suspense_received_on'))
        batch_op.drop_index(batch_op.f('ix_suspense_estate_id'))
        batch_op.drop_index(batch_op.f('ix_suspense_deal_id'))

    op.drop_table('suspense')
    with op.batch_alter_table('instalments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_instalments_pays_by'))
        batch_op.drop_index(batch_op.f('ix_instalments_estate_id'))
        batch_op.drop_index(batch_op.f('ix_instalments_deal_id'))

    op.drop_table('instalments')
    with op.batch_alter_table('deposits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deposits_taken_at'))
        batch_op.drop_index(batch_op.f('ix_deposits_estate_id'))
        batch_op.drop_index(batch_op.f('ix_deposits_deal_id'))
        batch_op.drop_index(batch_op.f('ix_deposits_confirm_by'))

    op.drop_table('deposits')
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deals_estate_id'))
        batch_op.drop_index(batch_op.f('ix_deals_customer_id'))
        batch_op.drop_index(batch_op.f('ix_deals_consultant_id'))

    op.drop_table('deals')
