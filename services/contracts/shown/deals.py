"""What contracts shows of deals: a list, and one of them whole."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from kit.clock import end_of_day
from kit.listing import Listing
from kit.work import Work
from services.contracts.errors import NoSuchDeal
from services.contracts.models import Deal, Unit
from services.contracts.queries.leases import in_sight, rows_of
from services.contracts.rules.deals import (
    DealState,
    list_price,
    reasons_against_deal_act,
    reasons_against_state,
    reasons_not_to_let_go,
    reasons_not_to_take_deposit,
)
from services.contracts.scope import is_sales_control
from services.contracts.shown.board import role
from services.contracts.shown.papers import further_acts, papers

DEALS = Listing(
    columns={"number": Deal.number, "held_at": Deal.held_at, "due_at": Deal.due_at, "closed_on": Deal.closed_on},
    key=Deal.id,
    default_sort="-number",
    filters={
        "estate_id": Deal.estate_id,
        "unit_id": Deal.unit_id,
        "customer_id": Deal.customer_id,
        "consultant_id": Deal.consultant_id,
        "kind": Deal.kind,
        "state": Deal.state,
        "since": lambda day: Deal.held_at >= end_of_day(day - timedelta(1)),
        "until": lambda day: Deal.held_at < end_of_day(day),
    },
    search=(Deal.number, Deal.customer_name, Unit.number, Deal.consultant),
)
_OWN = [column.key for column in Deal.__mapper__.column_attrs]


def deal_rows(work: Work) -> Select[Any]:
    """Deals with the number of each one's unit, as far as the caller's estates reach."""
    rows = rows_of(Deal, Unit.number.label("unit_number")).join(Unit, Unit.id == Deal.unit_id)
    return rows.where(in_sight(work, Deal.estate_id))


def deals(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of deals."""
    rows = deal_rows(work)
    if asked.get("mine"):
        rows = rows.where(Deal.consultant_id == work.caller.id)
    page = DEALS.page(work, rows, asked)
    return page | {"items": [row_of_deal(row.Deal, row.unit_number) for row in page["items"]]}


def row_of_deal(one: Deal, unit_number: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _OWN} | {"unit_number": unit_number}


def deal(work: Work, deal_id: str) -> dict[str, Any]:
    """One deal, whole. Raises NoSuchDeal."""
    work.session.flush()
    chosen = select(Deal).options(selectinload(Deal.changes), selectinload(Deal.unit))
    chosen = chosen.where(Deal.id == deal_id, in_sight(work, Deal.estate_id))
    found = work.session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoSuchDeal()
    told = row_of_deal(found, found.unit.number) | papers(work, found)
    told |= {"history": found.changes, "may_do": _may_do(work, found)}
    return told | {"list_price": found.list_price if found.confirmed_at else _asked_now(found)}


def _asked_now(one: Deal) -> Decimal | None:
    """What the list asks for the unit, until the confirmation says what it asked then."""
    unit = one.unit
    return list_price(one.kind, unit.sale_price, unit.rent_per_sqm_day, unit.area_built)


def _may_do(work: Work, one: Deal) -> list[dict[str, Any]]:
    whose = list(reasons_against_deal_act(one.consultant_id == work.caller.id, is_sales_control(work.caller)))

    def stage(*states: DealState) -> list[Any]:
        return list(reasons_against_state(one.number, one.state, *states))

    against = {
        "confirm": stage(DealState.HELD),
        "deposit": stage(DealState.CONFIRMED) or list(reasons_not_to_take_deposit(one.taken_at, one.due_at, work.now)),
        "let_go": stage(DealState.HELD, DealState.CONFIRMED) or list(reasons_not_to_let_go(one.taken_at)),
    }
    acts = (
        ("confirm", "deal.confirm", "开房位确认单", "Issue the unit confirmation"),
        ("deposit", "deal.deposit", "收定金", "Take the deposit"),
        ("let_go", "deal.hold", "放弃", "Let go"),
    )
    told = [
        {"act": act, "zh": zh, "en": en, "reasons_against": [*role(work, may), *whose, *against[act]]}
        for act, may, zh, en in acts
    ]
    return told + further_acts(work, one, whose)
