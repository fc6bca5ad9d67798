"""Contracts with their plans, clauses and supplements; promises, withdrawals, problems, unit changes."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('unit_moves',
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('old_unit_number', sa.String(length=64), nullable=False),
    sa.Column('new_unit_number', sa.String(length=64), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('cause', sa.String(length=64), nullable=False),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('unit_change_id', name=op.f('pk_unit_moves'))
    )
    with op.batch_alter_table('unit_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_moves_estate_id'), ['estate_id'], unique=False)

    op.create_table('contracts',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('sale', 'lease', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('signed', 'withdrawn', name='contractstate', native_enum=False, length=32), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('parties', sa.Text(), nullable=False),
    sa.Column('area', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('plan', sa.Enum('lump_sum', 'instalments', 'mortgage', name='plan', native_enum=False, length=32), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_contracts_deal_id_deals')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_contracts_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contracts')),
    sa.UniqueConstraint('deal_id', name=op.f('uq_contracts_deal_id')),
    sa.UniqueConstraint('estate_id', 'number', name=op.f('uq_contracts_estate_id_number'))
    )
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contracts_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_contracts_signed', ['estate_id', 'signed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contracts_unit_id'), ['unit_id'], unique=False)

    op.create_table('problems',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('state', sa.Enum('open', 'resolved', name='problemstate', native_enum=False, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reported_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('reported_by', sa.String(length=128), nullable=False),
    sa.Column('resolution', sa.Text(), nullable=False),
    sa.Column('resolved_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('resolved_by', sa.String(length=128), nullable=True),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_problems_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_problems'))
    )
    with op.batch_alter_table('problems', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_problems_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index('ix_problems_estate', ['estate_id', 'reported_at'], unique=False)

    op.create_table('promises',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('promised_on', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('risk', sa.Enum('low', 'medium', 'high', name='risk', native_enum=False, length=32), nullable=False),
    sa.Column('risk_note', sa.Text(), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_promises_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promises')),
    info={'append_only': True}
    )
    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promises_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_promises_estate_id'), ['estate_id'], unique=False)

    op.create_table('withdrawals',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('state', sa.Enum('requested', 'approved', 'done', 'refused', name='withdrawalstate', native_enum=False, length=32), nullable=False),
    sa.Column('why', sa.Enum('price', 'loan', 'plans', 'quality', 'delay', 'rival', 'other', name='why', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('refund', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('requested_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('requested_by_id', sa.String(length=64), nullable=False),
    sa.Column('requested_by', sa.String(length=128), nullable=False),
    sa.Column('decided_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=128), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_withdrawals_deal_id_deals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_withdrawals'))
    )
    with op.batch_alter_table('withdrawals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withdrawals_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index('ix_withdrawals_estate', ['estate_id', 'requested_at'], unique=False)

    op.create_table('contract_clauses',
    sa.Column('contract_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_clauses_contract_id_contracts')),
    sa.PrimaryKeyConstraint('contract_id', 'position', name=op.f('pk_contract_clauses')),
    info={'append_only': True}
    )
    op.create_table('contract_parts',
    sa.Column('contract_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('means', sa.Enum('cash', 'bank', 'mortgage', name='means', native_enum=False, length=32), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_contract_parts_contract_id_contracts')),
    sa.PrimaryKeyConstraint('contract_id', 'position', name=op.f('pk_contract_parts')),
    info={'append_only': True}
    )
    op.create_table('supplements',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('title', sa.String(length=255), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('submitted', 'manager_approved', 'approved', 'refused', 'signed', name='supplementstate', native_enum=False, length=32), nullable=False),
    sa.Column('submitted_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('signed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('signed_by', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['contract_id'], ['contracts.id'], name=op.f('fk_supplements_contract_id_contracts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supplements'))
    )
    with op.batch_alter_table('supplements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplements_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_supplements_estate_id'), ['estate_id'], unique=False)

    op.create_table('supplement_decisions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('supplement_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('rank', sa.String(length=64), nullable=False),
    sa.Column('is_approved', sa.Boolean(), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['supplement_id'], ['supplements.id'], name=op.f('fk_supplement_decisions_supplement_id_supplements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supplement_decisions')),
    info={'append_only': True}
    )
    with op.batch_alter_table('supplement_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supplement_decisions_supplement_id'), ['supplement_id'], unique=False)

    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('overdue_told_at', kit.columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('trace', sa.String(length=64), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_column('trace')
        batch_op.drop_column('overdue_told_at')

    with op.batch_alter_table('supplement_decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supplement_decisions_supplement_id'))

    op.drop_table('supplement_decisions')
    with op.batch_alter_table('supplements', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_supplements_estate_id'))
        batch_op.drop_index(batch_op.f('ix_supplements_contract_id'))

    op.drop_table('supplements')
    op.drop_table('contract_parts')
    op.drop_table('contract_clauses')
    with op.batch_alter_table('withdrawals', schema=None) as batch_op:
        batch_op.drop_index('ix_withdrawals_estate')
        batch_op.drop_index(batch_op.f('ix_withdrawals_deal_id'))

    op.drop_table('withdrawals')
    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promises_estate_id'))
        batch_op.drop_index(batch_op.f('ix_promises_deal_id'))

    op.drop_table('promises')
    with op.batch_alter_table('problems', schema=None) as batch_op:
        batch_op.drop_index('ix_problems_estate')
        batch_op.drop_index(batch_op.f('ix_problems_deal_id'))

    op.drop_table('problems')
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contracts_unit_id'))
        batch_op.drop_index('ix_contracts_signed')
        batch_op.drop_index(batch_op.f('ix_contracts_customer_id'))

    op.drop_table('contracts')
    with op.batch_alter_table('unit_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_moves_estate_id'))

    op.drop_table('unit_moves')
