"""The others are told of everybody once more, with the roles above the departments."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('people_to_tell',
    sa.Column('person_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_people_to_tell'))
    )
    op.execute('INSERT INTO people_to_tell (person_id) SELECT id FROM people')


def downgrade() -> None:
    op.drop_table('people_to_tell')
