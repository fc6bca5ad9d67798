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
    op.create_table('inboxes',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('person_id', sa.String(length=64), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inboxes'))
    )
    op.create_table('items',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('origin', sa.String(length=255), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('person_id', sa.String(length=64), nullable=True),
    sa.Column('kind', sa.Enum('task', 'signature', 'notice', 'reminder', 'escalation', name='kind', native_enum=False, length=32), nullable=False),
    sa.Column('asks', sa.Boolean(), nullable=False),
    sa.Column('case_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('step', sa.String(length=64), nullable=True),
    sa.Column('round', sa.Integer(), nullable=True),
    sa.Column('about', sa.String(length=128), nullable=True),
    sa.Column('notice_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('number', sa.String(length=255), nullable=True),
    sa.Column('title_zh', sa.Text(), nullable=False),
    sa.Column('title_en', sa.Text(), nullable=False),
    sa.Column('body_zh', sa.Text(), nullable=False),
    sa.Column('body_en', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('overdue_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_items')),
    sa.UniqueConstraint('origin', name=op.f('uq_items_origin'))
    )
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.create_index('ix_items_case_id_step_round', ['case_id', 'step', 'round'], unique=False)
        batch_op.create_index('ix_items_department_closed_at_estate_id', ['department', 'closed_at', 'estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_items_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index('ix_items_person_id_closed_at', ['person_id', 'closed_at'], unique=False)

    op.create_table('known_estates',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_estates'))
    )
    op.create_table('known_people',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('estates', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_people'))
    )
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_people_department'), ['department'], unique=False)

    op.create_table('notices',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('event_id', sa.String(length=64), nullable=False),
    sa.Column('type', sa.String(length=128), nullable=False),
    sa.Column('subject_id', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('number', sa.String(length=255), nullable=True),
    sa.Column('title_zh', sa.Text(), nullable=False),
    sa.Column('title_en', sa.Text(), nullable=False),
    sa.Column('body_zh', sa.Text(), nullable=False),
    sa.Column('body_en', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('sent_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('event_id', name=op.f('uq_notices_event_id')),
    info={'append_only': True}
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_estate_id'), ['estate_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_notices_subject_id'), ['subject_id'], unique=False)

    op.create_table('wishes',
    sa.Column('event_type', sa.String(length=128), nullable=False),
    sa.Column('departments', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('asks_acknowledgement', sa.Boolean(), nullable=False),
    sa.Column('tells_person', sa.Boolean(), nullable=False),
    sa.Column('title_zh', sa.String(length=200), nullable=True),
    sa.Column('title_en', sa.String(length=200), nullable=True),
    sa.Column('body_zh', sa.Text(), nullable=True),
    sa.Column('body_en', sa.Text(), nullable=True),
    sa.Column('link', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('event_type', name=op.f('pk_wishes'))
    )
    op.create_table('items_read',
    sa.Column('item_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_items_read_item_id_items')),
    sa.PrimaryKeyConstraint('item_id', 'person_id', name=op.f('pk_items_read'))
    )
    op.create_table('notice_recipients',
    sa.Column('notice_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=False),
    sa.Column('item_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('acknowledged_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('acknowledged_by', sa.String(length=64), nullable=True),
    sa.Column('acknowledged_by_name', sa.String(length=255), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('remind_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_recipients_notice_id_notices')),
    sa.PrimaryKeyConstraint('notice_id', 'department', name=op.f('pk_notice_recipients'))
    )
    with op.batch_alter_table('notice_recipients', schema=None) as batch_op:
        batch_op.create_index('ix_notice_recipients_remind_at', ['remind_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('notice_recipients', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_recipients_remind_at')

    op.drop_table('notice_recipients')
    op.drop_table('items_read')
    op.drop_table('wishes')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_subject_id'))
        batch_op.drop_index(batch_op.f('ix_notices_estate_id'))

    op.drop_table('notices')
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_known_people_department'))

    op.drop_table('known_people')
    op.drop_table('known_estates')
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.drop_index('ix_items_person_id_closed_at')
        batch_op.drop_index(batch_op.f('ix_items_notice_id'))
        batch_op.drop_index('ix_items_department_closed_at_estate_id')
        batch_op.drop_index('ix_items_case_id_step_round')

    op.drop_table('items')
    op.drop_table('inboxes')
