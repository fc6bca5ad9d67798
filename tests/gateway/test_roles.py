"""Who may do what: the table, the doors, and what a denied caller leaves behind (GATE-2)."""

from itertools import pairwise

import pytest

from gateway.house import all_services
from gateway.roles import ROWS, Role, permissions_of, role_names
from gateway.routes import address_map, routes_of
from kit import audit
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY
from services.words import Department, Rank

pytestmark = pytest.mark.rule("GATE-2")
OPEN_TO_EVERYBODY = {"gateway.open_session"}


class TestTheTable:
    def test_every_door_asks_for_a_permission_that_stands_in_it(self):
        asked = {door.may for service in all_services() for door in service.doors.values()}
        assert asked - {ANYONE_LOGGED_IN, EVERYBODY} <= set(ROWS)

    def test_every_row_is_asked_for_by_some_door(self):
        asked = {door.may for service in all_services() for door in service.doors.values()}
        assert set(ROWS) <= asked

    def test_only_logging_in_is_open_to_everybody(self):
        open_doors = {route.name for route in routes_of(all_services()) if route.door.may == EVERYBODY}
        assert open_doors == OPEN_TO_EVERYBODY

    def test_every_row_is_somebodys(self):
        assert all(any(row.values()) for row in ROWS.values())

    def test_no_two_doors_have_one_address(self):
        assert address_map(routes_of(all_services()))


class TestReadingIt:
    def test_a_higher_rank_has_what_a_lower_one_has(self):
        for department in Department:
            held = [permissions_of(department, rank) for rank in Rank]
            assert all(lower <= higher for lower, higher in pairwise(held))

    def test_roles_add_up(self):
        both = permissions_of(Department.LEASING, Rank.CLERK, [Role.ADMINISTRATOR])
        assert both == permissions_of(Department.LEASING, Rank.CLERK) | permissions_of(None, None, [Role.ADMINISTRATOR])

    def test_nobody_without_a_post_may_do_anything(self):
        assert permissions_of(None, None) == frozenset()
        assert permissions_of(Department.LEASING, None) == frozenset()

    def test_a_session_shows_the_roles_by_name(self):
        assert role_names(Department.LEASING, Rank.CLERK, [Role.OPERATOR]) == ("leasing.clerk", "operator")

    def test_the_table_can_be_read_through_a_door(self, logged_in):
        rows = {row["permission"]: row["columns"] for row in logged_in("leasing.clerk").get("/roles").json}
        assert rows["trace.read"]["leasing"] == "supervisor"
        assert rows["person.record"] | {"administrator": None} == dict.fromkeys(rows["person.record"])


class TestBeingDenied:
    def test_a_clerk_may_not_what_an_administrator_may(self, logged_in):
        answer = logged_in("leasing.clerk").ask("DELETE", "/books/018f0000-0000-7000-8000-000000000000")
        assert answer.status_code == 403
        assert answer.json["type"] == "/problems/forbidden"

    @pytest.mark.rule("GATE-8")
    def test_the_attempt_is_in_the_audit_trail(self, house, logged_in):
        logged_in("leasing.clerk").ask("DELETE", "/books/018f0000-0000-7000-8000-000000000000")
        with house.gateway.look() as work:
            (line,) = audit.lines(work.session, refused=True)
        assert (line["door"], line["caller"], line["status"]) == ("library.weed_out", "leasing.clerk", 403)
        assert line["params"]["id"] == "018f0000-0000-7000-8000-000000000000"

    @pytest.mark.rule("GATE-8")
    def test_it_stays_a_denial_where_the_trail_cannot_be_written(self, logged_in, monkeypatch):
        def wait_in_vain(*_, **__):
            raise TimeoutError("no connection came free")

        clerk = logged_in("leasing.clerk")
        monkeypatch.setattr("gateway.desk.audit.add_line", wait_in_vain)
        assert clerk.ask("DELETE", "/books/018f0000-0000-7000-8000-000000000000").status_code == 403

    def test_nobody_known_is_asked_to_log_in(self, somebody):
        assert somebody().get("/books").status_code == 401

    def test_the_service_asks_for_the_permission_too(self, house, logged_in):
        from kit.caller import Caller
        from kit.doors import Call

        reply = house.library.call(Call("weed_out", Caller(id="x", username="x", name="x"), params={"id": "x"}))
        assert reply.status == 403
