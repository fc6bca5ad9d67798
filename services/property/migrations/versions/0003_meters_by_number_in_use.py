"""A meter's number is in use once, and free again when the meter is retired; what is back costs nothing."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

_IN_USE = sa.text('retired_on IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('meters', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_meters_estate_id_kind_number'), type_='unique')
        batch_op.create_index('uq_meters_number_in_use', ['estate_id', 'kind', 'number'], unique=True, postgresql_where=_IN_USE, sqlite_where=_IN_USE)

    op.execute("UPDATE items SET charge = NULL WHERE state = 'returned'")


def downgrade() -> None:
    with op.batch_alter_table('meters', schema=None) as batch_op:
        batch_op.drop_index('uq_meters_number_in_use', postgresql_where=_IN_USE, sqlite_where=_IN_USE)
        batch_op.create_unique_constraint(batch_op.f('uq_meters_estate_id_kind_number'), ['estate_id', 'kind', 'number'])
