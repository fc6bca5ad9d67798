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
    op.create_table('answers',
    sa.Column('caller_id', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('door', sa.String(length=64), nullable=False),
    sa.Column('request_hash', sa.String(length=64), nullable=False),
    sa.Column('reply', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('caller_id', 'key', name=op.f('pk_answers'))
    )
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.create_index('ix_answers_at', ['at'], unique=False)

    op.create_table('audit_lines',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('door', sa.String(length=64), nullable=False),
    sa.Column('caller_id', sa.String(length=64), nullable=False),
    sa.Column('caller', sa.String(length=128), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('params', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('refused', sa.String(length=64), nullable=True),
    sa.Column('changes', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('correlation_id', sa.String(length=64), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_audit_lines')),
    info={'append_only': True}
    )
    with op.batch_alter_table('audit_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_lines_caller_id'), ['caller_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_lines_correlation_id'), ['correlation_id'], unique=False)

    op.create_table('cases',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('procedure', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('dates', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('link', sa.String(length=255), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index('ix_cases_procedure_state', ['procedure', 'state'], unique=False)

    op.create_table('import_files',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('list', sa.String(length=64), nullable=False),
    sa.Column('caller_id', sa.String(length=64), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_files'))
    )
    with op.batch_alter_table('import_files', schema=None) as batch_op:
        batch_op.create_index('ix_import_files_at', ['at'], unique=False)

    op.create_table('inbox',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('event_id', sa.String(length=64), nullable=False),
    sa.Column('type', sa.String(length=128), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('correlation_id', sa.String(length=64), nullable=False),
    sa.Column('causation_id', sa.String(length=64), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('received_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('done_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_inbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_inbox_event_id'))
    )
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.create_index('ix_inbox_correlation_id', ['correlation_id'], unique=False)
        batch_op.create_index('ix_inbox_parked', ['position'], unique=False, postgresql_where=sa.text("state = 'parked'"), sqlite_where=sa.text("state = 'parked'"))
        batch_op.create_index('ix_inbox_pending', ['position'], unique=False, postgresql_where=sa.text("state = 'pending'"), sqlite_where=sa.text("state = 'pending'"))
        batch_op.create_index('ix_inbox_unfinished', ['subject', 'position'], unique=False, postgresql_where=sa.text("state IN ('pending', 'parked')"), sqlite_where=sa.text("state IN ('pending', 'parked')"))

    op.create_table('outbox',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('event_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('type', sa.String(length=128), nullable=False),
    sa.Column('routing_key', sa.String(length=128), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('correlation_id', sa.String(length=64), nullable=False),
    sa.Column('causation_id', sa.String(length=64), nullable=True),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sent_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_outbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_outbox_event_id'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_at', ['at'], unique=False)
        batch_op.create_index('ix_outbox_correlation_id', ['correlation_id'], unique=False)
        batch_op.create_index('ix_outbox_pending', ['position'], unique=False, postgresql_where=sa.text('sent_at IS NULL'), sqlite_where=sa.text('sent_at IS NULL'))

    op.create_table('regular_work',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('begun_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_regular_work'))
    )
    op.create_table('replays',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('listener', sa.String(length=64), nullable=False),
    sa.Column('since', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('until', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('types', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=False),
    sa.Column('asked_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=128), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('sent', sa.Integer(), nullable=False),
    sa.Column('finished_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replays'))
    )
    with op.batch_alter_table('replays', schema=None) as batch_op:
        batch_op.create_index('ix_replays_unfinished', ['asked_at'], unique=False, postgresql_where=sa.text('finished_at IS NULL'), sqlite_where=sa.text('finished_at IS NULL'))

    op.create_table('subjects',
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_subjects'))
    )
    op.create_table('case_history',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('case_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=True),
    sa.Column('round', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('recorded', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('before', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('after', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('note_zh', sa.Text(), nullable=True),
    sa.Column('note_en', sa.Text(), nullable=True),
    sa.Column('correlation_id', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_history_case_id_cases')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_case_history')),
    info={'append_only': True}
    )
    with op.batch_alter_table('case_history', schema=None) as batch_op:
        batch_op.create_index('ix_case_history_case_id', ['case_id', 'position'], unique=False)

    op.create_table('case_steps',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('case_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('due_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('overdue_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('next_attention_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('tasks', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('recorded', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('signatures', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('done_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.String(length=64), nullable=True),
    sa.Column('done_by', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_steps_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_steps')),
    sa.UniqueConstraint('case_id', 'name', name=op.f('uq_case_steps_case_id_name'))
    )
    with op.batch_alter_table('case_steps', schema=None) as batch_op:
        batch_op.create_index('ix_case_steps_next_attention_at', ['next_attention_at'], unique=False, postgresql_where=sa.text('next_attention_at IS NOT NULL'), sqlite_where=sa.text('next_attention_at IS NOT NULL'))



def downgrade() -> None:
    with op.batch_alter_table('case_steps', schema=None) as batch_op:
        batch_op.drop_index('ix_case_steps_next_attention_at', postgresql_where=sa.text('next_attention_at IS NOT NULL'), sqlite_where=sa.text('next_attention_at IS NOT NULL'))

    op.drop_table('case_steps')
    with op.batch_alter_table('case_history', schema=None) as batch_op:
        batch_op.drop_index('ix_case_history_case_id')

    op.drop_table('case_history')
    op.drop_table('subjects')
    with op.batch_alter_table('replays', schema=None) as batch_op:
        batch_op.drop_index('ix_replays_unfinished', postgresql_where=sa.text('finished_at IS NULL'), sqlite_where=sa.text('finished_at IS NULL'))

    op.drop_table('replays')
    op.drop_table('regular_work')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_pending', postgresql_where=sa.text('sent_at IS NULL'), sqlite_where=sa.text('sent_at IS NULL'))
        batch_op.drop_index('ix_outbox_correlation_id')
        batch_op.drop_index('ix_outbox_at')

    op.drop_table('outbox')
    with op.batch_alter_table('inbox', schema=None) as batch_op:
        batch_op.drop_index('ix_inbox_unfinished', postgresql_where=sa.text("state IN ('pending', 'parked')"), sqlite_where=sa.text("state IN ('pending', 'parked')"))
        batch_op.drop_index('ix_inbox_pending', postgresql_where=sa.text("state = 'pending'"), sqlite_where=sa.text("state = 'pending'"))
        batch_op.drop_index('ix_inbox_parked', postgresql_where=sa.text("state = 'parked'"), sqlite_where=sa.text("state = 'parked'"))
        batch_op.drop_index('ix_inbox_correlation_id')

    op.drop_table('inbox')
    with op.batch_alter_table('import_files', schema=None) as batch_op:
        batch_op.drop_index('ix_import_files_at')

    op.drop_table('import_files')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_procedure_state')

    op.drop_table('cases')
    with op.batch_alter_table('audit_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_lines_correlation_id'))
        batch_op.drop_index(batch_op.f('ix_audit_lines_caller_id'))

    op.drop_table('audit_lines')
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.drop_index('ix_answers_at')

    op.drop_table('answers')
