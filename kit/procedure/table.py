"""A procedure written as a table (PROC-1): step, owner, what comes first, when it is due, what is recorded, who signs.

    UNIT_CHANGE = Procedure("unit_change", zh="客户换房", en="Unit change", source="OB1",
        dates=(Name("change_date", zh="换房日期", en="the change date"),),
        steps=(
            Step("inspect", zh="检查新单元", en="Inspect the new unit", owner=Department.PROPERTY, due=SameDay(),
                 records=(Record("faults", zh="工程问题", en="faults"),), signs=(Signer(Department.PROPERTY),)),
            Step("repair", zh="工程修缮", en="Repair", owner=Department.ENGINEERING, needs=("inspect",),
                 due=DaysBefore("change_date", Setting("property.repair_days", 3)), done_by=WorkOrderFinished,
                 skippable=True),
        ))

A table is checked when it is built: what cannot be run is a `WrongTable` at import and never a surprise at a desk.
Whatever people read has both names: owners are members of a StrEnum with `zh` and `en`, or `Name`s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from kit import numbers
from kit.events import Event
from kit.procedure.checks import faults_of
from kit.procedure.due import DaysBefore, Due, OnDay
from kit.procedure.words import Words, words_of


class WrongTable(ValueError):
    """A table that cannot be run; the message names each fault."""


@dataclass(frozen=True)
class Record:
    """Something that must be written down before the step counts (or may be, where `required` is False)."""

    name: str
    zh: str
    en: str
    required: bool = True


@dataclass(frozen=True)
class Signer:
    """Who signs: a department, whose member does so under their own log-in, or somebody from `outside`, on the spot."""

    role: str
    zh: str = ""
    en: str = ""
    outside: bool = False

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en) if self.zh else words_of(self.role)


@dataclass(frozen=True)
class Stays:
    """What the step has changed stays when the case is cancelled (PROC-7); the sentence says why or how."""

    zh: str = "已完成的工作和记录保留。"
    en: str = "What was done and recorded stays."


@dataclass(frozen=True)
class Undone:
    """What the step has changed is undone when the case is cancelled; `by` names the action that undoes it."""

    zh: str
    en: str
    by: str


@dataclass(frozen=True)
class Lapses:
    """At its deadline the step is no more to be done, and nobody is late: the clock skips it, and the sentence why."""

    zh: str
    en: str


@dataclass(frozen=True)
class Step:
    """One row of the table.

    `owner` is a department or several, of which any may do the step. `needs` names the steps that come first. Before
    the day `not_before` it cannot be done. A step `done_by` an event is completed by hearing it and by nobody's hand.
    Only a `skippable` step may be skipped, with a reason. A `quiet` step is in nobody's inbox, and no superior is told
    when it is late: who may do it has to find it. One that `lapses` is skipped by the clock when its time is over.
    `rule` is the rule that the step comes from.
    """

    name: str
    zh: str
    en: str
    owner: str | tuple[str, ...]
    needs: tuple[str, ...] = ()
    due: Due | None = None
    not_before: OnDay | DaysBefore | None = None
    records: tuple[Record, ...] = ()
    signs: tuple[Signer, ...] = ()
    done_by: type[Event] | None = None
    skippable: bool = False
    quiet: bool = False
    lapses: Lapses | None = None
    on_cancel: Stays | Undone = Stays()
    rule: str | None = None

    @cached_property
    def owners(self) -> tuple[str, ...]:
        return self.owner if isinstance(self.owner, tuple) else (self.owner,)

    @cached_property
    def staff_signers(self) -> tuple[Signer, ...]:
        return tuple(signer for signer in self.signs if not signer.outside)

    @cached_property
    def outside_signers(self) -> tuple[Signer, ...]:
        return tuple(signer for signer in self.signs if signer.outside)


@dataclass(frozen=True)
class Procedure:
    """A whole table. `source` is the document it comes from, `dates` the days each case is given when it opens.

    `ladder` is the ranks that are told, one after the other, when a step is late (PROC-5). `cancelled_by` names the
    departments that may cancel a case; without it every owner of a step may. `cancel_asks` and `skip_asks` are the
    permissions that the service's doors ask of whoever cancels a case or skips a step.
    """

    name: str
    zh: str
    en: str
    steps: tuple[Step, ...]
    source: str = ""
    dates: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ("supervisor", "manager", "director")
    cancelled_by: tuple[str, ...] = ()
    cancel_asks: str | None = None
    skip_asks: str | None = None

    def __post_init__(self) -> None:
        if faults := list(faults_of(self)):
            raise WrongTable(f"procedure {self.name}: " + "; ".join(faults))
        _register(self)
        numbers.declare(f"{self.name}.ladder", self.ladder_by)

    def ladder_by(self, settings: Mapping[str, Any] | None) -> list[str]:
        """The ranks that are told, in order; the configuration may set `<procedure>.ladder` to some of them (PROC-9).

        Raises ValueError when what is set is no list of the table's own ranks.
        """
        ladder = (settings or {}).get(f"{self.name}.ladder", self.ladder)
        if not isinstance(ladder, list | tuple) or not all(rank in self.ladder for rank in ladder):
            raise ValueError(f"{self.name}.ladder must be a list of {', '.join(self.ladder)}")
        return list(ladder)

    @property
    def departments(self) -> set[str]:
        """Every department that owns a step."""
        return {owner for step in self.steps for owner in step.owners}

    @cached_property
    def by_name(self) -> dict[str, Step]:
        return {step.name: step for step in self.steps}

    @cached_property
    def in_order(self) -> tuple[Step, ...]:
        """The steps, each after all that it needs."""
        sorter = TopologicalSorter({step.name: step.needs for step in self.steps})
        return tuple(self.by_name[name] for name in sorter.static_order())

    def after(self, name: str) -> set[str]:
        """The steps that need this one, directly or through others."""
        found: set[str] = set()
        for step in self.in_order:
            if found.union({name}).intersection(step.needs):
                found.add(step.name)
        return found

    def needing(self, name: str) -> tuple[Step, ...]:
        """The steps that need this one directly."""
        return tuple(step for step in self.steps if name in step.needs)

    def words_of_department(self, department: str) -> Words:
        """A department's names, as the table has them; its code where the table does not know it."""
        return self._departments.get(department) or Words(department, department)

    @cached_property
    def _departments(self) -> dict[str, Words]:
        named = [
            name for step in self.steps for name in (*step.owners, *(signer.role for signer in step.staff_signers))
        ]
        return {str(name): words_of(name) for name in reversed(named)}

    @property
    def words_of_dates(self) -> dict[str, Words]:
        return {str(name): words_of(name) for name in self.dates}


_procedures: dict[str, Procedure] = {}


def _register(procedure: Procedure) -> None:
    if _procedures.setdefault(procedure.name, procedure) != procedure:
        raise WrongTable(f"procedure {procedure.name}: another table has that name")


def procedure_named(name: str) -> Procedure:
    """The table of that name. Raises KeyError where its module was not imported."""
    return _procedures[name]
