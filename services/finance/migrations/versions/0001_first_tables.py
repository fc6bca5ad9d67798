"""The first tables."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('estates',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_estates'))
    )
    op.create_table('lease_accounts',
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('rent_per_sqm_day', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('management_per_sqm_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('electricity_per_kwh', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('water_per_m3', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('parking_spaces', sa.Integer(), nullable=False),
    sa.Column('parking_per_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('phone_lines', sa.Integer(), nullable=False),
    sa.Column('phone_per_line_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('payment', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('lease_id', name=op.f('pk_lease_accounts'))
    )
    with op.batch_alter_table('lease_accounts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lease_accounts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lease_accounts_estate_id'), ['estate_id'], unique=False)

    op.create_table('accounts',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.ForeignKeyConstraint(['lease_id'], ['lease_accounts.lease_id'], name=op.f('fk_accounts_lease_id_lease_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
    info={'append_only': True}
    )
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accounts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accounts_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accounts_lease_id'), ['lease_id'], unique=False)

    op.create_table('entries',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=True),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('cause', sa.String(length=64), nullable=True),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('memo', sa.Text(), nullable=False),
    sa.Column('lines', sa.Integer(), nullable=False),
    sa.Column('reverses_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.CheckConstraint('lines >= 2', name=op.f('ck_entries_two_lines')),
    sa.ForeignKeyConstraint(['lease_id'], ['lease_accounts.lease_id'], name=op.f('fk_entries_lease_id_lease_accounts')),
    sa.ForeignKeyConstraint(['reverses_id'], ['entries.id'], name=op.f('fk_entries_reverses_id_entries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entries')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_entries_reverses_id')),
    info={'append_only': True}
    )
    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entries_cause'), ['cause'], unique=False)
        batch_op.create_index(batch_op.f('ix_entries_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entries_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entries_happened_on'), ['happened_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_entries_lease_id'), ['lease_id'], unique=False)

    op.create_table('lease_units',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.ForeignKeyConstraint(['lease_id'], ['lease_accounts.lease_id'], name=op.f('fk_lease_units_lease_id_lease_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease_units')),
    sa.UniqueConstraint('lease_id', 'position', name=op.f('uq_lease_units_lease_id_position')),
    sa.UniqueConstraint('lease_id', 'unit_change_id', name=op.f('uq_lease_units_lease_id_unit_change_id'))
    )
    with op.batch_alter_table('lease_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lease_units_lease_id'), ['lease_id'], unique=False)

    op.create_table('postings',
    sa.Column('entry_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.CheckConstraint('amount <> 0', name=op.f('ck_postings_not_zero')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_postings_account_id_accounts')),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_postings_entry_id_entries'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('entry_id', 'position', name=op.f('pk_postings')),
    info={'append_only': True}
    )
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postings_account_id'), ['account_id'], unique=False)

    op.create_table('settlements',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('change_date', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('total', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('drafted_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.String(length=64), nullable=True),
    sa.Column('closed_by', sa.String(length=128), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('entry_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['entries.id'], name=op.f('fk_settlements_entry_id_entries')),
    sa.ForeignKeyConstraint(['lease_id'], ['lease_accounts.lease_id'], name=op.f('fk_settlements_lease_id_lease_accounts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlements'))
    )
    with op.batch_alter_table('settlements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_settlements_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_settlements_lease_id'), ['lease_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_settlements_unit_change_id'), ['unit_change_id'], unique=False)
        batch_op.create_index('uq_settlements_open', ['unit_change_id'], unique=True, postgresql_where=sa.text("state IN ('draft', 'confirmed')"), sqlite_where=sa.text("state IN ('draft', 'confirmed')"))

    op.create_table('settlement_lines',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('settlement_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('income', sa.String(length=64), nullable=False),
    sa.Column('zh', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('added_by', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['settlement_id'], ['settlements.id'], name=op.f('fk_settlement_lines_settlement_id_settlements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement_lines'))
    )
    with op.batch_alter_table('settlement_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_settlement_lines_settlement_id'), ['settlement_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('settlement_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_settlement_lines_settlement_id'))

    op.drop_table('settlement_lines')
    with op.batch_alter_table('settlements', schema=None) as batch_op:
        batch_op.drop_index('uq_settlements_open', postgresql_where=sa.text("state IN ('draft', 'confirmed')"), sqlite_where=sa.text("state IN ('draft', 'confirmed')"))
        batch_op.drop_index(batch_op.f('ix_settlements_unit_change_id'))
        batch_op.drop_index(batch_op.f('ix_settlements_lease_id'))
        batch_op.drop_index(batch_op.f('ix_settlements_estate_id'))

    op.drop_table('settlements')
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_postings_account_id'))

    op.drop_table('postings')
    with op.batch_alter_table('lease_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lease_units_lease_id'))

    op.drop_table('lease_units')
    with op.batch_alter_table('entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entries_lease_id'))
        batch_op.drop_index(batch_op.f('ix_entries_happened_on'))
        batch_op.drop_index(batch_op.f('ix_entries_estate_id'))
        batch_op.drop_index(batch_op.f('ix_entries_customer_id'))
        batch_op.drop_index(batch_op.f('ix_entries_cause'))

    op.drop_table('entries')
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_accounts_lease_id'))
        batch_op.drop_index(batch_op.f('ix_accounts_estate_id'))
        batch_op.drop_index(batch_op.f('ix_accounts_customer_id'))

    op.drop_table('accounts')
    with op.batch_alter_table('lease_accounts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lease_accounts_estate_id'))
        batch_op.drop_index(batch_op.f('ix_lease_accounts_customer_id'))

    op.drop_table('lease_accounts')
    op.drop_table('estates')
