"""Verdicts on deals, the relatives that each entry of the register named, and leads handed over."""

import kit.columns
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

ID, POSITION = sa.Uuid(as_uuid=False), sa.BigInteger()
REGISTER = sa.table('register', sa.column('position', POSITION), sa.column('customer_id', ID), sa.column('told', kit.columns.Json))
RELATIVES = sa.table('register_relatives', sa.column('position', POSITION), sa.column('of_id', ID), sa.column('customer_id', ID))
BATCH = 1000


def upgrade() -> None:
    op.create_table('attribution_shares',
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('percent', kit.columns.Exact(2, 18), nullable=False),
    sa.PrimaryKeyConstraint('deal_id', 'consultant_id', name=op.f('pk_attribution_shares'))
    )
    with op.batch_alter_table('attribution_shares', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attribution_shares_consultant_id'), ['consultant_id'], unique=False)

    op.create_table('attributions',
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('given', 'claimed', 'lapsed', 'overruled', name='verdictkind', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('deal_kind', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_name', sa.String(length=255), nullable=False),
    sa.Column('closer_id', sa.String(length=64), nullable=False),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('claimant_id', sa.String(length=64), nullable=True),
    sa.Column('claim_until', sa.Date(), nullable=True),
    sa.Column('is_final', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('deal_id', name=op.f('pk_attributions'))
    )
    with op.batch_alter_table('attributions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attributions_customer_id_closed_at'), ['customer_id', 'closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_attributions_estate_id_closed_at'), ['estate_id', 'closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_attributions_is_final_closed_at'), ['is_final', 'closed_at'], unique=False)

    op.create_table('caretakers',
    sa.Column('registration_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('consultant_id', sa.String(length=64), nullable=False),
    sa.Column('consultant', sa.String(length=255), nullable=False),
    sa.Column('hand_over_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('registration_id', name=op.f('pk_caretakers'))
    )
    with op.batch_alter_table('caretakers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_caretakers_consultant_id'), ['consultant_id'], unique=False)

    op.create_table('hand_overs',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('from_id', sa.String(length=64), nullable=False),
    sa.Column('from_name', sa.String(length=255), nullable=False),
    sa.Column('to_id', sa.String(length=64), nullable=False),
    sa.Column('to_name', sa.String(length=255), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('registrations', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_overs')),
    info={'append_only': True}
    )
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hand_overs_estate_id_at'), ['estate_id', 'at'], unique=False)

    op.create_table('register_relatives',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('of_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.PrimaryKeyConstraint('position', 'of_id', name=op.f('pk_register_relatives')),
    info={'append_only': True, 'right_withdrawn': True}
    )
    with op.batch_alter_table('register_relatives', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_relatives_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_relatives_of_id'), ['of_id'], unique=False)

    op.create_table('verdicts',
    sa.Column('id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('deal_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('given', 'claimed', 'lapsed', 'overruled', name='verdictkind', native_enum=False, length=32), nullable=False),
    sa.Column('at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('by_id', sa.String(length=64), nullable=False),
    sa.Column('by_name', sa.String(length=255), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('estate_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('unit_number', sa.String(length=64), nullable=False),
    sa.Column('deal_kind', sa.String(length=64), nullable=False),
    sa.Column('price', kit.columns.Exact(2, 18), nullable=False),
    sa.Column('customer_id', sa.Uuid(as_uuid=False), nullable=False),
    sa.Column('closer_id', sa.String(length=64), nullable=False),
    sa.Column('closed_at', kit.columns.Moment(timezone=True), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('is_on_site', sa.Boolean(), nullable=False),
    sa.Column('weighed', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('shares', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('claimant_id', sa.String(length=64), nullable=True),
    sa.Column('claim_until', sa.Date(), nullable=True),
    sa.Column('is_final', sa.Boolean(), nullable=False),
    sa.Column('numbers', sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('why', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdicts')),
    sa.UniqueConstraint('deal_id', 'position', name=op.f('uq_verdicts_deal_id_position')),
    info={'append_only': True}
    )
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_customer_id_estate_id'), ['customer_id', 'estate_id'], unique=False)

    find_the_relatives_named_so_far()


def find_the_relatives_named_so_far() -> None:
    connection, last = op.get_bind(), 0
    while rows := connection.execute(_behind(last)).all():
        last = rows[-1].position
        named = [
            {'position': row.position, 'of_id': of, 'customer_id': row.customer_id}
            for row in rows
            for of in dict.fromkeys(relative['customer_id'] for relative in row.told.get('relatives', ()))
        ]
        if named:
            connection.execute(sa.insert(RELATIVES), named)


def _behind(position: int) -> sa.Select[tuple[int, str, dict[str, object]]]:
    return sa.select(REGISTER).where(REGISTER.c.position > position).order_by(REGISTER.c.position).limit(BATCH)



def downgrade() -> None:
    with op.batch_alter_table('register', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_customer_id_estate_id'))

    op.drop_table('verdicts')
    with op.batch_alter_table('register_relatives', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_relatives_of_id'))
        batch_op.drop_index(batch_op.f('ix_register_relatives_customer_id'))

    op.drop_table('register_relatives')
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hand_overs_estate_id_at'))

    op.drop_table('hand_overs')
    with op.batch_alter_table('caretakers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_caretakers_consultant_id'))

    op.drop_table('caretakers')
    with op.batch_alter_table('attributions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attributions_is_final_closed_at'))
        batch_op.drop_index(batch_op.f('ix_attributions_estate_id_closed_at'))
        batch_op.drop_index(batch_op.f('ix_attributions_customer_id_closed_at'))

    op.drop_table('attributions')
    with op.batch_alter_table('attribution_shares', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attribution_shares_consultant_id'))

    op.drop_table('attribution_shares')
