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
    sa.PrimaryKeyConstraint('id', name=op.f('pk_estates')),
    sa.UniqueConstraint('name', name=op.f('uq_estates_name'))
    )
    op.create_table('inbox_moves',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('inbox_id', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.String(length=64), nullable=True),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('person_id', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(length=64), nullable=False),
    sa.Column('change', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_inbox_moves'))
    )
    with op.batch_alter_table('inbox_moves', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_moves_at'), ['at'], unique=False)

    op.create_table('log_in_attempts',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_in_attempts'))
    )
    with op.batch_alter_table('log_in_attempts', schema=None) as batch_op:
        batch_op.create_index('ix_log_in_attempts_account', ['account', 'at'], unique=False)
        batch_op.create_index('ix_log_in_attempts_address', ['address', 'at'], unique=False)

    op.create_table('people',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('staff_number', sa.String(length=64), nullable=True),
    sa.Column('username', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('position', sa.String(length=64), nullable=True),
    sa.Column('phone', sa.String(length=64), nullable=True),
    sa.Column('roles', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('estates', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=True),
    sa.Column('password_set_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('password_is_one_time', sa.Boolean(), nullable=False),
    sa.Column('created_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(department IS NULL) = (rank IS NULL)', name=op.f('ck_people_department_and_rank')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('staff_number', name=op.f('uq_people_staff_number')),
    sa.UniqueConstraint('username', name=op.f('uq_people_username'))
    )
    op.create_table('api_tokens',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('person_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('prefix', sa.String(length=64), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('scopes', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('created_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('expires_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('used_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('ended_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('ended_because', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_api_tokens_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_api_tokens_fingerprint'))
    )
    with op.batch_alter_table('api_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_tokens_person_id'), ['person_id'], unique=False)

    op.create_table('sessions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('person_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('opened_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('seen_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('confirmed_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('ended_at', kit.columns.Moment(timezone=True), nullable=True),
    sa.Column('ended_because', sa.String(length=64), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('program', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sessions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_sessions_fingerprint'))
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_person_id'), ['person_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_person_id'))

    op.drop_table('sessions')
    with op.batch_alter_table('api_tokens', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_tokens_person_id'))

    op.drop_table('api_tokens')
    op.drop_table('people')
    with op.batch_alter_table('log_in_attempts', schema=None) as batch_op:
        batch_op.drop_index('ix_log_in_attempts_address')
        batch_op.drop_index('ix_log_in_attempts_account')

    op.drop_table('log_in_attempts')
    with op.batch_alter_table('inbox_moves', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_moves_at'))

    op.drop_table('inbox_moves')
    op.drop_table('estates')
