"""What is offered to whom: units, quotations, brokers, concessions, the waiting list."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('broker_classings',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('broker_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.Column('before', sa.Enum('partner', 'new', 'scout', name='brokerkind', native_enum=False, length=32), nullable=True),
    sa.Column('after', sa.Enum('partner', 'new', 'scout', name='brokerkind', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_broker_classings')),
    info={'append_only': True}
    )
    with op.batch_alter_table('broker_classings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_broker_classings_broker_id'), ['broker_id'], unique=False)

    op.create_table('brokers',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('company', sa.String(length=255), nullable=False),
    sa.Column('phone', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('partner', 'new', 'scout', name='brokerkind', native_enum=False, length=32), nullable=False),
    sa.Column('registered_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('registered_by', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brokers')),
    sa.UniqueConstraint('estate_id', 'phone', name=op.f('uq_brokers_estate_id_phone'))
    )
    with op.batch_alter_table('brokers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brokers_estate_id_name'), ['estate_id', 'name'], unique=False)

    op.create_table('concession_moves',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('concession_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.Column('act', sa.String(length=64), nullable=False),
    sa.Column('before', sa.Enum('with_sales_manager', 'with_general_manager', 'granted', 'refused', 'withdrawn', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('after', sa.Enum('with_sales_manager', 'with_general_manager', 'granted', 'refused', 'withdrawn', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('terms', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concession_moves')),
    info={'append_only': True}
    )
    with op.batch_alter_table('concession_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concession_moves_concession_id'), ['concession_id'], unique=False)

    op.create_table('concessions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer', sa.String(length=255), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('dealing', sa.Enum('lease', 'sale', name='dealing', native_enum=False, length=32), nullable=False),
    sa.Column('kind', sa.Enum('discount', 'rent_free', 'fit_out', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('asked', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('listed', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('expected_price', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('is_put', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('with_sales_manager', 'with_general_manager', 'granted', 'refused', 'withdrawn', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('granted', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('decided_by_id', sa.String(length=64), nullable=True),
    sa.Column('decided_by', sa.String(length=255), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concessions')),
    sa.UniqueConstraint('position', name=op.f('uq_concessions_position'))
    )
    with op.batch_alter_table('concessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concessions_consultant_id_position'), ['consultant_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_concessions_customer_id_unit_id'), ['customer_id', 'unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_concessions_estate_id_state_position'), ['estate_id', 'state', 'position'], unique=False)

    op.create_table('floor_plans',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('building', sa.String(length=64), nullable=False),
    sa.Column('layout', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('content_type', sa.String(length=64), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_floor_plans')),
    info={'append_only': True}
    )
    with op.batch_alter_table('floor_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_floor_plans_estate_id_building_layout'), ['estate_id', 'building', 'layout'], unique=False)
        batch_op.create_index(batch_op.f('ix_floor_plans_unit_id'), ['unit_id'], unique=False)

    op.create_table('found_offers',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('waiting_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('free_since', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('price', kit.columns.Exact(4, 18), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_found_offers')),
    sa.UniqueConstraint('waiting_id', 'unit_id', 'free_since', name=op.f('uq_found_offers_waiting_id_unit_id_free_since'))
    )
    with op.batch_alter_table('found_offers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_found_offers_waiting_id'), ['waiting_id'], unique=False)

    op.create_table('offered_units',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('building', sa.String(length=64), nullable=True),
    sa.Column('floor', sa.Integer(), nullable=True),
    sa.Column('area_built', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('area_usable', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('layout', sa.String(length=64), nullable=True),
    sa.Column('aspect', sa.String(length=64), nullable=True),
    sa.Column('fit_out', sa.String(length=64), nullable=True),
    sa.Column('use', sa.String(length=64), nullable=True),
    sa.Column('sale_price', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('rent_per_sqm_day', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('management_per_sqm_month', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('parking_per_month', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('phone_per_line_month', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('rent_per_day', kit.columns.Exact(6, 18), nullable=True),
    sa.Column('state', sa.Enum('available', 'held', 'confirmed', 'sold', 'let', 'signed', 'withdrawn', name='boardstate', native_enum=False, length=32), nullable=False),
    sa.Column('free_since', kit.columns.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offered_units'))
    )
    with op.batch_alter_table('offered_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offered_units_estate_id_building_floor'), ['estate_id', 'building', 'floor'], unique=False)
        batch_op.create_index(batch_op.f('ix_offered_units_estate_id_state_area_built'), ['estate_id', 'state', 'area_built'], unique=False)

    op.create_table('quotations',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('dealing', sa.Enum('lease', 'sale', name='dealing', native_enum=False, length=32), nullable=False),
    sa.Column('audience', sa.Enum('visitor', 'stranger', 'partner_with_client', 'partner', 'new_broker', 'scout', name='audience', native_enum=False, length=32), nullable=False),
    sa.Column('said_as', sa.Enum('full', 'reserved', 'conservative', name='pricekind', native_enum=False, length=32), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('broker_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('addressee', sa.String(length=255), nullable=False),
    sa.Column('term_months', sa.Integer(), nullable=True),
    sa.Column('monthly', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('once', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('told', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('listed', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quotations')),
    sa.UniqueConstraint('position', name=op.f('uq_quotations_position')),
    info={'append_only': True}
    )
    with op.batch_alter_table('quotations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quotations_by_id_position'), ['by_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotations_customer_id_position'), ['customer_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_quotations_estate_id_position'), ['estate_id', 'position'], unique=False)

    op.create_table('quoted_units',
    sa.Column('quotation_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('quotation_id', 'unit_id', name=op.f('pk_quoted_units')),
    info={'append_only': True}
    )
    with op.batch_alter_table('quoted_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quoted_units_unit_id'), ['unit_id'], unique=False)

    op.create_table('tenancies',
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('business', sa.String(length=64), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('lease_id', name=op.f('pk_tenancies'))
    )
    with op.batch_alter_table('tenancies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tenancies_unit_id'), ['unit_id'], unique=False)

    op.create_table('visit_reports',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('broker_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('quotation_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('looks', sa.String(length=200), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_reports')),
    info={'append_only': True}
    )
    with op.batch_alter_table('visit_reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_reports_estate_id_at'), ['estate_id', 'at'], unique=False)

    op.create_table('waiting_list',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer', sa.String(length=255), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('lost_on', sa.Date(), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('dealing', sa.Enum('lease', 'sale', name='dealing', native_enum=False, length=32), nullable=False),
    sa.Column('cause', sa.Enum('price', 'area', 'place', 'building', 'terms', 'put_off', 'other', name='cause', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('rival_building', sa.String(length=255), nullable=False),
    sa.Column('rival_price', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('rival_term_months', sa.Integer(), nullable=True),
    sa.Column('expected_price', kit.columns.Exact(4, 18), nullable=True),
    sa.Column('area_from', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('area_to', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('layout', sa.String(length=64), nullable=False),
    sa.Column('budget', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('left_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('left_reason', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_list'))
    )
    with op.batch_alter_table('waiting_list', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_waiting_list_consultant_id'), ['consultant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_waiting_list_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_waiting_list_estate_id_lost_on'), ['estate_id', 'lost_on'], unique=False)
        batch_op.create_index('uq_waiting_list_open', ['estate_id', 'customer_id'], unique=True, postgresql_where=sa.text('left_at IS NULL'), sqlite_where=sa.text('left_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('waiting_list', schema=None) as batch_op:
        batch_op.drop_index('uq_waiting_list_open', postgresql_where=sa.text('left_at IS NULL'), sqlite_where=sa.text('left_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_waiting_list_estate_id_lost_on'))
        batch_op.drop_index(batch_op.f('ix_waiting_list_customer_id'))
        batch_op.drop_index(batch_op.f('ix_waiting_list_consultant_id'))

    op.drop_table('waiting_list')
    with op.batch_alter_table('visit_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_reports_estate_id_at'))

    op.drop_table('visit_reports')
    with op.batch_alter_table('tenancies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tenancies_unit_id'))

    op.drop_table('tenancies')
    with op.batch_alter_table('quoted_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quoted_units_unit_id'))

    op.drop_table('quoted_units')
    with op.batch_alter_table('quotations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quotations_estate_id_position'))
        batch_op.drop_index(batch_op.f('ix_quotations_customer_id_position'))
        batch_op.drop_index(batch_op.f('ix_quotations_by_id_position'))

    op.drop_table('quotations')
    with op.batch_alter_table('offered_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_offered_units_estate_id_state_area_built'))
        batch_op.drop_index(batch_op.f('ix_offered_units_estate_id_building_floor'))

    op.drop_table('offered_units')
    with op.batch_alter_table('found_offers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_found_offers_waiting_id'))

    op.drop_table('found_offers')
    with op.batch_alter_table('floor_plans', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_floor_plans_unit_id'))
        batch_op.drop_index(batch_op.f('ix_floor_plans_estate_id_building_layout'))

    op.drop_table('floor_plans')
    with op.batch_alter_table('concessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concessions_estate_id_state_position'))
        batch_op.drop_index(batch_op.f('ix_concessions_customer_id_unit_id'))
        batch_op.drop_index(batch_op.f('ix_concessions_consultant_id_position'))

    op.drop_table('concessions')
    with op.batch_alter_table('concession_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concession_moves_concession_id'))

    op.drop_table('concession_moves')
    with op.batch_alter_table('brokers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brokers_estate_id_name'))

    op.drop_table('brokers')
    with op.batch_alter_table('broker_classings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_broker_classings_broker_id'))

    op.drop_table('broker_classings')
