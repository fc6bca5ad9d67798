"""Who may do what: one table, read across for a permission and down for a role (GATE-2); the rest is refused.

Under a department stands the lowest rank that may; every higher rank of that department may too. `yes` is for roles
that have no ranks; `-` means no.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from services.words import Department, Rank


class Role(StrEnum):
    """A role above or beside the departments; `zh` and `en` are its names."""

    GENERAL_MANAGER = "general_manager"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"

    @property
    def zh(self) -> str:
        return _ROLES[self][0]

    @property
    def en(self) -> str:
        return _ROLES[self][1]


_ROLES = {
    Role.GENERAL_MANAGER: ("总经理", "General manager"),
    Role.ADMINISTRATOR: ("系统管理员", "Administrator"),
    Role.OPERATOR: ("运维人员", "Operator"),
}

# The order of the columns is: the six departments as in `Department`, then the roles as in `Role`.
TABLE = """
permission                 leasing    sales      service    property   engineer.  finance    general  admin  operator
person.list                director   director   director   director   director   director   yes      yes    -
person.record              -          -          -          -          -          -          -        yes    -
session.end_others         -          -          -          -          -          -          -        yes    -
audit.read                 -          -          -          -          -          -          yes      yes    -
trace.read                 supervisor supervisor supervisor supervisor supervisor supervisor yes      yes    yes
operations.read            -          -          -          -          -          -          -        yes    yes
operations.act             -          -          -          -          -          -          -        -      yes
estate.open                -          -          -          director   -          -          -        yes    -
unit.list                  clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
unit.read                  clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
unit.import                -          -          -          supervisor -          -          -        yes    -
meter.record               -          -          -          clerk      clerk      -          -        -      -
meter.correct              -          -          -          supervisor -          -          -        -      -
item.list                  clerk      -          clerk      clerk      -          clerk      yes      -      -
item.issue                 -          -          -          clerk      -          -          -        -      -
unit_change.list           clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
unit_change.read           clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
unit_change.request        clerk      -          -          -          -          -          -        -      -
unit_change.cancel         clerk      -          -          supervisor -          -          -        -      -
unit_change.work           -          -          -          clerk      -          -          -        -      -
unit_change.bring_lease    clerk      -          -          clerk      -          -          -        -      -
unit_change.sign_readings  -          -          -          -          clerk      -          -        -      -
unit_change.skip           -          -          -          supervisor -          -          -        -      -
unit_change.send_back      -          -          -          supervisor clerk      -          -        -      -
registration.record        clerk      -          -          -          -          -          -          -      -
registration.read          clerk      clerk      -          -          -          -          yes        -      -
registration.correct       clerk      -          -          -          -          -          -          -      -
reception.record           clerk      -          -          -          -          -          -          -      -
registration.import        supervisor -          -          -          -          -          -          -      -
registration.extend        manager    -          -          -          -          -          -          -      -
lead.hand_over             supervisor -          -          -          -          -          -          -      -
attribution.read           clerk      clerk      -          -          -          -          yes        -      -
attribution.claim          clerk      -          -          -          -          -          -          -      -
attribution.overrule       manager    -          -          -          -          -          -          -      -
offer.read                 clerk      clerk      -          -          -          -          yes        -      -
offer.plan                 clerk      clerk      -          -          -          -          -          -      -
quotation.give             clerk      -          -          -          -          -          -          -      -
quotation.read             clerk      clerk      -          -          -          -          yes        -      -
broker.record              clerk      -          -          -          -          -          -          -      -
broker.read                clerk      clerk      -          -          -          -          yes        -      -
broker.class               supervisor -          -          -          -          -          -          -      -
visit_report.read          clerk      -          -          clerk      -          -          yes        -      -
concession.ask             clerk      -          -          -          -          -          -          -      -
concession.read            clerk      clerk      -          -          -          -          yes        -      -
concession.decide          manager    -          -          -          -          -          yes        -      -
lead.close                 clerk      -          -          -          -          -          -          -      -
waiting_list.read          clerk      clerk      -          -          -          -          yes        -      -
register.verify            clerk      clerk      -          -          -          -          yes        yes    yes
board.read                 clerk      clerk      clerk      clerk      -          clerk      yes      yes    -
board.release              -          supervisor -          -          -          -          -          -      -
price.import               -          manager    -          -          -          -          -          -      -
permit.record              -          supervisor -          -          -          -          -          yes    -
deal.read                  clerk      clerk      -          -          -          clerk      yes        -      -
deal.hold                  clerk      clerk      -          -          -          -          -          -      -
deal.confirm               -          clerk      -          -          -          -          -          -      -
deal.deposit               clerk      clerk      -          -          -          -          -          -      -
contract.read              clerk      clerk      -          -          -          clerk      yes        -      -
contract.sign              -          clerk      -          -          -          -          -          -      -
supplement.decide          -          manager    -          -          -          -          -          -      -
withdrawal.decide          -          manager    -          -          -          -          -          -      -
problem.resolve            -          manager    -          -          -          -          -          -      -
sales_list.read            clerk      clerk      -          -          -          clerk      yes        -      -
lead.read                  clerk      clerk      -          -          -          -          yes        -      -
lead.work                  clerk      -          -          -          -          -          -          -      -
appointment.read           clerk      clerk      -          -          -          -          yes        -      -
appointment.make           clerk      -          -          -          -          -          -          -      -
dynamics.read              supervisor clerk      -          -          -          -          yes        -      -
lease.read                 clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
lease.register             clerk      clerk      -          -          -          -          -        -      -
lease.import               supervisor supervisor -          -          -          -          -        yes    -
technician.read            -          -          clerk      clerk      clerk      -          yes      yes    -
technician.duty            -          -          -          -          clerk      -          -        -      -
technician.import          -          -          -          -          supervisor -          -        yes    -
work_order.read            -          -          clerk      clerk      clerk      clerk      yes      yes    -
work_order.open            -          -          clerk      clerk      clerk      -          -        -      -
work_order.dispatch        -          -          -          -          supervisor -          -        -      -
work_order.work            -          -          -          -          clerk      -          -        -      -
meter_reading.read         -          -          -          clerk      clerk      -          yes      -      -
ledger.read                -          -          -          -          -          clerk      yes      -      -
ledger.write               -          -          -          -          -          clerk      -        -      -
ledger.reverse             -          -          -          -          -          manager    -        -      -
deposit.read               clerk      clerk      -          -          -          clerk      yes      -      -
deposit.confirm            -          -          -          -          -          clerk      -        -      -
commission.read            clerk      -          -          -          -          clerk      yes      -      -
commission.pay             -          -          -          -          -          manager    -        -      -
receivable.read            clerk      clerk      -          -          -          clerk      yes      -      -
deferral.request           clerk      clerk      -          -          -          clerk      -        -      -
deferral.decide            -          -          -          -          -          manager    -        -      -
refund.pay                 -          -          -          -          -          supervisor -        -      -
collection.read            -          manager    -          -          -          clerk      yes      -      -
settlement.read            -          -          -          clerk      -          clerk      yes      -      -
settlement.confirm         -          -          -          -          -          clerk      -        -      -
settlement.take_back       -          -          -          -          -          manager    -        -      -
notice.read                clerk      clerk      clerk      clerk      clerk      clerk      yes      yes    -
notice.acknowledge         clerk      clerk      clerk      clerk      clerk      clerk      -        -      -
subscription.read          supervisor supervisor supervisor supervisor supervisor supervisor yes      yes    yes
subscription.change        -          -          -          -          -          -          -        yes    -
"""

_COLUMNS: tuple[Department | Role, ...] = (*Department, *Role)


def _cell(column: Department | Role, text: str) -> Rank | bool:
    if text == "-":
        return False
    if isinstance(column, Role):
        if text != "yes":
            raise ValueError(f"under {column} stands {text!r}, which is neither yes nor -")
        return True
    return Rank(text)


def _read(table: str) -> dict[str, dict[Department | Role, Rank | bool]]:
    rows = {}
    for line in table.strip().splitlines()[1:]:
        permission, *cells = line.split()
        if permission in rows or len(cells) != len(_COLUMNS):
            raise ValueError(f"the row of {permission} stands twice or has not one cell per column")
        rows[permission] = {column: _cell(column, cell) for column, cell in zip(_COLUMNS, cells, strict=True)}
    return rows


ROWS = _read(TABLE)


def permissions_of(department: Department | None, rank: Rank | None, roles: Iterable[Role] = ()) -> frozenset[str]:
    """Everything that somebody of this department, rank and these further roles may do."""
    return _permissions_of(department, rank, frozenset(roles))


@cache
def _permissions_of(department: Department | None, rank: Rank | None, roles: frozenset[Role]) -> frozenset[str]:
    return frozenset(
        permission
        for permission, row in ROWS.items()
        if any(row[role] for role in roles) or (department and rank and _reaches(rank, row[department]))
    )


def _reaches(rank: Rank, lowest: Rank | bool) -> bool:
    return isinstance(lowest, Rank) and rank.at_least(lowest)


def role_names(department: Department | None, rank: Rank | None, roles: Iterable[Role] = ()) -> tuple[str, ...]:
    """The roles as a session shows them: `property.manager`, `administrator`."""
    own = (f"{department}.{rank}",) if department and rank else ()
    return (*own, *sorted(role.value for role in roles))
