"""Who holds a role above the departments gets what is for them to decide (NOTE-2)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql')


def upgrade() -> None:
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('roles', _JSON, server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('known_people', schema=None) as batch_op:
        batch_op.drop_column('roles')
