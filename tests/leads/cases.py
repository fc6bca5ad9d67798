"""Reads the table of worked attribution cases, whose lines a sales manager can read.

A registration is `consultant day customer`, followed by what else is known: 无电话, 无姓名, 无签名, 只有姓, 展场,
找甲 (the visitor asked for 甲), 延期16 (extended on day 16), 补全4 (what was missing was added on day 4), 夫妻:王伟
(the relation, and whose relative), 补关系6:夫妻:王伟 (the same, recorded on day 6), 更正为4:王伟 (an entry of day 4
shows that it is 王伟). 到访 begins a visit that left no registration. Days are counted from 2026-12-01.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from services.leads.rules.attribution import Deal, Share, Visit
from services.leads.rules.identities import Said, successors
from services.leads.rules.particulars import Particulars, Relative
from services.leads.rules.register import Correction, Registration, as_corrected
from services.leads.rules.words import Channel, Relation

TABLE = Path(__file__).with_name("attribution_cases.csv")
FIRST_DAY = date(2026, 12, 1)
WHOLE = Particulars("王伟", ("13800000000",), is_signed=True)
LACKING = {"无电话": {"phones": ()}, "无姓名": {"name": ""}, "无签名": {"is_signed": False}, "只有姓": {"name": "王"}}
RELATIONS = {relation.zh: relation for relation in Relation}


@dataclass(frozen=True)
class Case:
    name: str
    registrations: tuple[Registration, ...]
    visits: tuple[Visit, ...]
    deal: Deal
    claimed_on: date | None
    shares: frozenset[Share]
    claim_until: date | None
    rules: tuple[str, ...]
    known_as: dict[str, str]


def day(number: str | int) -> date:
    return FIRST_DAY + timedelta(int(number))


def worked_cases() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [_case(*row.values()) for row in csv.DictReader(lines)]


def _case(name: str, register: str, deal: str, claimed: str, shares: str, until: str, rules: str) -> Case:
    made = _deal(deal)
    lines = [line.split() for line in register.split(";") if line.strip()]
    return Case(
        name,
        tuple(_registration(at, line, made.on) for at, line in enumerate(lines, 1) if line[0] != "到访"),
        tuple(_visit(line) for line in lines if line[0] == "到访"),
        made,
        day(claimed) if claimed else None,
        frozenset(Share(share[0], Decimal(share[1:])) for share in shares.split()),
        day(until) if until else None,
        tuple(rules.split()),
        successors(_said(lines, made.on)),
    )


def _said(lines: list[list[str]], as_of: date) -> Iterator[Said]:
    """Whose each registration was said to be up to that day; what came later came behind everything."""
    for at, (who, on, customer, *more) in enumerate(lines, 1):
        if who != "到访":
            yield Said(int(on) * 100 + at, f"{at}", customer)
        for when, another in (word[3:].split(":") for word in more if word.startswith("更正为")):
            if day(when) <= as_of:
                yield Said(int(when) * 100 + at, f"{at}", another)


def _deal(line: str) -> Deal:
    closer, on, customer, *more = line.split()
    return Deal("成交", customer, closer, day(on), is_on_site=more != ["展场成交"])


def _visit(line: list[str]) -> Visit:
    _, on, customer, *more = line
    return Visit(customer, day(on), more[0].removeprefix("找") if more else None)


def _registration(position: int, line: list[str], as_of: date) -> Registration:
    consultant, on, customer, *more = line
    first = Registration(f"{position}", position, day(on), customer, consultant)
    told, corrections = WHOLE, []
    for word in more:
        if word in LACKING:
            told = replace(told, **LACKING[word])
        elif word == "展场":
            first = replace(first, channel=Channel.EXHIBITION)
        elif word.startswith("找"):
            first = replace(first, asked_for=word[1:])
        elif word.startswith("延期"):
            first = replace(first, extended_on=(*first.extended_on, day(word[2:])))
        elif word.startswith("补全"):
            corrections.append(Correction(day(word[2:]), WHOLE))
        elif word.startswith("更正为"):
            when, another = word[3:].split(":")
            corrections.append(Correction(day(when), WHOLE, customer=another))
        elif word.startswith("补关系"):
            when, relation, other = word[3:].split(":")
            corrections.append(Correction(day(when), replace(told, relatives=(Relative(other, RELATIONS[relation]),))))
        else:
            relation, other = word.split(":")
            told = replace(told, relatives=(*told.relatives, Relative(other, RELATIONS[relation])))
    return as_corrected(first, told, corrections, as_of)
