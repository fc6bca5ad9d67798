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
    op.create_table('customers',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('phone', sa.String(length=64), nullable=False),
    sa.Column('registered_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customers')),
    sa.UniqueConstraint('name', 'phone', name=op.f('uq_customers_name_phone'))
    )
    op.create_table('estates',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('timezone', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_estates'))
    )
    op.create_table('units',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_name', sa.String(length=255), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('building', sa.String(length=64), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('area_built', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('kept_for', sa.String(length=64), nullable=True),
    sa.Column('kept_for_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('estate_id', 'number', name=op.f('uq_units_estate_id_number'))
    )
    op.create_table('leases',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('contact', sa.String(length=64), nullable=False),
    sa.Column('business', sa.String(length=64), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('rent_per_sqm_day', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('management_per_sqm_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('electricity_per_kwh', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('water_per_m3', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('parking_spaces', sa.Integer(), nullable=False),
    sa.Column('parking_per_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('phone_lines', sa.Integer(), nullable=False),
    sa.Column('phone_per_line_month', kit.columns.Exact(4, 18), nullable=False),
    sa.Column('payment', sa.String(length=64), nullable=False),
    sa.Column('registered_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_leases_ends_after_start')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_leases_customer_id_customers')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_leases_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leases')),
    sa.UniqueConstraint('estate_id', 'number', name=op.f('uq_leases_estate_id_number'))
    )
    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_leases_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_leases_estate_id_ends_on'), ['estate_id', 'ends_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_leases_unit_id'), ['unit_id'], unique=False)

    op.create_table('lease_changes',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=128), nullable=False),
    sa.Column('change', sa.String(length=64), nullable=False),
    sa.Column('zh', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_lease_changes_lease_id_leases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease_changes')),
    info={'append_only': True}
    )
    with op.batch_alter_table('lease_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lease_changes_lease_id'), ['lease_id'], unique=False)

    op.create_table('lease_stays',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=True),
    sa.Column('unit_change_number', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_lease_stays_lease_id_leases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_lease_stays_unit_id_units')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lease_stays')),
    sa.UniqueConstraint('lease_id', 'position', name=op.f('uq_lease_stays_lease_id_position')),
    sa.UniqueConstraint('lease_id', 'unit_change_id', name=op.f('uq_lease_stays_lease_id_unit_change_id'))
    )
    with op.batch_alter_table('lease_stays', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lease_stays_lease_id'), ['lease_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lease_stays_unit_id'), ['unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('lease_stays', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lease_stays_unit_id'))
        batch_op.drop_index(batch_op.f('ix_lease_stays_lease_id'))

    op.drop_table('lease_stays')
    with op.batch_alter_table('lease_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lease_changes_lease_id'))

    op.drop_table('lease_changes')
    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_leases_unit_id'))
        batch_op.drop_index(batch_op.f('ix_leases_estate_id_ends_on'))
        batch_op.drop_index(batch_op.f('ix_leases_customer_id'))

    op.drop_table('leases')
    op.drop_table('units')
    op.drop_table('estates')
    op.drop_table('customers')
