"""Whom a customer's id stands for, by what the entries of the register say (LEAD-3).

A deal, a deposit, a card at another desk keep the id that was known when they were made; a correction may have shown
since that it is another customer's.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, literal, select, true, union
from sqlalchemy.orm import aliased

from kit.work import Work
from services.leads.models import Entry, Registered
from services.leads.rules.identities import Said, successors


def said_of(work: Work, customers: Collection[str], there: ColumnElement[bool] | None = None) -> set[Said]:
    """What entries say of every registration that was one of these customers', `there` being which entries count."""
    counts = true() if there is None else there
    theirs = select(Entry.registration_id).where(Entry.customer_id.in_(customers), counts)
    chosen = select(Entry.position, Entry.registration_id, Entry.customer_id)
    return {Said(*row) for row in work.session.execute(chosen.where(Entry.registration_id.in_(theirs), counts))}


def whose(work: Work, customer_id: str) -> str:
    """The customer whom this id stands for now."""
    work.session.flush()
    own = select(Registered.id).where(Registered.customer_id == customer_id).limit(1)
    if work.session.scalar(own) is not None:
        return customer_id
    return successors(said_of(work, {customer_id})).get(customer_id, customer_id)


def whose_each(work: Work, customers: Collection[str]) -> dict[str, str]:
    """The same of many at once: only what the register knows under no such id is looked up one by one."""
    work.session.flush()
    own = set(work.session.scalars(select(Registered.customer_id).where(Registered.customer_id.in_(customers))))
    return {one: one if one in own else whose(work, one) for one in customers}


def ids_of(work: Work, customer_id: str) -> set[str]:
    """The customer's id, and those of nobody else by which the register knew them before a correction."""
    return {customer_id, *work.session.scalars(once(customer_id))}


def once(customer_id: str) -> Any:
    """The ids that stand for this customer now, to be selected from; what another is registered under is not theirs."""
    own = select(Registered.id).where(Registered.customer_id == customer_id)
    another = aliased(Registered)
    held = select(another.id).where(another.customer_id == Entry.customer_id).exists()
    return select(Entry.customer_id).where(Entry.registration_id.in_(own), ~held).distinct()


def is_of(column: Any) -> Callable[[str], ColumnElement[bool]]:
    """A list's filter by customer: what stands under the customer's id, or under one by which they were known once."""

    def condition(customer_id: str) -> ColumnElement[bool]:
        own = select(literal(customer_id, column.type))
        return column.in_(union(own, once(customer_id)))  # type: ignore[no-any-return]

    return condition
