"""The live inbox: who is told of what moved, from where on, and when the stream ends (NOTE-1)."""

import threading
import time

import pytest

from gateway.live import GIVE_WAY
from gateway.models import InboxMove
from kit.ids import new_id
from services.contracts.events import UnitStateChanged
from services.notify.events import InboxChanged
from tests.gateway.conftest import CLOUDS, WOODS, Asker
from tests.gateway.conftest import both_engines as engine  # noqa: F401 - it is asked for by name

pytestmark = pytest.mark.rule("NOTE-1")
PATIENCE = 60


class Listener:
    """A page that listens, in a thread of its own, and keeps what it was told."""

    def __init__(self, asker, **headers):
        self.answer = asker.get("/inbox/stream", headers=headers, buffered=False)
        assert self.answer.status_code == 200, self.answer.text
        self.told, self.over = [], threading.Event()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for text in self.answer.response:
            self.told.append(text.decode())
        self.answer.close()
        self.over.set()

    def items(self):
        return [line.partition('"item_id": "')[2][:36] for line in self.told if "event: inbox" in line]

    def hears(self, *items):
        wait_until(lambda: self.items() == list(items))
        return True


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        threading.Event().wait(0.02)


def move(house, estate=CLOUDS, department="leasing", person=None, rank=None):
    """Lets the gateway hear that something moved in an inbox; gives the item's id."""
    item = new_id()
    event = InboxChanged(new_id(), estate, department, person, rank, 1, item, "added")
    with house.gateway.work() as work:
        house.gateway.service.pass_on_what_moved(work, event)
    return item


class TestTheBoard:
    @pytest.mark.rule("SALE-1")
    def test_every_open_board_of_the_estate_hears_of_a_unit_that_changed(self, house, logged_in):
        leasing, engineer = Listener(logged_in("leasing.clerk")), Listener(logged_in("engineering.clerk"))
        unit = new_id()
        for estate in (WOODS, CLOUDS):
            self.change(house, estate, unit)
        wait_until(lambda: any("event: board" in line for line in leasing.told))
        (told,) = [line for line in leasing.told if "event: board" in line]
        assert f'"estate_id": "{CLOUDS}", "unit_id": "{unit}", "state": "held"' in told
        assert engineer.hears()

    def change(self, house, estate, unit):
        event = UnitStateChanged(unit, estate, "A1109", "available", "held", "held", new_id(), new_id())
        with house.gateway.work() as work:
            house.gateway.service.pass_on_the_board(work, event)


class TestWhoIsTold:
    def test_a_department_hears_of_its_own_inbox(self, house, logged_in):
        leasing, finance = Listener(logged_in("leasing.clerk")), Listener(logged_in("finance.clerk"))
        item = move(house)
        assert leasing.hears(item)
        other = move(house, department="finance")
        assert finance.hears(other)

    def test_another_estate_or_rank_or_person_is_not_told(self, house, logged_in):
        clerk = logged_in("leasing.clerk")
        listener = Listener(clerk)
        move(house, estate=WOODS)
        move(house, rank="director")
        move(house, department=None, person=new_id())
        own = move(house, department=None, estate=None, person=clerk.session["person"]["id"])
        assert listener.hears(own)

    def test_what_another_copy_heard_is_told_too(self, house, logged_in):
        listener = Listener(logged_in("leasing.clerk"))
        told = {"inbox_id": new_id(), "estate_id": CLOUDS, "department": "leasing", "revision": 1, "change": "added"}
        item = new_id()
        with house.gateway.work() as work:
            work.session.add(InboxMove(at=work.now, item_id=item, **told))
        assert listener.hears(item)


