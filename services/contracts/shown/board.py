"""What contracts shows of the board: units with their state and holder, the board in numbers, an estate's permits."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from kit.listing import Listing
from kit.reasons import Reason
from kit.work import Work
from services.contracts import scope
from services.contracts.models import BoardChange, Deal, PermitEntry, Unit
from services.contracts.queries.leases import in_sight, rows_of
from services.contracts.queries.permits import entries_of
from services.contracts.rules.board import (
    Cause,
    Holder,
    State,
    reasons_against_kept,
    reasons_against_move,
    reasons_not_to_release,
)
from services.contracts.rules.permits import Permit

BOARD = Listing(
    columns={
        "number": Unit.number,
        "floor": Unit.floor,
        "area": Unit.area_built,
        "sale_price": Unit.sale_price,
        "rent": Unit.rent_per_sqm_day,
        "since": Unit.state_since,
    },
    key=Unit.id,
    default_sort="number",
    filters={
        "estate_id": Unit.estate_id,
        "building": Unit.building,
        "floor": Unit.floor,
        "layout": Unit.layout,
        "state": Unit.state,
        "for_sale": lambda wanted: Unit.sale_price.is_not(None) if wanted else Unit.rent_per_sqm_day.is_not(None),
        "area_from": lambda area: Unit.area_built >= area,
        "area_to": lambda area: Unit.area_built <= area,
        "price_to": lambda price: Unit.sale_price <= price,
        "rent_to": lambda rent: Unit.rent_per_sqm_day <= rent,
    },
    search=(Unit.number, Unit.layout, Unit.building),
)
_OWN = [column.key for column in Unit.__mapper__.column_attrs]


def board_rows(work: Work) -> Select[Any]:
    """Units with the deal that has each, as far as the caller's estates reach."""
    beside = (Deal.number.label("deal_number"), Deal.consultant_id, Deal.consultant, Deal.due_at)
    return rows_of(Unit, *beside).outerjoin(Deal, Deal.id == Unit.deal_id).where(in_sight(work, Unit.estate_id))


def board(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the board."""
    page = BOARD.page(work, board_rows(work), asked)
    return page | {"items": [row_of_board(row) for row in page["items"]]}


def row_of_board(row: Any) -> dict[str, Any]:
    """A unit as the board shows it."""
    told = {name: getattr(row.Unit, name) for name in _OWN} | {"unit_id": row.Unit.id, "until": row.due_at}
    return told | {name: getattr(row, name) for name in ("deal_number", "consultant_id", "consultant")}


def units(work: Work, chosen: Iterable[Unit]) -> dict[str, Any]:
    """Units as they stand now."""
    work.session.flush()
    rows = work.session.execute(board_rows(work).where(Unit.id.in_([unit.id for unit in chosen])).order_by(Unit.number))
    return {"items": [row_of_board(row) for row in rows]}


def board_unit(work: Work, unit_id: str) -> dict[str, Any]:
    """One unit with its history on the board. Raises NoSuchUnit."""
    work.session.flush()
    unit = scope.unit(work, unit_id)
    row = work.session.execute(board_rows(work).where(Unit.id == unit_id)).one()
    history = select(BoardChange).where(BoardChange.unit_id == unit_id).order_by(BoardChange.id.desc()).limit(200)
    return row_of_board(row) | {
        "history": work.session.scalars(history).all(),
        "may_do": _may_do(work, unit, _holder(row)),
    }


def _holder(row: Any) -> Holder | None:
    return Holder(row.deal_number, row.consultant, row.due_at) if row.deal_number else None


def _may_do(work: Work, unit: Unit, holder: Holder | None) -> list[dict[str, Any]]:
    against = {
        "release": [
            *reasons_not_to_release(unit.number, unit.sale_price, unit.rent_per_sqm_day),
            *reasons_against_move(unit.number, unit.state, Cause.RELEASED, holder),
        ],
        "hold_back": list(reasons_against_move(unit.number, unit.state, Cause.HELD_BACK, holder)),
        "hold": [
            *reasons_against_move(unit.number, unit.state, Cause.HELD, holder),
            *reasons_against_kept(unit.number, unit.kept_for),
        ],
    }
    acts = (
        ("hold", "deal.hold", "保留", "Hold"),
        ("release", "board.release", "推出", "Release"),
        ("hold_back", "board.release", "收回", "Hold back"),
    )
    return [
        {"act": act, "zh": zh, "en": en, "reasons_against": [*role(work, may), *against[act]]}
        for act, may, zh, en in acts
    ]


def role(work: Work, permission: str) -> list[Reason]:
    """What the caller's role has against an act."""
    if work.caller.may(permission):
        return []
    return [Reason("forbidden", "您的岗位无权进行此操作。", "Your role may not do this.")]


def summary(work: Work, estate_id: str) -> dict[str, Any]:
    """The board of an estate in numbers."""
    scope.estate(work, estate_id)
    counted = select(Unit.state, func.count()).where(Unit.estate_id == estate_id).group_by(Unit.state)
    counts = dict(work.session.execute(counted).all())
    total = sum(counts.values())
    released = total - counts.get(State.WITHDRAWN, 0)
    return {
        "estate_id": estate_id,
        "states": [{"state": state, "units": counts.get(state, 0)} for state in State],
        "units": total,
        "released_percent": round(Decimal(100 * released) / total, 1) if total else None,
    }


def permits(work: Work, estate_id: str) -> dict[str, Any]:
    """What an estate has of the papers it needs before anything is sold (SALE-18)."""
    scope.estate(work, estate_id)
    work.session.flush()
    last = entries_of(work, estate_id)
    today = scope.today_at(work, estate_id)
    shown = [_permit(permit, last.get(permit), today) for permit in Permit]
    return {"estate_id": estate_id, "permits": shown, "may_sell": all(one["in_force"] for one in shown)}


def _permit(permit: Permit, entry: PermitEntry | None, today: Any) -> dict[str, Any]:
    names = ("number", "since", "until", "recorded_at", "by")
    told = {name: getattr(entry, name) if entry else None for name in names}
    return told | {"permit": permit, "in_force": entry is not None and entry.as_held().is_in_force(today)}
