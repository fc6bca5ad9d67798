"""The policy of the unit change: who may move where and when, and when it may still be called off (PROP-2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kit.reasons import Reason
from services.property.rules.items import Ticket
from services.property.rules.words import Keeping

RULE = "PROP-2"


@dataclass(frozen=True)
class Wish:
    """What is asked for: which customer, or none when only the lease is named, to that unit on that day."""

    customer_id: str | None
    change_date: date


@dataclass(frozen=True)
class LeaseFacts:
    """A lease as far as moving it matters."""

    number: str
    customer_id: str
    unit_id: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class UnitFacts:
    """A unit as far as moving out of it or into it matters.

    `let_until` is the last day for which somebody has it, `claimed_by` the number of the open change it is part of.
    `is_sold_or_held` says that sales control has a deal for it.
    """

    id: str
    number: str
    estate_id: str
    let_until: date | None = None
    claimed_by: str | None = None
    is_sold_or_held: bool = False


@dataclass(frozen=True)
class Kept:
    """Whether the new unit is kept for a change, and who has it, in words, where it is not."""

    keeping: Keeping
    why_zh: str = ""
    why_en: str = ""


def reasons_not_to_request(
    wish: Wish, lease: LeaseFacts | None, old: UnitFacts, new: UnitFacts, today: date
) -> Iterator[Reason]:
    """A customer moves out of a unit of their own lease, from today on, into another one that is free."""
    yield from reasons_against_date(wish.change_date, lease, today)
    yield from reasons_against_lease(wish.customer_id, lease, old)
    if new.id == old.id:
        yield _reason("same_unit", "new_unit_id", "新单元与原单元相同。", "The new unit is the old one.")
        return
    yield from reasons_against_new_unit(old, new, today)
    yield from reasons_against_open_changes((("old_unit_id", old), ("new_unit_id", new)))


def reasons_against_date(change_date: date, lease: LeaseFacts | None, today: date) -> Iterator[Reason]:
    """The change date is not past, and inside the lease."""
    if change_date < today:
        yield _reason(
            "date_past",
            "change_date",
            f"换房日期 {change_date} 已过。",
            f"The change date {change_date} is in the past.",
        )
    elif lease:
        yield from reasons_against_term(change_date, lease)


def reasons_against_term(change_date: date, lease: LeaseFacts) -> Iterator[Reason]:
    """The lease runs on the change date."""
    if not lease.starts_on <= change_date <= lease.ends_on:
        yield _reason(
            "outside_the_lease",
            "change_date",
            f"换房日期不在租约 {lease.number} 的租期({lease.starts_on} 至 {lease.ends_on})内。",
            f"The change date is outside lease {lease.number}, which runs from {lease.starts_on} to {lease.ends_on}.",
        )


def reasons_against_lease(customer_id: str | None, lease: LeaseFacts | None, old: UnitFacts) -> Iterator[Reason]:
    """The lease is the customer's, and it is for the unit that is given up."""
    if lease is None or (customer_id is not None and lease.customer_id != customer_id):
        yield _reason(
            "not_the_customers_lease",
            "lease_id" if lease else "customer_id",
            f"单元 {old.number} 的租约不是该客户的。",
            f"The lease of unit {old.number} is not this customer's.",
        )
    elif lease.unit_id != old.id:
        yield _reason(
            "lease_of_another_unit",
            "old_unit_id",
            f"租约 {lease.number} 现在的单元不是 {old.number}。",
            f"Lease {lease.number} is not for unit {old.number}.",
        )


def reasons_not_to_issue(change_date: date, lease: LeaseFacts, old: UnitFacts, new: UnitFacts) -> Iterator[Reason]:
    """What the change was let begin for still holds: a lease may have been corrected since."""
    yield from reasons_against_term(change_date, lease)
    yield from reasons_against_lease(None, lease, old)
    yield from reasons_against_new_unit(old, new, change_date)


def reasons_not_kept(number: str, new_unit: Kept) -> Iterator[Reason]:
    """Nobody is sent into a unit that sales control does not keep for them: another may have it (SALE-17)."""
    if new_unit.keeping is Keeping.AWAITED:
        zh, en = f"销控尚未确认保留单元 {number}。", f"Sales control has yet to say that unit {number} is kept."
        yield Reason("not_kept_yet", zh, en, rule="SALE-17")
    elif new_unit.keeping is Keeping.TAKEN:
        zh = f"{new_unit.why_zh}单元腾出后由销控自动保留，也可取消换房。"
        en = f"{new_unit.why_en} Sales control keeps it once it comes free; the change can also be cancelled."
        yield Reason("not_kept", zh, en, rule="SALE-17")


