"""The unit board, deals, and the permits of an estate.

Units that some lease has, or will have, stand as signed on the board from the beginning; all others wait to be released
with a price.
"""

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
    op.create_table('known_people',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('estates', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_people'))
    )
    op.create_table('known_visitors',
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('customer_id', 'estate_id', name=op.f('pk_known_visitors'))
    )
    op.create_table('permits',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('permit', sa.Enum('land_use', 'planning', 'works_planning', 'construction', 'presale', 'business_licence', 'mortgage_agreement', name='permit', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_permits')),
    info={'append_only': True}
    )
    with op.batch_alter_table('permits', schema=None) as batch_op:
        batch_op.create_index('ix_permits_estate', ['estate_id', 'id'], unique=False)

    op.create_table('running_numbers',
    sa.Column('series', sa.String(length=64), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('series', name=op.f('pk_running_numbers'))
    )
    op.create_table('board_changes',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('before', sa.Enum('available', 'held', 'confirmed', 'sold', 'let', 'signed', 'withdrawn', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('available', 'held', 'confirmed', 'sold', 'let', 'signed', 'withdrawn', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('cause', sa.Enum('released', 'held_back', 'held', 'let_go', 'ran_out', 'confirmed', 'deposit_refused', 'sold', 'let', 'signed', 'given_back', 'leased', 'lease_over', name='cause', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_board_changes_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_changes')),
    info={'append_only': True}
    )
    with op.batch_alter_table('board_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_board_changes_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_board_changes_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index('ix_board_changes_unit', ['unit_id', 'id'], unique=False)

    op.create_table('deals',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('sale', 'lease', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('state', sa.Enum('held', 'confirmed', 'closed', 'signed', 'lapsed', 'withdrawn', name='dealstate', native_enum=False, length=32), nullable=False),
    sa.Column('has_unit', sa.Boolean(), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('consultant_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant', sa.String(length=128), nullable=False),
    sa.Column('held_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('confirmed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('list_price', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('deposit', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('is_on_site', sa.Boolean(), nullable=False),
    sa.Column('discount_reason', sa.Text(), nullable=False),
    sa.Column('taken_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('purse', sa.Enum('cash', 'bank', name='purse', native_enum=False, length=32), nullable=True),
    sa.Column('confirm_by', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('deposit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('receipt_number', sa.String(length=64), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('sign_by', sa.Date(), nullable=True),
    sa.Column('ended_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_deals_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deals')),
    sa.UniqueConstraint('number', name=op.f('uq_deals_number'))
    )
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deals_closed_on'), ['closed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_consultant_id'), ['consultant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_deals_due', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index('ix_deals_estate', ['estate_id', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_deals_unit', ['unit_id'], unique=True, postgresql_where=sa.text('has_unit'), sqlite_where=sa.text('has_unit'))

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('area_usable', kit.columns.Exact(2, 18), nullable=True))
        batch_op.add_column(sa.Column('layout', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('aspect', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('fit_out', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('use', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('state', sa.Enum('available', 'held', 'confirmed', 'sold', 'let', 'signed', 'withdrawn', name='state', native_enum=False, length=32), server_default='withdrawn', nullable=False))
        batch_op.add_column(sa.Column('state_since', kit.columns.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=True))
        batch_op.add_column(sa.Column('leased_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('sale_price', kit.columns.Exact(2, 18), nullable=True))
        batch_op.add_column(sa.Column('rent_per_sqm_day', kit.columns.Exact(4, 18), nullable=True))
        batch_op.add_column(sa.Column('management_per_sqm_month', kit.columns.Exact(4, 18), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('parking_per_month', kit.columns.Exact(4, 18), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('phone_per_line_month', kit.columns.Exact(4, 18), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('is_sample', sa.Boolean(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('sample_notes', sa.Text(), server_default='', nullable=False))
        batch_op.create_index('ix_units_board', ['number', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_units_leased_until'), ['leased_until'], unique=False)
        batch_op.create_index('ix_units_state', ['estate_id', 'state'], unique=False)

    op.execute(
        "UPDATE units SET leased_until = (SELECT max(coalesce(lease_stays.until, leases.ends_on)) FROM lease_stays "
        "JOIN leases ON leases.id = lease_stays.lease_id WHERE lease_stays.unit_id = units.id)"
    )
    op.execute("UPDATE units SET state = 'signed' WHERE leased_until >= CURRENT_DATE")


def downgrade() -> None:
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index('ix_units_state')
        batch_op.drop_index(batch_op.f('ix_units_leased_until'))
        batch_op.drop_index('ix_units_board')
        batch_op.drop_column('sample_notes')
        batch_op.drop_column('is_sample')
        batch_op.drop_column('phone_per_line_month')
        batch_op.drop_column('parking_per_month')
        batch_op.drop_column('management_per_sqm_month')
        batch_op.drop_column('rent_per_sqm_day')
        batch_op.drop_column('sale_price')
        batch_op.drop_column('leased_until')
        batch_op.drop_column('deal_id')
        batch_op.drop_column('state_since')
        batch_op.drop_column('state')
        batch_op.drop_column('use')
        batch_op.drop_column('fit_out')
        batch_op.drop_column('aspect')
        batch_op.drop_column('layout')
        batch_op.drop_column('area_usable')

    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index('uq_deals_unit', postgresql_where=sa.text('has_unit'), sqlite_where=sa.text('has_unit'))
        batch_op.drop_index(batch_op.f('ix_deals_unit_id'))
        batch_op.drop_index(batch_op.f('ix_deals_state'))
        batch_op.drop_index('ix_deals_estate')
        batch_op.drop_index('ix_deals_due', postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_deals_customer_id'))
        batch_op.drop_index(batch_op.f('ix_deals_consultant_id'))
        batch_op.drop_index(batch_op.f('ix_deals_closed_on'))

    op.drop_table('deals')
    with op.batch_alter_table('board_changes', schema=None) as batch_op:
        batch_op.drop_index('ix_board_changes_unit')
        batch_op.drop_index(batch_op.f('ix_board_changes_estate_id'))
        batch_op.drop_index(batch_op.f('ix_board_changes_deal_id'))

    op.drop_table('board_changes')
    op.drop_table('running_numbers')
    with op.batch_alter_table('permits', schema=None) as batch_op:
        batch_op.drop_index('ix_permits_estate')

    op.drop_table('permits')
    op.drop_table('known_visitors')
    op.drop_table('known_people')
