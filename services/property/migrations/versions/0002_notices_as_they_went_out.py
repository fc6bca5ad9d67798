"""A notice is kept as it went out; those issued before are kept as they would print now."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kit.columns import Exact, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID, TEXT = sa.Uuid(as_uuid=False), sa.String()
ESTATES = sa.table("estates", sa.column("id", ID), sa.column("name", TEXT), sa.column("timezone", TEXT))
UNITS = sa.table(
    "units",
    sa.column("id", ID),
    sa.column("building", TEXT),
    sa.column("floor", sa.Integer()),
    sa.column("number", TEXT),
    sa.column("area_built", Exact(2)),
)
ITEMS = sa.table(
    "items", *(sa.column(name, TEXT) for name in ("kind", "state")), sa.column("issued_for", ID), sa.column("closed_for", ID)
)
CHANGES = sa.table(
    "unit_changes",
    *(sa.column(name, ID) for name in ("id", "estate_id", "old_unit_id", "new_unit_id")),
    sa.column("issued_at", sa.DateTime()),
    sa.column("notice", Json),
)


def upgrade() -> None:
    with op.batch_alter_table("unit_changes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice", Json, nullable=True))
    issued = sa.select(*(column for column in CHANGES.c if column.name not in ("issued_at", "notice")))
    for change in op.get_bind().execute(issued.where(CHANGES.c.issued_at.is_not(None))).all():
        op.execute(CHANGES.update().where(CHANGES.c.id == change.id).values(notice=_notice(change)))


def downgrade() -> None:
    with op.batch_alter_table("unit_changes", schema=None) as batch_op:
        batch_op.drop_column("notice")


def _notice(change: Any) -> dict[str, Any]:
    estate = sa.select(ESTATES.c.name, ESTATES.c.timezone).where(ESTATES.c.id == change.estate_id)
    return {
        "estate": op.get_bind().execute(estate).one()._asdict(),
        "old_unit": _unit(change.old_unit_id),
        "new_unit": _unit(change.new_unit_id),
        "returned": _count(ITEMS.c.closed_for == change.id, "returned"),
        "missing": _count(ITEMS.c.closed_for == change.id, "missing"),
        "handed_over": _count(ITEMS.c.issued_for == change.id, "issued"),
    }


def _unit(id: str) -> dict[str, Any]:
    wanted = sa.select(*(column for column in UNITS.c if column.name != "id")).where(UNITS.c.id == id)
    told = op.get_bind().execute(wanted).one()._asdict()
    return told | {"area_built": str(told["area_built"])}


def _count(which: sa.ColumnElement[bool], state: str) -> dict[str, int]:
    wanted = sa.select(ITEMS.c.kind, sa.func.count()).where(which, ITEMS.c.state == state).group_by(ITEMS.c.kind)
    return {kind: count for kind, count in op.get_bind().execute(wanted)}
