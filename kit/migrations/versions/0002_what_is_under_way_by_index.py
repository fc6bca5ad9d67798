"""What is under way is counted by index."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_CASES = sa.text("state = 'open'")
_STEPS = sa.text("state IN ('open', 'awaiting_signatures')")


def upgrade() -> None:
    op.create_index('ix_cases_under_way', 'cases', ['procedure'], postgresql_where=_CASES, sqlite_where=_CASES)
    op.create_index('ix_case_steps_waiting', 'case_steps', ['case_id'], postgresql_where=_STEPS, sqlite_where=_STEPS)


def downgrade() -> None:
    op.drop_index('ix_case_steps_waiting', 'case_steps')
    op.drop_index('ix_cases_under_way', 'cases')
