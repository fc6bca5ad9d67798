"""Leads, viewings, and what happened on which day."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('appointments',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer', sa.String(length=255), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('starts_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'done', 'cancelled', name='appointmentstate', native_enum=False, length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('changed_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments'))
    )
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointments_consultant_id_starts_at'), ['consultant_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointments_customer_id_starts_at'), ['customer_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointments_estate_id_starts_at'), ['estate_id', 'starts_at'], unique=False)

    op.create_table('contacts',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('phone', 'letter', 'visit', name='contactkind', native_enum=False, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('interested', 'thinking', 'will_come', 'declined', 'not_reached', name='outcome', native_enum=False, length=32), nullable=False),
    sa.Column('said', sa.String(length=1000), nullable=False),
    sa.Column('customer_asked', sa.Boolean(), nullable=False),
    sa.Column('noted_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts')),
    info={'append_only': True}
    )
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contacts_customer_id_estate_id_at'), ['customer_id', 'estate_id', 'at'], unique=False)

    op.create_table('gradings',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('grade', sa.Enum('A', 'B', 'C', 'D', name='grade', native_enum=False, length=32), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gradings')),
    info={'append_only': True}
    )
    with op.batch_alter_table('gradings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gradings_customer_id_estate_id_at'), ['customer_id', 'estate_id', 'at'], unique=False)

    op.create_table('happenings',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('first', 'visit', 'call', 'other', 'question', 'viewing', 'deposit', 'deal', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('source_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(length=64), nullable=False),
    sa.Column('medium', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('consultant_id', sa.String(length=64), nullable=True),
    sa.Column('question', sa.String(length=500), nullable=True),
    sa.Column('viewed', sa.SmallInteger(), nullable=False),
    sa.Column('paid', sa.SmallInteger(), nullable=False),
    sa.Column('dealt', sa.SmallInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_happenings')),
    sa.UniqueConstraint('kind', 'source_id', name=op.f('uq_happenings_kind_source_id'))
    )
    with op.batch_alter_table('happenings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_happenings_customer_id_estate_id_kind'), ['customer_id', 'estate_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_happenings_estate_id_day'), ['estate_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_happenings_estate_id_kind_day'), ['estate_id', 'kind', 'day'], unique=False)

    op.create_table('imported_rows',
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=200), nullable=False),
    sa.Column('registration_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('estate_id', 'number', name=op.f('pk_imported_rows')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_imported_rows_registration_id'))
    )
    op.create_table('leads',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('company', sa.String(length=255), nullable=False),
    sa.Column('phones', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('channel', sa.Enum('walk_in', 'phone', 'exhibition', 'referral', 'outreach', 'broker', name='channel', native_enum=False, length=32), nullable=False),
    sa.Column('medium', sa.String(length=64), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', 'lost', name='leadstate', native_enum=False, length=32), nullable=False),
    sa.Column('grade', sa.Enum('A', 'B', 'C', 'D', name='grade', native_enum=False, length=32), nullable=True),
    sa.Column('heard_on', sa.Date(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=True),
    sa.Column('contacted_on', sa.Date(), nullable=True),
    sa.Column('dealt_on', sa.Date(), nullable=True),
    sa.Column('stage', sa.Enum('first_call', 'rhythm', name='stage', native_enum=False, length=32), nullable=True),
    sa.Column('due_from', sa.Date(), nullable=True),
    sa.Column('due_until', sa.Date(), nullable=True),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('alarm_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('alarmed_for', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leads')),
    sa.UniqueConstraint('customer_id', 'estate_id', name=op.f('uq_leads_customer_id_estate_id'))
    )
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leads_alarm_at'), ['alarm_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_consultant_id_due_at'), ['consultant_id', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_estate_id_due_at'), ['estate_id', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_estate_id_heard_on'), ['estate_id', 'heard_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_leads_heard_on_id'), ['heard_on', 'id'], unique=False)

    op.create_table('leads_to_make',
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('customer_id', 'estate_id', name=op.f('pk_leads_to_make'))
    )
    op.execute('INSERT INTO leads_to_make (customer_id, estate_id) SELECT DISTINCT customer_id, estate_id FROM registrations')
    op.create_table('appointment_slots',
    sa.Column('resource', sa.String(length=160), nullable=False),
    sa.Column('slot', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('appointment_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_appointment_slots_appointment_id_appointments')),
    sa.PrimaryKeyConstraint('resource', 'slot', name=op.f('pk_appointment_slots'))
    )
    with op.batch_alter_table('appointment_slots', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointment_slots_appointment_id'), ['appointment_id'], unique=False)

    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('username', sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.drop_column('username')

    with op.batch_alter_table('appointment_slots', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointment_slots_appointment_id'))

    op.drop_table('appointment_slots')
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leads_heard_on_id'))
        batch_op.drop_index(batch_op.f('ix_leads_estate_id_heard_on'))
        batch_op.drop_index(batch_op.f('ix_leads_estate_id_due_at'))
        batch_op.drop_index(batch_op.f('ix_leads_consultant_id_due_at'))
        batch_op.drop_index(batch_op.f('ix_leads_alarm_at'))

    op.drop_table('leads_to_make')
    op.drop_table('leads')
    op.drop_table('imported_rows')
    with op.batch_alter_table('happenings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_happenings_estate_id_kind_day'))
        batch_op.drop_index(batch_op.f('ix_happenings_estate_id_day'))
        batch_op.drop_index(batch_op.f('ix_happenings_customer_id_estate_id_kind'))

    op.drop_table('happenings')
    with op.batch_alter_table('gradings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gradings_customer_id_estate_id_at'))

    op.drop_table('gradings')
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contacts_customer_id_estate_id_at'))

    op.drop_table('contacts')
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointments_estate_id_starts_at'))
        batch_op.drop_index(batch_op.f('ix_appointments_customer_id_starts_at'))
        batch_op.drop_index(batch_op.f('ix_appointments_consultant_id_starts_at'))

    op.drop_table('appointments')
