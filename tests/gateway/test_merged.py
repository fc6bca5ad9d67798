"""What is asked of all services at once: the audit trail, its verdicts, traces (GATE-8)."""

import threading
import time

import pytest

from gateway.merged import visible
from kit.caller import Caller
from kit.doors import Reply
from kit.errors import Invalid, Problem, TooSlow, Unavailable
from kit.ids import new_id
from tests.gateway.conftest import CLOUDS, WOODS

pytestmark = pytest.mark.rule("GATE-8")
REQUEST = "order-4711.b"


@pytest.fixture
def administrator(logged_in):
    return logged_in("administrator")


@pytest.fixture
def library_is_away(house):
    del house.host.runtimes["library"]


def enter_mia(asker):
    told = {"username": "mia", "name": "陈米娅", "department": "leasing", "rank": "clerk", "estates": [CLOUDS]}
    return asker.post("/people", told, headers={"X-Request-Id": REQUEST}).json


def until_done(asker):
    """Looks at the trace until its listener is done."""
    deadline = time.monotonic() + 60
    while (told := asker.get(f"/trace/{REQUEST}").json)["events"][0]["listeners"][0]["state"] != "done":
        assert time.monotonic() < deadline, told
        threading.Event().wait(0.02)
    return told


class TestTheAuditTrail:
    def test_it_is_one_list_of_all_services_newest_first(self, administrator, clock):
        clock.move(seconds=1)
        enter_mia(administrator)
        clock.move(seconds=1)
        administrator.post("/books", {"title": "石头记"})
        lines = administrator.get("/audit").json["items"]
        assert [(line["service"], line["door"]) for line in lines] == [
            ("library", "buy_book"),
            ("gateway", "enter_person"),
            ("gateway", "open_session"),
        ]
        assert lines[0]["changes"][0]["after"]["title"] == "石头记"
        assert lines[1]["caller"] == "administrator"

    @pytest.mark.parametrize(
        ("asked", "doors"),
        [
            ("service=library", ["buy_book"]),
            ("door=enter_person", ["enter_person"]),
            ("caller=nobody", []),
            ("since=2026-12-07T01:00:01Z", ["buy_book"]),
            ("until=2026-12-07T01:00:01Z&door=open_session", ["open_session"]),
            ("refused=true", []),
            ("limit=1", ["buy_book"]),
        ],
    )
    def test_lines_can_be_chosen(self, administrator, clock, asked, doors):
        enter_mia(administrator)
        clock.move(seconds=1)
        administrator.post("/books", {"title": "石头记"})
        assert [line["door"] for line in administrator.get(f"/audit?{asked}").json["items"]] == doors

    def test_secrets_and_phones_are_not_in_it(self, administrator):
        told = {"username": "mia", "name": "陈米娅", "roles": ["operator"], "phone": "13800001111"}
        password = administrator.post("/people", told).json["one_time_password"]
        text = administrator.get("/audit").text
        assert password not in text
        assert "13800001111" not in text
        assert "argon2" not in text

    def test_a_service_that_is_away_is_named(self, administrator, library_is_away):
        told = administrator.get("/audit").json
        assert told["silent"] == ["library"]
        assert told["items"]

    @pytest.mark.parametrize("kind", [Unavailable, TooSlow])
    def test_so_is_one_whose_database_is_away(self, house, administrator, kind):
        house.library.call = lambda call: Reply(kind.status, kind().as_json("en"))
        assert administrator.get("/audit").json["silent"] == ["library"]

    @pytest.mark.parametrize("kind", [Invalid, Problem])
    def test_one_that_refuses_or_fails_is_not_taken_for_away(self, house, administrator, kind):
        house.library.call = lambda call: Reply(kind.status, kind().as_json("en"))
        for path in ("/audit", "/audit/check", f"/trace/{REQUEST}"):
            answer = administrator.get(path)
            assert (answer.status_code, answer.json["title"]) == (kind.status, kind.en)

    def test_a_service_nobody_knows_is_not_found(self, administrator):
        assert administrator.get("/audit?service=kitchen").status_code == 404

    def test_it_is_for_administrators_and_the_general_manager(self, logged_in):
        assert logged_in("general_manager").get("/audit").status_code == 200
        assert logged_in("finance.director").get("/audit").status_code == 403

    def test_every_service_says_that_its_own_is_whole(self, administrator, library_is_away):
        assert administrator.get("/audit/check").json == [
            {"service": "library", "whole": None, "altered_at": None},
            {"service": "gateway", "whole": True, "altered_at": None},
        ]


class TestTraces:
    def test_a_request_is_followed_to_everybody_who_heard_of_it(self, house, administrator):
        person = enter_mia(administrator)
        told = administrator.get(f"/trace/{REQUEST}").json
        assert [(call["service"], call["door"], call["caller"]) for call in told["asked"]] == [
            ("gateway", "enter_person", "administrator")
        ]
        (event,) = told["events"]
        assert (event["said_by"], event["type"]) == ("gateway", "gateway.person_recorded.v1")
        assert event["subject"] == f"person/{person['id']}"
        assert [(one["service"], one["state"]) for one in event["listeners"]] == [("library", "on_its_way")]
        house.host.start()
        assert until_done(administrator)["events"][0]["listeners"][0]["attempts"] == 0
        house.host.stop()

    def test_a_listener_that_is_away_is_not_known_of(self, administrator, library_is_away):
        enter_mia(administrator)
        told = administrator.get(f"/trace/{REQUEST}").json
        assert told["silent"] == ["library"]
        assert told["events"][0]["listeners"][0]["state"] == "unknown"

    def test_what_nobody_knows_is_not_found(self, administrator):
        assert administrator.get("/trace/never-happened").status_code == 404

    @pytest.mark.rule("GATE-2")
    def test_what_happened_at_another_estate_did_not_happen(self):
        told = {"service": "property", "at": "", "heard_by": []}
        events = [told | {"estate": CLOUDS}, told | {"estate": WOODS}, told | {"estate": None}]
        caller = Caller(id=new_id(), username="mia", name="Mia", estates=frozenset({CLOUDS}))
        assert [event["estate"] for event in visible(events, caller)] == [CLOUDS, None]

    @pytest.mark.rule("GATE-2")
    def test_a_refused_call_is_for_whoever_asked_and_who_works_for_every_estate(self, logged_in):
        asker, other = logged_in("leasing.supervisor"), logged_in("finance.director", estates=[WOODS])
        answer = asker.post("/people", {"username": "mia", "name": "Mia"}, headers={"X-Request-Id": REQUEST})
        assert answer.status_code == 403
        assert other.get(f"/trace/{REQUEST}").status_code == 404
        for one in (asker, logged_in("general_manager")):
            assert [call["status"] for call in one.get(f"/trace/{REQUEST}").json["asked"]] == [403]

    def test_it_is_for_supervisors_and_up(self, logged_in):
        assert logged_in("leasing.clerk").get(f"/trace/{REQUEST}").status_code == 403
        assert logged_in("finance.supervisor").get(f"/trace/{REQUEST}").status_code == 404
