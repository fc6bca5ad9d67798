"""Which department gets which event, unless an administrator wishes otherwise (NOTE-2).

Every notable event of the house can be subscribed to: the events are found in the services' `events` modules, so that a
new one needs no change here. The unit change notice goes to all six departments, and each is to acknowledge it.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator

from gateway.events import PersonRecorded
from kit.events import ANY, Event
from services.contracts.events import LeaseMoved, UnitPriced
from services.engineering.events import WorkOrderCancelled, WorkOrderDispatched, WorkOrderFinished, WorkOrderOverdue
from services.finance.events import OldUnitSettled
from services.leads.events import FollowUpOverdue
from services.notify.deals import DEALS
from services.notify.moving import MOVING
from services.notify.offering import OFFERING
from services.notify.rules.subscriptions import Subscription
from services.notify.rules.templates import fields_of
from services.notify.selling import SELLING
from services.notify.wording import to as _to
from services.notify.wording import type_of
from services.property.events import EstateOpened, UnitChangeCancelled, UnitChanged, UnitRecorded
from services.words import Department

OWN = "notify"
# Entries of the registers: notify learns from the first two itself, and nobody wants a notice for each row of a list.
NOT_NOTABLE = {EstateOpened, PersonRecorded, UnitRecorded, UnitPriced}
EVERYBODY = tuple(Department)
INVOLVED_IN_A_UNIT_CHANGE = (Department.LEASING, Department.PROPERTY, Department.ENGINEERING, Department.FINANCE)


def notable_events() -> tuple[type[Event], ...]:
    """Every event that a service of the house says of its own and that somebody may want a notice of."""
    found = [kind for name in _event_modules() for kind in _events_in(name)]
    return tuple(kind for kind in found if kind not in NOT_NOTABLE and kind.service not in (ANY, OWN))


def _event_modules() -> Iterator[str]:
    for package in pkgutil.iter_modules(importlib.import_module("services").__path__):
        name = f"services.{package.name}.events"
        if package.ispkg and importlib.util.find_spec(name):
            yield name


def _events_in(module_name: str) -> Iterator[type[Event]]:
    module = importlib.import_module(module_name)
    for member in vars(module).values():
        if isinstance(member, type) and issubclass(member, Event) and member.__module__.startswith(module_name):
            yield member


SUBSCRIBABLE = notable_events()


_USUAL = (
    _to(
        UnitChanged,
        *EVERYBODY,
        asks=True,
        waited_for=True,
        title_zh="客户单元变更通知单 {number}",
        title_en="Unit change notice {number}",
        body_zh="{estate}:客户自 {change_date} 起由 {old_unit_number} 换至 {new_unit_number}。"
        "请据此办理本部门事项,并确认已知悉。",
        body_en="{estate}: from {change_date} the customer of {old_unit_number} is in {new_unit_number}. "
        "Please do your department's part and acknowledge.",
        link="/unit-changes/{unit_change_id}",
    ),
    _to(
        UnitChangeCancelled,
        *INVOLVED_IN_A_UNIT_CHANGE,
        title_zh="换房 {number} 已取消",
        title_en="Unit change {number} is cancelled",
        body_zh="{estate}:原因:{reason}",
        body_en="{estate}: {reason}",
        link="/unit-changes/{unit_change_id}",
    ),
    _to(
        OldUnitSettled,
        Department.PROPERTY,
        Department.LEASING,
        title_zh="原单元费用已结清,合计 {total} 元",
        title_en="The old unit's account is settled: {total} yuan",
        body_zh="{estate}:财务部已于 {settled_at} 结清。",
        body_en="{estate}: settled by finance at {settled_at}.",
        link="/unit-changes/{unit_change_id}",
    ),
    _to(
        LeaseMoved,
        title_zh="租约 {number} 已转至新单元",
        title_en="Lease {number} is for the new unit now",
        body_zh="{estate}:自 {moved_on} 起。",
        body_en="{estate}: from {moved_on}.",
        link="/leases/{lease_id}",
    ),
    _to(
        WorkOrderDispatched,
        person="person_id",
        title_zh="新工单 {number}:{trade}",
        title_en="New work order {number}: {trade}",
        body_zh="{estate} {unit_number}:{description}。期限:{due_at}",
        body_en="{estate} {unit_number}: {description}. Due: {due_at}",
        link="/work-orders/{work_order_id}",
    ),
    _to(
        WorkOrderFinished,
        Department.PROPERTY,
        title_zh="工单 {number} 已完成",
        title_en="Work order {number} is done",
        body_zh="{estate}:{technician}于 {finished_at} 完成,费用 {cost} 元。",
        body_en="{estate}: done by {technician} at {finished_at}, cost {cost} yuan.",
        link="/work-orders/{work_order_id}",
    ),
    _to(
        WorkOrderCancelled,
        Department.PROPERTY,
        title_zh="工单 {number} 已取消",
        title_en="Work order {number} is cancelled",
        body_zh="{estate}:原因:{reason}",
        body_en="{estate}: {reason}",
        link="/work-orders/{work_order_id}",
    ),
    _to(
        WorkOrderOverdue,
        Department.ENGINEERING,
        Department.PROPERTY,
        title_zh="工单 {number} 已逾期",
        title_en="Work order {number} is overdue",
        body_zh="{estate}:应于 {due_at} 前完成,维修人员:{technician}。",
        body_en="{estate}: was due at {due_at}; technician: {technician}.",
        link="/work-orders/{work_order_id}",
    ),
    _to(
        FollowUpOverdue,
        person="consultant_id",
        title_zh="客户 {number} 的首次回访已逾期",
        title_en="The first call to customer {number} is overdue",
        body_zh="{estate}：客户于 {visited_on} 来访，应于 {due_until} 前回访。",
        body_en="{estate}: the customer was here on {visited_on}; the call was due by {due_until}.",
        link="/leads/{customer_id}",
    ),
)
_BY_TYPE = {usual.event_type: usual for usual in (*_USUAL, *MOVING, *OFFERING, *SELLING, *DEALS)}
# What the house does by default with each event that can be subscribed to.
USUAL = {
    type_of(kind): _BY_TYPE.get(type_of(kind)) or Subscription(type_of(kind), fields=fields_of(kind))
    for kind in SUBSCRIBABLE
}
