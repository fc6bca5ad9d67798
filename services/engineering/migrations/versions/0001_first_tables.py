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
    op.create_table('known_estates',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_estates'))
    )
    op.create_table('known_people',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('staff_number', sa.String(length=64), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_people'))
    )
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_people_staff_number'), ['staff_number'], unique=False)

    op.create_table('known_units',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('building', sa.String(length=64), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_units'))
    )
    with op.batch_alter_table('known_units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_units_estate_id'), ['estate_id'], unique=False)

    op.create_table('signature_tasks',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('case_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('procedure', sa.String(length=64), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('title_zh', sa.String(length=255), nullable=False),
    sa.Column('title_en', sa.String(length=255), nullable=False),
    sa.Column('link', sa.String(length=255), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature_tasks')),
    sa.UniqueConstraint('case_id', 'step', 'round', name=op.f('uq_signature_tasks_case_id_step_round'))
    )
    with op.batch_alter_table('signature_tasks', schema=None) as batch_op:
        batch_op.create_index('ix_signature_tasks_estate_id_closed_at', ['estate_id', 'closed_at'], unique=False)

    op.create_table('technicians',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('staff_number', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('history', sa.String(length=255), nullable=False),
    sa.Column('on_duty', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_technicians')),
    sa.UniqueConstraint('staff_number', name=op.f('uq_technicians_staff_number'))
    )
    with op.batch_alter_table('technicians', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_technicians_person_id'), ['person_id'], unique=False)

    op.create_table('work_order_counts',
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('estate_id', 'day', name=op.f('pk_work_order_counts'))
    )
    op.create_table('technician_areas',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('technician_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('text', sa.String(length=255), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('building', sa.String(length=64), nullable=True),
    sa.Column('lowest', sa.Integer(), nullable=True),
    sa.Column('highest', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['technician_id'], ['technicians.id'], name=op.f('fk_technician_areas_technician_id_technicians')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_technician_areas')),
    sa.UniqueConstraint('technician_id', 'text', name=op.f('uq_technician_areas_technician_id_text'))
    )
    with op.batch_alter_table('technician_areas', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_technician_areas_estate_id'), ['estate_id'], unique=False)

    op.create_table('technician_skills',
    sa.Column('technician_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('trade', sa.Enum('power', 'low_voltage', 'air_conditioning', 'plumbing', 'lift', 'fit_out', 'doors_and_windows', 'other', name='trade', native_enum=False, length=32), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.CheckConstraint('level BETWEEN 1 AND 5', name=op.f('ck_technician_skills_level')),
    sa.ForeignKeyConstraint(['technician_id'], ['technicians.id'], name=op.f('fk_technician_skills_technician_id_technicians')),
    sa.PrimaryKeyConstraint('technician_id', 'trade', name=op.f('pk_technician_skills'))
    )
    op.create_table('work_orders',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('unit_number', sa.String(length=64), nullable=True),
    sa.Column('building', sa.String(length=64), nullable=True),
    sa.Column('floor', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(length=255), nullable=True),
    sa.Column('trade', sa.Enum('power', 'low_voltage', 'air_conditioning', 'plumbing', 'lift', 'fit_out', 'doors_and_windows', 'other', name='trade', native_enum=False, length=32), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('priority', sa.Enum('unit_change', 'ordinary', name='priority', native_enum=False, length=32), nullable=False),
    sa.Column('queue', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('about_customer', sa.Boolean(), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('fault_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('state', sa.Enum('new', 'dispatched', 'accepted', 'started', 'paused', 'finished', 'cancelled', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('technician_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('rejected_by', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reasoning', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('asks_supervisor', sa.Boolean(), nullable=False),
    sa.Column('asked_times', sa.Integer(), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('opened_by', sa.String(length=64), nullable=False),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('overdue_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('accepted_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('started_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('finished_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('cost', kit.columns.Exact(2, 18), nullable=True),
    sa.Column('materials', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('cost >= 0', name=op.f('ck_work_orders_cost')),
    sa.ForeignKeyConstraint(['technician_id'], ['technicians.id'], name=op.f('fk_work_orders_technician_id_technicians')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_orders')),
    sa.UniqueConstraint('estate_id', 'number', name=op.f('uq_work_orders_estate_id_number')),
    sa.UniqueConstraint('fault_id', name=op.f('uq_work_orders_fault_id'))
    )
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.create_index('ix_work_orders_estate_id_state', ['estate_id', 'state'], unique=False)
        batch_op.create_index('ix_work_orders_state_due_at', ['state', 'due_at'], unique=False)
        batch_op.create_index('ix_work_orders_technician_id_state', ['technician_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_unit_change_id'), ['unit_change_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_unit_id'), ['unit_id'], unique=False)

    op.create_table('work_order_lines',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('work_order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('who_id', sa.String(length=64), nullable=False),
    sa.Column('who', sa.String(length=255), nullable=False),
    sa.Column('act', sa.String(length=64), nullable=False),
    sa.Column('before', sa.Enum('new', 'dispatched', 'accepted', 'started', 'paused', 'finished', 'cancelled', name='state', native_enum=False, length=32), nullable=True),
    sa.Column('after', sa.Enum('new', 'dispatched', 'accepted', 'started', 'paused', 'finished', 'cancelled', name='state', native_enum=False, length=32), nullable=False),
    sa.Column('note_zh', sa.Text(), nullable=False),
    sa.Column('note_en', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['work_order_id'], ['work_orders.id'], name=op.f('fk_work_order_lines_work_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_order_lines'))
    )
    with op.batch_alter_table('work_order_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_order_lines_work_order_id'), ['work_order_id'], unique=False)

    op.create_table('work_order_photos',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('work_order_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('content_type', sa.String(length=64), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['work_order_id'], ['work_orders.id'], name=op.f('fk_work_order_photos_work_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_order_photos'))
    )
    with op.batch_alter_table('work_order_photos', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_order_photos_work_order_id'), ['work_order_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('work_order_photos', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_order_photos_work_order_id'))

    op.drop_table('work_order_photos')
    with op.batch_alter_table('work_order_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_order_lines_work_order_id'))

    op.drop_table('work_order_lines')
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_orders_unit_id'))
        batch_op.drop_index(batch_op.f('ix_work_orders_unit_change_id'))
        batch_op.drop_index('ix_work_orders_technician_id_state')
        batch_op.drop_index('ix_work_orders_state_due_at')
        batch_op.drop_index('ix_work_orders_estate_id_state')

    op.drop_table('work_orders')
    op.drop_table('technician_skills')
    with op.batch_alter_table('technician_areas', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_technician_areas_estate_id'))

    op.drop_table('technician_areas')
    op.drop_table('work_order_counts')
    with op.batch_alter_table('technicians', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_technicians_person_id'))

    op.drop_table('technicians')
    with op.batch_alter_table('signature_tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_signature_tasks_estate_id_closed_at')

    op.drop_table('signature_tasks')
    with op.batch_alter_table('known_units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_units_estate_id'))

    op.drop_table('known_units')
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_people_staff_number'))

    op.drop_table('known_people')
    op.drop_table('known_estates')
