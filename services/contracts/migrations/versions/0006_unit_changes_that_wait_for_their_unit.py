"""Unit changes that wait for their unit, and whether a unit is offered whoever has it.

Changes whose unit is kept already wait for the others to be told of it, which they were not. A unit that a lease has is
offered if it was on the board when it was last nobody's.
"""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('waiting_changes',
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('unit_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('lease_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('change_date', sa.Date(), nullable=False),
    sa.Column('told', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['lease_id'], ['leases.id'], name=op.f('fk_waiting_changes_lease_id_leases')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_waiting_changes_unit_id_units')),
    sa.PrimaryKeyConstraint('unit_change_id', name=op.f('pk_waiting_changes'))
    )
    with op.batch_alter_table('waiting_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_waiting_changes_unit_id'), ['unit_id'], unique=False)

    op.create_table('called_off_changes',
    sa.Column('unit_change_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('unit_change_id', name=op.f('pk_called_off_changes'))
    )
    op.execute(
        "INSERT INTO waiting_changes (unit_change_id, number, unit_id, lease_id, change_date, told) "
        "SELECT units.kept_for_id, units.kept_for, units.id, leases.id, leases.moving_on, '' "
        "FROM units JOIN leases ON leases.moving_for_id = units.kept_for_id WHERE leases.moving_on IS NOT NULL"
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_offered', sa.Boolean(), server_default='0', nullable=False))

    op.execute(
        "UPDATE units SET is_offered = (state NOT IN ('withdrawn', 'signed') OR deal_id IS NOT NULL OR EXISTS ("
        "SELECT 1 FROM board_changes AS taken WHERE taken.unit_id = units.id AND taken.before = 'available' "
        "AND taken.state NOT IN ('available', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM board_changes AS later "
        "WHERE later.unit_id = taken.unit_id AND later.id > taken.id AND later.before IN ('available', 'withdrawn'))))"
        " WHERE state <> 'withdrawn'"
    )


def downgrade() -> None:
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_column('is_offered')

    op.drop_table('called_off_changes')
    with op.batch_alter_table('waiting_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_waiting_changes_unit_id'))

    op.drop_table('waiting_changes')
