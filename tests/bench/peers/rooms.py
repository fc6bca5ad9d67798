"""Room changes as a service on nameko's defaults: `@rpc`, a session for each worker, `EventDispatcher` with confirms.

usage: BROKER DATABASE NOW PORT

It reads and writes the tables of the house's property service, by the house's models and rules, and answers the same;
its queries, one for each thing shown, its marshmallow and its events are as one writes them with these libraries.
"""

import sys
from collections import defaultdict

from nameko.events import EventDispatcher
from nameko.rpc import rpc
from nameko.web.handlers import http
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kit import audit, idempotency
from kit.caller import Caller, Cause
from kit.clock import parse_moment
from kit.database import READS_ONLY
from kit.doors import Call, Reply
from kit.procedure import find_case, view
from kit.wire import to_wire
from kit.work import Work
from services.property.actions import inspection
from services.property.models import (
    Acknowledgement,
    Attachment,
    Fault,
    Inspection,
    Item,
    Unit,
    UnitChange,
    UnitKey,
)
from services.property.queries import changes, items, meters
from services.property.queries.scope import within
from services.property.rules.changes import reasons_not_to_cancel, reasons_not_to_skip
from services.property.rules.units import usable_ratio
from services.property.rules.words import ItemState
from services.property.schemas.changes import ChangeView
from services.property.schemas.forms import KeyCheckForm
from services.words import Department, Trade
from tests.bench.peers.naming import Sessions, run  # First of all: it makes the process green.

NOW = ""


class Rooms:
    name = "rooms"
    session = Sessions()
    dispatch = EventDispatcher()

    @http("GET", "/")
    def health(self, request):
        return "at work"

    @rpc
    def show(self, change_id, caller):
        self.session.info[READS_ONLY] = True
        work = work_on(self.session, caller)
        return ChangeView().dump(whole(work, change_id))

    @rpc
    def check_keys(self, change_id, caller, body, key):
        work = work_on(self.session, caller)
        call = Call("check_keys", work.caller, work.cause, {"id": change_id}, body, key)
        if earlier := idempotency.claim(work, call):
            return earlier.body
        trail = audit.follow(work.session)
        form = KeyCheckForm().load(body)
        inspection.check_keys(work, changes.change(work, change_id), **form)
        answer = ChangeView().dump(whole(work, change_id))
        audit.write(work, call, 200, trail)
        idempotency.keep(work, call, Reply(200, answer, answer["version"]))
        self.session.commit()
        for event, _estate in work._said:
            self.dispatch(event.routing_key, to_wire(event))
        return answer


def work_on(session, caller):
    return Work(session, "property", Caller.from_json(caller), Cause(), parse_moment(NOW))


def whole(work, change_id):
    """One unit change with everything that is shown of it."""
    work.session.flush()
    session = work.session
    parts = (UnitChange.estate, UnitChange.lease, UnitChange.old_unit, UnitChange.new_unit)
    wanted = select(UnitChange).where(UnitChange.id == change_id, within(work, UnitChange.estate_id))
    change = session.scalars(wanted.options(*(joinedload(part) for part in parts))).one()
    case = find_case(work, change_id)
    procedure = view(work, case)
    out = [
        item.ticket
        for item in session.scalars(select(Item).where(items.handed_over_in(change_id)))
        if item.state is ItemState.ISSUED
    ]
    against = list(reasons_not_to_cancel(change.issued_at is not None, out))
    for step in procedure["steps"]:
        step["may_skip"] = step["may_skip"] and not any(reasons_not_to_skip(step["name"]))
        step["may_send_back"] &= not any(changes.reasons_against_sending_back(change, step["name"]))
    faults = defaultdict(list)
    for fault in session.scalars(select(Fault).where(Fault.unit_change_id == change_id).order_by(Fault.id)):
        faults[fault.inspection_id].append(fault)
    inspections = select(Inspection).where(Inspection.unit_change_id == change_id).order_by(Inspection.round)
    papers = select(Attachment).where(Attachment.unit_change_id == change_id).order_by(Attachment.id)
    keys = select(UnitKey.number).where(UnitKey.unit_id == change.new_unit_id).order_by(UnitKey.number)
    acknowledged = select(Acknowledgement).where(Acknowledgement.unit_change_id == change_id)
    return columns(change) | {
        "version": case.version,
        "estate": change.estate,
        "old_unit": unit(change.old_unit),
        "new_unit": unit(change.new_unit),
        "procedure": procedure,
        "may_cancel": procedure["may_cancel"] and not against,
        "reasons_against_cancelling": against,
        "inspections": [
            columns(one) | {"faults": [told(fault) for fault in faults[one.id]]} for one in session.scalars(inspections)
        ],
        "meters": meters.meters_of(work, (change.old_unit_id, change.new_unit_id)),
        "keys_on_list": list(session.scalars(keys)),
        "items_to_return": items.shown(work, items.held_for(change.customer_id, change.old_unit_id)),
        "items_returned": items.shown(work, items.accounted_for(change)),
        "items_handed_over": items.shown(work, items.handed_over_in(change_id)),
        "papers": session.scalars(papers).all(),
        "acknowledgements": [
            {"department": Department(one.department), "at": one.at} for one in session.scalars(acknowledged)
        ],
    }


def columns(row):
    return {column.key: getattr(row, column.key) for column in type(row).__table__.c}


def unit(one: Unit):
    return columns(one) | {"usable_ratio": usable_ratio(one.area_built, one.area_usable)}


def told(fault):
    trade = Trade(fault.trade)
    return columns(fault) | {"trade_zh": trade.zh, "trade_en": trade.en}


if __name__ == "__main__":
    NOW = sys.argv[3]
    run(Rooms, sys.argv[1], sys.argv[2], f"127.0.0.1:{sys.argv[4]}")