class TestComingBack:
    def test_a_page_goes_on_from_what_it_saw_last(self, house, logged_in):
        clerk = logged_in("leasing.clerk")
        first, second, third = (move(house) for _ in range(3))
        with house.gateway.look() as work:
            seen = work.session.query(InboxMove).filter_by(item_id=first).one().position
        assert Listener(clerk, **{"Last-Event-ID": str(seen)}).hears(second, third)

    def test_without_that_it_hears_only_what_is_new(self, house, logged_in):
        clerk = logged_in("leasing.clerk")
        move(house)
        listener = Listener(clerk)
        assert listener.hears(move(house))

    def test_one_that_was_away_for_too_long_is_told_to_load_anew(self, house, logged_in, monkeypatch):
        monkeypatch.setattr("gateway.live.CATCH_UP", 2)
        clerk = logged_in("leasing.clerk")
        for _ in range(3):
            move(house)
        listener = Listener(clerk, **{"Last-Event-ID": "0"})
        wait_until(lambda: any("event: reload" in told for told in listener.told))

    def test_a_strange_last_id_is_refused(self, logged_in):
        clerk = logged_in("leasing.clerk")
        assert clerk.get("/inbox/stream?last_event_id=x").status_code == 422


class TestTheEndOfAStream:
    def test_it_beats_while_nothing_happens(self, logged_in):
        listener = Listener(logged_in("leasing.clerk"))
        wait_until(lambda: ": still here\n\n" in listener.told)

    def test_logging_out_ends_it(self, logged_in):
        clerk = logged_in("leasing.clerk")
        listener = Listener(clerk)
        assert clerk.ask("DELETE", "/session").status_code == 204
        assert listener.over.wait(PATIENCE)

    def test_half_an_hour_without_use_ends_it(self, logged_in, clock):
        listener = Listener(logged_in("leasing.clerk"))
        clock.move(minutes=30)
        assert listener.over.wait(PATIENCE)

    def test_another_post_ends_it(self, logged_in):
        clerk, administrator = logged_in("leasing.clerk"), logged_in("administrator")
        listener = Listener(clerk)
        path = f"/people/{clerk.session['person']['id']}"
        assert administrator.ask("PATCH", path, {"estates": [WOODS]}).status_code == 200
        assert listener.over.wait(PATIENCE)

    def test_stopping_the_house_ends_it(self, house, logged_in):
        listener = Listener(logged_in("leasing.clerk"))
        house.app.stop()
        assert listener.over.wait(PATIENCE)

    def test_a_closed_page_is_forgotten(self, house, logged_in):
        listener = Listener(logged_in("leasing.clerk"))
        assert len(house.app.live) == 1
        house.app.live.stop()
        wait_until(lambda: len(house.app.live) == 0)
        assert listener.over.is_set()

    def test_the_seventh_of_a_person_ends_the_oldest(self, house, logged_in):
        clerk, other = logged_in("leasing.clerk"), Listener(logged_in("finance.clerk"))
        first, *rest = (Listener(clerk) for _ in range(7))
        assert first.over.wait(PATIENCE)
        assert first.told[-1] == GIVE_WAY
        assert len(house.app.live) == 7
        item = move(house)
        assert all(listener.hears(item) for listener in rest)
        assert not other.over.is_set()

    @pytest.mark.rule("GATE-2")
    def test_ending_the_token_ends_it(self, logged_in):
        clerk = logged_in("leasing.clerk")
        program, made = with_token(clerk)
        listener = Listener(program)
        assert clerk.ask("DELETE", f"/tokens/{made['id']}").status_code == 204
        assert listener.over.wait(PATIENCE)

    @pytest.mark.rule("GATE-2")
    def test_it_ends_when_the_token_does(self, logged_in, clock):
        program, _ = with_token(logged_in("leasing.clerk"))
        listener = Listener(program)
        clock.move(days=1, seconds=-1)
        wait_until(lambda: listener.told[-1] == ": still here\n\n")
        assert not listener.over.is_set()
        clock.move(seconds=1)
        assert listener.over.wait(PATIENCE)

    def test_a_look_without_a_body_is_not_offered(self, logged_in):
        assert logged_in("leasing.clerk").ask("HEAD", "/inbox/stream").status_code == 405


def with_token(asker):
    """A program of the asker's that may look into the inbox for a day."""
    made = asker.post("/tokens", {"name": "bell", "scopes": ["notice.read"], "days": 1}).json
    program = Asker(asker.client.application)
    program.headers["Authorization"] = f"Bearer {made['token']}"
    return program, made
