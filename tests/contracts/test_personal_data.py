"""A phone stays where it belongs: in the customer's own row, and not in events, trails, answers or logs (TKT-10)."""

import json
import traceback

import pytest
from sqlalchemy import select, text

import kit.runtime
from kit.audit import audit_lines
from kit.doors import Call
from kit.tables import inbox, outbox
from tests.contracts.builders import LEASING_CLERK, a_lease
from tests.contracts.test_lease_list import a_list

pytestmark = pytest.mark.rule("SALE-6")

PHONE = "13912345099"
WRITTEN = ("13912345099", "139 1234 5099", "139-1234-5099")
CONTACT = "金丝雀"


def remembered(runtime):
    """Everything that the bus and the audit trail keep, as one text."""
    with runtime.look() as work:
        rows = [
            dict(row)
            for table in (outbox, inbox, audit_lines)
            for row in work.session.execute(select(table)).mappings()
        ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def tells(told):
    return [word for word in (*WRITTEN, CONTACT) if word in told]


def test_what_a_list_brings_in_is_neither_announced_nor_in_the_trail(contracts):
    reply = contracts.upload("take_in_leases", a_list({"联系电话": "139 1234 5099", "联系人": CONTACT}))
    assert reply.body["created"] == 1
    told = remembered(contracts.runtime)
    assert "take_in_leases" in told
    assert "lease_registered" in told
    assert tells(told) == []


def test_a_correction_leaves_neither_the_old_phone_nor_the_new_one_behind(contracts):
    contracts.registered(phone=PHONE, contact=CONTACT)
    assert contracts.upload("take_in_leases", a_list({})).body["updated"] == 1
    assert tells(remembered(contracts.runtime)) == []


class Paper:
    """A log that takes down what the real one would."""

    def __init__(self):
        self.lines = []

    def exception(self, event, **told):
        self.lines.append(f"{event} {told} {traceback.format_exc()}")

    def info(self, event, **told):
        self.lines.append(f"{event} {told}")


def test_a_database_that_fails_tells_the_log_of_no_phone(contracts, monkeypatch):
    paper = Paper()
    monkeypatch.setattr(kit.runtime, "log", paper)
    with contracts.runtime.work() as work:
        work.session.execute(text("ALTER TABLE customers RENAME TO mislaid"))
    asked = Call("register_lease", LEASING_CLERK, body=a_lease(phone=PHONE, contact=CONTACT))
    assert contracts.runtime.call(asked).status == 500
    logged = "\n".join(paper.lines)
    assert "INSERT INTO customers" in logged
    assert tells(logged) == []
