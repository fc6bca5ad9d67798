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
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_estates')),
    sa.UniqueConstraint('name', name=op.f('uq_estates_name'))
    )
    op.create_table('leases',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leases'))
    )
    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leases_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_leases_unit_id'), ['unit_id'], unique=False)

    op.create_table('running_numbers',
    sa.Column('series', sa.String(length=64), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('series', name=op.f('pk_running_numbers'))
    )
    op.create_table('units',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('building', sa.String(length=64), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('area_built', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('area_usable', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('layout', sa.String(length=64), nullable=False),
    sa.Column('aspect', sa.String(length=64), nullable=False),
    sa.Column('fit_out', sa.String(length=64), nullable=False),
    sa.Column('use', sa.String(length=64), nullable=False),
    sa.Column('remark', sa.String(length=255), nullable=False),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('area_usable <= area_built', name=op.f('ck_units_usable_area')),
    sa.CheckConstraint('area_usable > 0', name=op.f('ck_units_area')),
    sa.ForeignKeyConstraint(['estate_id'], ['estates.id'], name=op.f('fk_units_estate_id_estates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('estate_id', 'number', name=op.f('uq_units_estate_id_number'))
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_units_estate_id_building_floor'), ['estate_id', 'building', 'floor'], unique=False)

    op.create_table('items',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('key', 'access_card', 'parking_permit', name='itemkind', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=64), nullable=True),
    sa.Column('state', sa.Enum('issued', 'returned', 'missing', name='itemstate', native_enum=False, length=32), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issued_by', sa.String(length=64), nullable=False),
    sa.Column('issued_for', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by', sa.String(length=64), nullable=True),
    sa.Column('closed_for', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('charge', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('note', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['estate_id'], ['estates.id'], name=op.f('fk_items_estate_id_estates')),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_items_lease_id_leases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_items_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_items'))
    )
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_items_closed_for'), ['closed_for'], unique=False)
        batch_op.create_index(batch_op.f('ix_items_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_items_issued_for'), ['issued_for'], unique=False)
        batch_op.create_index(batch_op.f('ix_items_lease_id'), ['lease_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_items_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_items_out', ['estate_id', 'kind', 'number'], unique=True, postgresql_where=sa.text("state = 'issued'"), sqlite_where=sa.text("state = 'issued'"))

    op.create_table('meters',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('electricity', 'water', name='meterkind', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('installed_on', sa.Date(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['estate_id'], ['estates.id'], name=op.f('fk_meters_estate_id_estates')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_meters_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meters')),
    sa.UniqueConstraint('estate_id', 'kind', 'number', name=op.f('uq_meters_estate_id_kind_number'))
    )
    with op.batch_alter_table('meters', schema=None) as batch_op:
        batch_op.create_index('uq_meters_in_use', ['unit_id', 'kind'], unique=True, postgresql_where=sa.text('retired_on IS NULL'), sqlite_where=sa.text('retired_on IS NULL'))

    op.create_table('occupancies',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_occupancies_lease_id_leases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_occupancies_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occupancies')),
    sa.UniqueConstraint('lease_id', 'unit_change_id', name=op.f('uq_occupancies_lease_id_unit_change_id'))
    )
    with op.batch_alter_table('occupancies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occupancies_unit_id_until'), ['unit_id', 'until'], unique=False)

    op.create_table('unit_changes',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_number', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('old_unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('new_unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('change_date', sa.Date(), nullable=False),
    sa.Column('cause', sa.Enum('customer_wish', 'unit_fault', name='cause', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('open', 'done', 'cancelled', name='changestate', native_enum=False, length=32), nullable=False),
    sa.Column('requested_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('requested_by', sa.String(length=64), nullable=False),
    sa.Column('issued_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('issued_by', sa.String(length=64), nullable=True),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['estate_id'], ['estates.id'], name=op.f('fk_unit_changes_estate_id_estates')),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_unit_changes_lease_id_leases')),
    sa.ForeignKeyConstraint(['new_unit_id'], ['units.id'], name=op.f('fk_unit_changes_new_unit_id_units')),
    sa.ForeignKeyConstraint(['old_unit_id'], ['units.id'], name=op.f('fk_unit_changes_old_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_changes')),
    sa.UniqueConstraint('number', name=op.f('uq_unit_changes_number'))
    )
    with op.batch_alter_table('unit_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_changes_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_changes_estate_id_state_change_date'), ['estate_id', 'state', 'change_date'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_changes_lease_id'), ['lease_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_changes_new_unit_id'), ['new_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_changes_old_unit_id'), ['old_unit_id'], unique=False)

    op.create_table('unit_keys',
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('listed_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_unit_keys_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', 'number', name=op.f('pk_unit_keys'))
    )
    op.create_table('acknowledgements',
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['unit_change_id'], ['unit_changes.id'], name=op.f('fk_acknowledgements_unit_change_id_unit_changes')),
    sa.PrimaryKeyConstraint('unit_change_id', 'department', name=op.f('pk_acknowledgements'))
    )
    op.create_table('attachments',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('content_type', sa.String(length=255), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('added_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=64), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['unit_change_id'], ['unit_changes.id'], name=op.f('fk_attachments_unit_change_id_unit_changes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_unit_change_id'), ['unit_change_id'], unique=False)

    op.create_table('inspections',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('clear', sa.Boolean(), nullable=False),
    sa.Column('inspected_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('inspected_by', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['unit_change_id'], ['unit_changes.id'], name=op.f('fk_inspections_unit_change_id_unit_changes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspections'))
    )
    with op.batch_alter_table('inspections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspections_unit_change_id_round'), ['unit_change_id', 'round'], unique=True)

    op.create_table('readings',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('meter_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('value', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=False),
    sa.Column('source', sa.Enum('ordinary', 'unit_change', name='readingsource', native_enum=False, length=32), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('recorded_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.String(length=64), nullable=False),
    sa.Column('signers', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['meter_id'], ['meters.id'], name=op.f('fk_readings_meter_id_meters')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_readings'))
    )
    with op.batch_alter_table('readings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_readings_meter_id_read_on'), ['meter_id', 'read_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_readings_unit_change_id'), ['unit_change_id'], unique=False)

    op.create_table('unit_claims',
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('side', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['unit_change_id'], ['unit_changes.id'], name=op.f('fk_unit_claims_unit_change_id_unit_changes')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_unit_claims_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_unit_claims'))
    )
    with op.batch_alter_table('unit_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_claims_unit_change_id'), ['unit_change_id'], unique=False)

    op.create_table('faults',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('inspection_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('trade', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=255), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('open', 'repaired', 'dropped', name='faultstate', native_enum=False, length=32), nullable=False),
    sa.Column('work_order_number', sa.String(length=64), nullable=True),
    sa.Column('technician', sa.String(length=64), nullable=True),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspections.id'], name=op.f('fk_faults_inspection_id_inspections')),
    sa.ForeignKeyConstraint(['unit_change_id'], ['unit_changes.id'], name=op.f('fk_faults_unit_change_id_unit_changes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_faults'))
    )
    with op.batch_alter_table('faults', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_faults_unit_change_id'), ['unit_change_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('faults', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_faults_unit_change_id'))

    op.drop_table('faults')
    with op.batch_alter_table('unit_claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_claims_unit_change_id'))

    op.drop_table('unit_claims')
    with op.batch_alter_table('readings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_readings_unit_change_id'))
        batch_op.drop_index(batch_op.f('ix_readings_meter_id_read_on'))

    op.drop_table('readings')
    with op.batch_alter_table('inspections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspections_unit_change_id_round'))

    op.drop_table('inspections')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_unit_change_id'))

    op.drop_table('attachments')
    op.drop_table('acknowledgements')
    op.drop_table('unit_keys')
    with op.batch_alter_table('unit_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_changes_old_unit_id'))
        batch_op.drop_index(batch_op.f('ix_unit_changes_new_unit_id'))
        batch_op.drop_index(batch_op.f('ix_unit_changes_lease_id'))
        batch_op.drop_index(batch_op.f('ix_unit_changes_estate_id_state_change_date'))
        batch_op.drop_index(batch_op.f('ix_unit_changes_customer_id'))

    op.drop_table('unit_changes')
    with op.batch_alter_table('occupancies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_occupancies_unit_id_until'))

    op.drop_table('occupancies')
    with op.batch_alter_table('meters', schema=None) as batch_op:
        batch_op.drop_index('uq_meters_in_use', postgresql_where=sa.text('retired_on IS NULL'), sqlite_where=sa.text('retired_on IS NULL'))

    op.drop_table('meters')
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_index('uq_items_out', postgresql_where=sa.text("state = 'issued'"), sqlite_where=sa.text("state = 'issued'"))
        batch_op.drop_index(batch_op.f('ix_items_unit_id'))
        batch_op.drop_index(batch_op.f('ix_items_lease_id'))
        batch_op.drop_index(batch_op.f('ix_items_issued_for'))
        batch_op.drop_index(batch_op.f('ix_items_customer_id'))
        batch_op.drop_index(batch_op.f('ix_items_closed_for'))

    op.drop_table('items')
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_units_estate_id_building_floor'))

    op.drop_table('units')
    op.drop_table('running_numbers')
    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leases_unit_id'))
        batch_op.drop_index(batch_op.f('ix_leases_customer_id'))

    op.drop_table('leases')
    op.drop_table('estates')
