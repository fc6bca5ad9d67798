"""Meter readings: engineering sees what it is asked to sign, and signs it where it is asked (ENG-4)."""

from datetime import UTC, datetime

import pytest

from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome
from tests.engineering.builders import CHANGE, READER, STRANGER, SUPERVISOR
from tests.engineering.house import ESTATE

pytestmark = pytest.mark.rule("ENG-4")
NOON = datetime(2026, 12, 15, 4, 0, tzinfo=UTC)
TASK = {"case_id": CHANGE, "procedure": "unit_change", "step": "read_meters", "round": 1}


def asked(**told):
    known = {
        "department": "engineering",
        "kind": TaskKind.SIGN,
        "title_zh": "抄表",
        "title_en": "Read the meters",
        "number": "HF-1",
        "link": f"/unit-changes/{CHANGE}",
        "estate_id": ESTATE,
        "opened_at": NOON,
        "due_at": None,
    }
    return TaskOpened(**TASK | known | told)


def settled(**told):
    known = {
        "department": "engineering",
        "kind": TaskKind.SIGN,
        "outcome": TaskOutcome.DONE,
        "closed_at": NOON,
    }
    return TaskClosed(**TASK | known | told)


def waiting(house, caller=SUPERVISOR, **body):
    return house.get(caller, "list_signatures", body)["items"]


class TestMeterReadings:
    def test_what_waits_for_engineerings_signature_is_listed_with_the_way_there(self, engineering):
        engineering.hear(asked())
        (task,) = waiting(engineering)
        assert (task["number"], task["link"], task["step"]) == ("HF-1", f"/unit-changes/{CHANGE}", "read_meters")

    def test_what_is_signed_waits_no_longer_but_can_be_found(self, engineering):
        engineering.hear(asked(), settled())
        assert waiting(engineering) == []
        assert [task["outcome"] for task in waiting(engineering, closed=True)] == ["done"]

    @pytest.mark.parametrize("other", [{"department": "property"}, {"kind": TaskKind.DO}])
    def test_what_others_are_asked_for_is_not_ours(self, engineering, other):
        engineering.hear(asked(**other), settled(**other))
        assert waiting(engineering) == []

    def test_the_end_of_propertys_own_task_leaves_ours_open(self, engineering):
        engineering.hear(asked(), settled(department="property", kind=TaskKind.DO))
        assert len(waiting(engineering)) == 1

    def test_hearing_it_twice_asks_once(self, engineering):
        engineering.hear(asked(), asked())
        assert len(waiting(engineering)) == 1

    def test_an_end_without_a_beginning_harms_nothing(self, engineering):
        engineering.hear(settled(), asked(round=2))
        assert len(waiting(engineering)) == 1

    def test_another_estates_readings_do_not_exist(self, engineering):
        engineering.hear(asked())
        assert waiting(engineering, STRANGER) == []
        assert engineering.ask(READER, "list_signatures").status == 403