def reasons_against_new_unit(old: UnitFacts, new: UnitFacts, day: date) -> Iterator[Reason]:
    """The new unit is of the same estate and nobody's from that day on.

    That is today when a change is asked for, since property inspects at once.
    """
    if new.estate_id != old.estate_id:
        yield _reason(
            "another_estate",
            "new_unit_id",
            f"单元 {new.number} 属于另一楼盘。",
            f"Unit {new.number} belongs to another estate.",
        )
    if new.let_until is not None and new.let_until >= day:
        yield _reason(
            "not_free",
            "new_unit_id",
            f"单元 {new.number} 未空置，租至 {new.let_until}。",
            f"Unit {new.number} is not free; it is let until {new.let_until}.",
        )
    if new.is_sold_or_held:
        yield _reason(
            "sold_or_held",
            "new_unit_id",
            f"单元 {new.number} 在销控表上已有客户。",
            f"Unit {new.number} is another customer's on the board.",
        )


def reasons_against_open_changes(units: Iterable[tuple[str, UnitFacts]]) -> Iterator[Reason]:
    """A unit is part of one open change only, whichever side it is on."""
    for field, unit in units:
        if unit.claimed_by:
            yield _reason(
                "change_open",
                field,
                f"单元 {unit.number} 已有办理中的换房 {unit.claimed_by}。",
                f"Unit {unit.number} is already part of unit change {unit.claimed_by}, which is under way.",
            )


def reasons_not_to_cancel(notice_issued: bool, items_out: Iterable[Ticket]) -> Iterator[Reason]:
    """A change can be called off until its notice is out, once what was handed over for the new unit is back."""
    if notice_issued:
        yield _reason(
            "notice_issued",
            None,
            "《客户单元变更通知单》已发出，换房不能取消。",
            "The unit change notice has been issued; the change can no longer be cancelled.",
        )
    elif out := list(items_out):
        yield _reason(
            "items_out",
            None,
            f"新单元的{'、'.join(item.zh for item in out)}已发放，须先收回。",
            f"Handed over for the new unit and to be taken back first: {', '.join(item.en for item in out)}.",
        )


def reasons_not_to_issue_notice(items_left: Iterable[Ticket]) -> Iterator[Reason]:
    """All is done only when the customer holds nothing for the old unit any more."""
    if left := list(items_left):
        yield _reason(
            "items_left",
            None,
            f"原单元的{'、'.join(item.zh for item in left)}尚未收回。",
            f"Still out for the old unit: {', '.join(item.en for item in left)}.",
        )


def reasons_not_to_skip(step: str) -> Iterator[Reason]:
    """Repair and re-inspection fall away only when an inspection is clear; nobody skips them by hand."""
    if step in ("repair", "reinspect"):
        yield _reason(
            "only_when_clear",
            "step",
            "只有检查无问题时，修缮和复查才可省去。",
            "Repair and re-inspection fall away only when the inspection finds nothing.",
        )


def reasons_not_to_send_back(by_event: bool, notice_issued: bool) -> Iterator[Reason]:
    """A step is sent back until the notice is out, and only one that a person does: no event comes by being asked."""
    if notice_issued:
        yield _reason(
            "notice_issued",
            None,
            "《客户单元变更通知单》已发出，步骤不能再退回。",
            "The unit change notice has been issued; no step can be sent back any more.",
        )
    elif by_event:
        yield _reason(
            "done_by_event",
            "step",
            "此步骤由其他部门的消息完成，请退回其前面的步骤。",
            "This step is completed by word from another department; send back the step before it.",
        )


def reasons_not_to_print_notice(notice_issued: bool) -> Iterator[Reason]:
    """There is no notice before all is done."""
    if not notice_issued:
        yield Reason(
            "notice_not_issued",
            "《客户单元变更通知单》尚未发出。",
            "The unit change notice has not been issued yet.",
            rule="PROP-3",
        )


def _reason(code: str, field: str | None, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, field=field, rule=RULE)
