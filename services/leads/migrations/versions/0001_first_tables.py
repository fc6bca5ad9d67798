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
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_estates'))
    )
    op.create_table('known_people',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('department', sa.String(length=64), nullable=True),
    sa.Column('rank', sa.String(length=64), nullable=True),
    sa.Column('estates', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_people'))
    )
    op.create_table('receptions',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('channel', sa.Enum('walk_in', 'phone', 'exhibition', 'referral', 'outreach', 'broker', name='channel', native_enum=False, length=32), nullable=False),
    sa.Column('visitor', sa.String(length=255), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('asked_for_id', sa.String(length=64), nullable=True),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receptions')),
    sa.UniqueConstraint('estate_id', 'turn', name=op.f('uq_receptions_estate_id_turn')),
    info={'append_only': True}
    )
    with op.batch_alter_table('receptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receptions_customer_id_day'), ['customer_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_receptions_estate_id_at'), ['estate_id', 'at'], unique=False)

    op.create_table('register',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('kind', sa.Enum('registration', 'correction', 'extension', name='entrykind', native_enum=False, length=32), nullable=False),
    sa.Column('registration_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('told', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_register')),
    sa.UniqueConstraint('id', name=op.f('uq_register_id')),
    info={'append_only': True}
    )
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_registration_id_position'), ['registration_id', 'position'], unique=False)

    op.create_table('register_phones',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('phone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('position', 'phone', name=op.f('pk_register_phones')),
    info={'append_only': True}
    )
    with op.batch_alter_table('register_phones', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_phones_phone_position'), ['phone', 'position'], unique=False)

    op.create_table('registrations',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('channel', sa.Enum('walk_in', 'phone', 'exhibition', 'referral', 'outreach', 'broker', name='channel', native_enum=False, length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('company', sa.String(length=255), nullable=False),
    sa.Column('address', sa.String(length=255), nullable=False),
    sa.Column('phones', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('asked_for_id', sa.String(length=64), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('extensions', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sa.UniqueConstraint('position', name=op.f('uq_registrations_position'))
    )
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registrations_address'), ['address'], unique=False)
        batch_op.create_index(batch_op.f('ix_registrations_consultant_id_day'), ['consultant_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_registrations_customer_id_position'), ['customer_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_registrations_estate_id_number'), ['estate_id', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_registrations_estate_id_valid_until'), ['estate_id', 'valid_until'], unique=False)

    op.create_table('related',
    sa.Column('registration_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('of_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('relation', sa.Enum('spouse', 'parent', 'parent_in_law', 'son', 'daughter', 'son_in_law', 'daughter_in_law', name='relation', native_enum=False, length=32), nullable=False),
    sa.PrimaryKeyConstraint('registration_id', 'of_id', name=op.f('pk_related'))
    )
    with op.batch_alter_table('related', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_related_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_related_of_id'), ['of_id'], unique=False)

    op.create_table('rota_places',
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('last_turn', sa.Integer(), nullable=False),
    sa.Column('on_duty', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('estate_id', 'consultant_id', name=op.f('pk_rota_places')),
    sa.UniqueConstraint('estate_id', 'place', name=op.f('uq_rota_places_estate_id_place'))
    )



def downgrade() -> None:
    op.drop_table('rota_places')
    with op.batch_alter_table('related', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_related_of_id'))
        batch_op.drop_index(batch_op.f('ix_related_customer_id'))

    op.drop_table('related')
    with op.batch_alter_table('registrations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registrations_estate_id_valid_until'))
        batch_op.drop_index(batch_op.f('ix_registrations_estate_id_number'))
        batch_op.drop_index(batch_op.f('ix_registrations_customer_id_position'))
        batch_op.drop_index(batch_op.f('ix_registrations_consultant_id_day'))
        batch_op.drop_index(batch_op.f('ix_registrations_address'))

    op.drop_table('registrations')
    with op.batch_alter_table('register_phones', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_phones_phone_position'))

    op.drop_table('register_phones')
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_registration_id_position'))

    op.drop_table('register')
    with op.batch_alter_table('receptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receptions_estate_id_at'))
        batch_op.drop_index(batch_op.f('ix_receptions_customer_id_day'))

    op.drop_table('receptions')
    op.drop_table('known_people')
    op.drop_table('known_estates')
