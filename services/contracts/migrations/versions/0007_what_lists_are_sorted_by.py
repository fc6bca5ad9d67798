"""What lists are sorted by: an index for each column, and on PostgreSQL one more where empty values come last."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None
DOWNWARD = {'units': ('sale_price', 'rent_per_sqm_day', 'state_since'), 'deals': ('due_at', 'closed_on')}


def downward() -> list[tuple[str, str, str]]:
    if op.get_bind().dialect.name != 'postgresql':
        return []
    return [(f'ix_{table}_by_{name}_down', table, name) for table, names in DOWNWARD.items() for name in names]


def upgrade() -> None:
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.create_index('ix_contracts_by_number', ['number', 'id'], unique=False)
        batch_op.create_index('ix_contracts_by_price', ['price', 'id'], unique=False)
        batch_op.create_index('ix_contracts_by_signed_on', ['signed_on', 'id'], unique=False)

    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deals_closed_on'))
        batch_op.drop_index('ix_deals_due', postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_deals_state'))
        batch_op.create_index('ix_deals_state', ['state', 'sign_by'], unique=False)
        batch_op.create_index('ix_deals_by_closed_on', ['closed_on', 'id'], unique=False)
        batch_op.create_index('ix_deals_by_due_at', ['due_at', 'id'], unique=False)
        batch_op.create_index('ix_deals_by_held_at', ['held_at', 'id'], unique=False)
        batch_op.create_index('ix_deals_discounts', ['number', 'id'], unique=False, postgresql_where=sa.text("discount_reason <> ''"), sqlite_where=sa.text("discount_reason <> ''"))
        batch_op.create_index('ix_deals_estate_closed', ['estate_id', 'closed_on'], unique=False)

    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.create_index('ix_leases_by_ends_on', ['ends_on', 'id'], unique=False)
        batch_op.create_index('ix_leases_by_number', ['number', 'id'], unique=False)
        batch_op.create_index('ix_leases_by_starts_on', ['starts_on', 'id'], unique=False)

    with op.batch_alter_table('problems', schema=None) as batch_op:
        batch_op.create_index('ix_problems_by_reported_at', ['reported_at', 'id'], unique=False)

    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promises_estate_id'))
        batch_op.create_index('ix_promises_by_at', ['at', 'id'], unique=False)
        batch_op.create_index('ix_promises_estate', ['estate_id', 'at'], unique=False)

    with op.batch_alter_table('unit_moves', schema=None) as batch_op:
        batch_op.create_index('ix_unit_moves_by_changed_on', ['changed_on', 'unit_change_id'], unique=False)

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index('ix_units_by_area_built', ['area_built', 'id'], unique=False)
        batch_op.create_index('ix_units_by_floor', ['floor', 'id'], unique=False)
        batch_op.create_index('ix_units_by_rent_per_sqm_day', ['rent_per_sqm_day', 'id'], unique=False)
        batch_op.create_index('ix_units_by_sale_price', ['sale_price', 'id'], unique=False)
        batch_op.create_index('ix_units_by_state_since', ['state_since', 'id'], unique=False)

    with op.batch_alter_table('withdrawals', schema=None) as batch_op:
        batch_op.create_index('ix_withdrawals_by_requested_at', ['requested_at', 'id'], unique=False)
        batch_op.create_index('ix_withdrawals_by_withdrawn_on', ['withdrawn_on', 'id'], unique=False)

    for index, table, name in downward():
        op.create_index(index, table, [sa.text(f'{name} DESC NULLS LAST'), sa.text('id DESC')])


def downgrade() -> None:
    for index, table, _ in downward():
        op.drop_index(index, table)

    with op.batch_alter_table('withdrawals', schema=None) as batch_op:
        batch_op.drop_index('ix_withdrawals_by_withdrawn_on')
        batch_op.drop_index('ix_withdrawals_by_requested_at')

    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index('ix_units_by_state_since')
        batch_op.drop_index('ix_units_by_sale_price')
        batch_op.drop_index('ix_units_by_rent_per_sqm_day')
        batch_op.drop_index('ix_units_by_floor')
        batch_op.drop_index('ix_units_by_area_built')

    with op.batch_alter_table('unit_moves', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_moves_by_changed_on')

    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.drop_index('ix_promises_estate')
        batch_op.drop_index('ix_promises_by_at')
        batch_op.create_index(batch_op.f('ix_promises_estate_id'), ['estate_id'], unique=False)

    with op.batch_alter_table('problems', schema=None) as batch_op:
        batch_op.drop_index('ix_problems_by_reported_at')

    with op.batch_alter_table('leases', schema=None) as batch_op:
        batch_op.drop_index('ix_leases_by_starts_on')
        batch_op.drop_index('ix_leases_by_number')
        batch_op.drop_index('ix_leases_by_ends_on')

    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index('ix_deals_estate_closed')
        batch_op.drop_index('ix_deals_discounts', postgresql_where=sa.text("discount_reason <> ''"), sqlite_where=sa.text("discount_reason <> ''"))
        batch_op.drop_index('ix_deals_by_held_at')
        batch_op.drop_index('ix_deals_by_due_at')
        batch_op.drop_index('ix_deals_by_closed_on')
        batch_op.drop_index('ix_deals_state')
        batch_op.create_index(batch_op.f('ix_deals_state'), ['state'], unique=False)
        batch_op.create_index('ix_deals_due', ['due_at'], unique=False, postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_deals_closed_on'), ['closed_on'], unique=False)

    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.drop_index('ix_contracts_by_signed_on')
        batch_op.drop_index('ix_contracts_by_price')
        batch_op.drop_index('ix_contracts_by_number')
