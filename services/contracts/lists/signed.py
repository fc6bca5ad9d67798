"""The list of contracts (契约签署一览表), with their special clauses beside them (SALE-6, SALE-8)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, exists, or_
from sqlalchemy.orm import selectinload

from kit.listing import Listing, ListQuery
from kit.lists import ListDoors, LiveList
from kit.schemas import Identifier, sentence
from kit.sheets import Column, Date, Number, Sheet
from kit.work import Work
from services.contracts.models import Contract, ContractClause, Deal, Estate, Unit
from services.contracts.queries.leases import in_sight, rows_of
from services.contracts.rules.board import Kind
from services.contracts.rules.contracts import ContractState, Plan


class ContractListQuery(ListQuery):
    """Which contracts: `q` looks in number, customer, unit and consultant, `clause` in their special clauses."""

    estate_id = Identifier()
    consultant_id = Identifier()
    customer_id = Identifier()
    kind = fields.Enum(Kind, by_value=True)
    plan = fields.Enum(Plan, by_value=True)
    state = fields.Enum(ContractState, by_value=True)
    since = fields.Date()
    until = fields.Date()
    clause = sentence(100)


def _has_clause(text: str) -> Any:
    said = or_(*(each.icontains(text, autoescape=True) for each in (ContractClause.title, ContractClause.text)))
    return exists().where(ContractClause.contract_id == Contract.id, said)


def _rows(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    chosen = rows_of(Contract, Unit.number.label("unit_number"), Estate.name.label("estate"), Deal)
    chosen = chosen.join(Unit, Unit.id == Contract.unit_id).join(Estate, Estate.id == Contract.estate_id)
    chosen = chosen.join(Deal, Deal.id == Contract.deal_id).options(selectinload(Contract.clauses))
    return chosen.where(in_sight(work, Contract.estate_id))


def _row(row: Any) -> dict[str, Any]:
    one: Contract = row.Contract
    names = ("number", "kind", "state", "customer_name", "area", "price", "plan", "signed_on", "starts_on", "ends_on")
    told = {name: getattr(one, name) for name in names}
    clauses = "；".join(f"{clause.title}：{clause.text}" for clause in one.clauses)
    beside = {"estate": row.estate, "unit_number": row.unit_number, "consultant": row.Deal.consultant}
    return told | beside | {"id": one.id, "link": f"/contracts/{one.id}", "trace": one.trace, "clauses": clauses}


CONTRACTS = LiveList(
    sheet=Sheet(
        "contracts",
        zh="契约签署一览表",
        en="Contracts signed",
        key=("number",),
        columns=(
            Column("number", zh="合同编号", en="Contract", required=True),
            Column("kind", zh="类别", en="Kind"),
            Column("estate", zh="楼盘", en="Estate"),
            Column("unit_number", zh="单元号", en="Unit"),
            Column("customer_name", zh="客户", en="Customer"),
            Column("area", zh="面积(㎡)", en="Area (m²)", kind=Number(places=2)),
            Column("price", zh="价款或月租(元)", en="Price, or rent for a month (yuan)", kind=Number(places=2)),
            Column("plan", zh="付款方式", en="Paid by"),
            Column("starts_on", zh="起租日", en="Starts on", kind=Date()),
            Column("ends_on", zh="到期日", en="Ends on", kind=Date()),
            Column("signed_on", zh="签约日", en="Signed on", kind=Date()),
            Column("consultant", zh="置业顾问", en="Consultant"),
            Column("state", zh="状态", en="State"),
            Column("clauses", zh="备注（特殊条款）", en="Remarks (special clauses)"),
        ),
    ),
    listing=Listing(
        columns={"number": Contract.number, "signed_on": Contract.signed_on, "price": Contract.price},
        key=Contract.id,
        default_sort="-signed_on",
        filters={
            "estate_id": Contract.estate_id,
            "consultant_id": Deal.consultant_id,
            "customer_id": Contract.customer_id,
            "kind": Contract.kind,
            "plan": Contract.plan,
            "state": Contract.state,
            "since": lambda day: Contract.signed_on >= day,
            "until": lambda day: Contract.signed_on <= day,
            "clause": _has_clause,
        },
        search=(Contract.number, Contract.customer_name, Unit.number, Deal.consultant),
    ),
    rows=_rows,
    as_row=_row,
    words=("kind", "plan", "state"),
)


class ContractListDoors(
    ListDoors, live=CONTRACTS, query=ContractListQuery, may="sales_list.read", rules=("SALE-6", "SALE-8")
):
    """What was signed, with what stands in it beside the usual."""
