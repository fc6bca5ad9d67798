"""People and their accounts: entering, changing, closing, and the staff list from Excel (GATE-2)."""

import io
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.actions import people
from gateway.events import PersonRecorded
from gateway.imports import STAFF
from gateway.models import Estate, Person
from gateway.roles import Role
from kit.caller import EVERY_ESTATE, Caller
from kit.errors import Invalid, Refused
from kit.events import Envelope
from kit.ids import new_id
from kit.tables import outbox
from services.property.events import EstateOpened
from tests.gateway.conftest import CLOUDS, WOODS
from tests.gateway.conftest import both_engines as engine  # noqa: F401 - it is asked for by name

pytestmark = pytest.mark.rule("GATE-2")
LIST = Path("gateway/demo/staff.xlsx")


def announced(house):
    """What the gateway has told the other services, oldest first."""
    with house.gateway.look() as work:
        bodies = work.session.execute(select(outbox.c.body).order_by(outbox.c.position)).scalars()
        return [Envelope.from_json(body).event() for body in bodies]


class TestEntering:
    def test_a_person_is_entered_with_a_password_that_is_shown_once(self, house, logged_in, somebody):
        administrator = logged_in("administrator")
        told = {"username": "Mia.Chen", "name": "陈米娅", "department": "leasing", "rank": "clerk", "estates": [CLOUDS]}
        answer = administrator.post("/people", told)
        assert answer.status_code == 201
        assert answer.json["username"] == "mia.chen"
        assert "password_hash" not in answer.text
        assert somebody().log_in("mia.chen", answer.json["one_time_password"])["must_change_password"]
        assert "one_time_password" not in administrator.get(f"/people/{answer.json['id']}").json

    def test_the_others_are_told_without_a_phone(self, house, enter):
        with house.gateway.work() as work:
            told = {"username": "mia", "name": "陈米娅", "department": "leasing", "rank": "clerk"}
            people.enter_person(work, told | {"estates": [CLOUDS], "phone": "13800001111"})
        (said,) = announced(house)
        assert said == PersonRecorded(said.person_id, None, "mia", "陈米娅", "leasing", "clerk", None, (CLOUDS,), True)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"username": "m"}, "username"),
            ({"username": "mia chen"}, "username"),
            ({"department": "leasing", "rank": None}, "rank"),
            ({"department": None, "rank": "clerk"}, "department"),
            ({"department": None, "rank": None}, "department"),
            ({"estates": ["018f0000-0000-7000-8000-000000000000"]}, "estates"),
            ({"estates": ["everywhere"]}, "estates.0"),
            ({"department": "kitchen"}, "department"),
            ({"roles": ["emperor"]}, "roles.0"),
            ({"name": ""}, "name"),
            ({"password": "chosen for them"}, "password"),
            ({"active": False}, "active"),
        ],
    )
    def test_what_is_wrong_is_named(self, logged_in, told, field):
        good = {"username": "mia", "name": "陈米娅", "department": "leasing", "rank": "clerk", "estates": [CLOUDS]}
        answer = logged_in("administrator").post("/people", good | told)
        assert answer.status_code == 422, answer.text
        assert answer.json["reasons"][0]["field"] == field

    def test_a_username_is_one_persons_only(self, logged_in):
        administrator = logged_in("administrator")
        told = {"username": "mia", "name": "陈米娅", "roles": ["operator"]}
        administrator.post("/people", told)
        answer = administrator.post("/people", told | {"username": "MIA"})
        assert answer.status_code == 409
        assert answer.json["reasons"][0]["code"] == "username_taken"

    def test_two_at_the_same_instant_are_decided_by_the_database(self, house):
        answers = []

        def enter():
            try:
                with house.gateway.work() as work:
                    people.enter_person(work, {"username": "mia", "name": "陈米娅", "roles": [Role.OPERATOR]})
                answers.append("entered")
            except Exception:
                answers.append("refused")

        threads = [threading.Thread(target=enter) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == ["entered"] + ["refused"] * 3

    def test_who_is_above_the_departments_works_for_every_estate(self, house):
        with house.gateway.work() as work:
            person = people.enter_person(work, {"username": "boss", "name": "总经理", "roles": [Role.GENERAL_MANAGER]})
        assert person.sees_every_estate


class TestChanging:
    def test_a_change_has_to_name_the_version_it_saw(self, logged_in):
        administrator = logged_in("administrator")
        made = administrator.post("/people", {"username": "mia", "name": "陈米娅", "roles": ["operator"]}).json
        path, seen = f"/people/{made['id']}", {"If-Match": f'"{made["version"]}"'}
        changed = administrator.ask("PATCH", path, {"name": "陈美娅"}, headers=seen)
        assert changed.json["name"] == "陈美娅"
        assert administrator.ask("PATCH", path, {"name": "陈梅娅"}, headers=seen).status_code == 409

    def test_nobody_closes_their_own_account(self, logged_in):
        administrator = logged_in("administrator")
        path = f"/people/{administrator.session['person']['id']}"
        answer = administrator.ask("PATCH", path, {"active": False})
        assert answer.status_code == 409
        assert {reason["code"] for reason in answer.json["reasons"]} == {"own_account", "last_administrator"}

    def test_the_last_administrator_stays_one(self, logged_in):
        administrator = logged_in("administrator")
        path = f"/people/{administrator.session['person']['id']}"
        assert administrator.ask("PATCH", path, {"roles": ["operator"]}).status_code == 409
        administrator.post("/people", {"username": "second", "name": "Second", "roles": ["administrator"]})
        assert administrator.ask("PATCH", path, {"roles": ["operator"]}).status_code == 200

    def test_the_others_are_told_of_a_closed_account(self, house, enter):
        person = enter("leasing.clerk", "leasing", "clerk")
        with house.gateway.work() as work:
            people.change_person(work, people.find_person(work, person.id), {"active": False})
        assert announced(house)[-1].active is False

    def test_an_administrator_issues_a_new_one_time_password(self, logged_in, somebody):
        administrator, clerk = logged_in("administrator"), logged_in("leasing.clerk")
        answer = administrator.post(f"/people/{clerk.session['person']['id']}/password")
        assert clerk.get("/session").status_code == 401
        assert somebody().log_in("leasing.clerk", answer.json["one_time_password"])["must_change_password"]

    def test_somebody_who_is_not_there_is_not_found(self, logged_in):
        administrator = logged_in("administrator")
        assert administrator.get(f"/people/{new_id()}").status_code == 404
        assert administrator.ask("PATCH", f"/people/{new_id()}", {"name": "x"}).status_code == 404


@pytest.mark.rule("GATE-5")
class TestTheList:
    def test_people_are_found_by_name_department_and_rank(self, logged_in, enter):
        enter("finance.clerk", "finance", "clerk")
        enter("finance.director", "finance", "director")
        manager = logged_in("general_manager")
        told = lambda query: [one["username"] for one in manager.get(f"/people?{query}").json["items"]]  # noqa: E731
        assert told("department=finance&sort=-username") == ["finance.director", "finance.clerk"]
        assert told("q=director") == ["finance.director"]
        assert told("rank=clerk&active=true") == ["finance.clerk"]


class TestTheStaffList:
    def send(self, asker, data, path="", **fields):
        parts = {"file": (io.BytesIO(data), "staff.xlsx"), **fields}
        return asker.ask("POST", f"/imports/staff{path}", data=parts, content_type="multipart/form-data")

    def test_the_clients_own_list_comes_in_whole(self, house, logged_in):
        administrator = logged_in("administrator")
        answer = self.send(administrator, LIST.read_bytes()).json
        assert (answer["applied"], answer["created"], answer["refused"]) == (True, 38, [])
        with house.gateway.look() as work:
            person = work.session.execute(select(Person).where(Person.staff_number == "YQ004")).scalar_one()
            told = person.name, person.department, person.rank, person.position, person.username, set(person.estates)
        assert told == ("马丽", "leasing", "clerk", "置业顾问", "yq004", {CLOUDS, WOODS})

    def test_an_account_from_the_list_cannot_be_entered_before_it_has_a_password(self, logged_in, somebody):
        self.send(logged_in("administrator"), LIST.read_bytes())
        assert somebody().post("/session", {"username": "yq004", "password": "yq004"}).status_code == 401

    def test_a_second_time_changes_nothing_and_a_change_updates(self, house, logged_in):
        administrator = logged_in("administrator")
        self.send(administrator, LIST.read_bytes())
        assert self.send(administrator, LIST.read_bytes()).json["unchanged"] == 38
        with house.gateway.look() as work:
            rows = [row | {"rank": "manager"} for row in stored_rows(work) if row["staff_number"] == "YQ004"]
        assert self.send(administrator, STAFF.export(rows)).json["updated"] == 1

    def test_an_estate_nobody_knows_refuses_its_row(self, logged_in):
        rows = [a_row(estates=("水帘洞",)), a_row(staff_number="YQ901")]
        answer = self.send(logged_in("administrator"), STAFF.export(rows)).json
        assert not answer["applied"]
        (refused,) = answer["refused"]
        assert "水帘洞" in str(refused["reasons"])

    def test_a_username_that_is_taken_refuses_its_row(self, logged_in, enter):
        enter("yq900", "finance", "clerk")
        answer = self.send(logged_in("administrator"), STAFF.export([a_row()])).json
        assert answer["refused"][0]["reasons"][0]["code"] == "username_taken"

    def test_only_an_administrator_sends_one_in(self, logged_in):
        assert self.send(logged_in("general_manager"), LIST.read_bytes()).status_code == 403


def a_row(**more):
    told = {"staff_number": "YQ900", "name": "王小明", "department": "leasing", "rank": "clerk", "position": "置业顾问"}
    return told | {"phone": "13800001111", "estates": ("云栖中心",)} | more


def stored_rows(work):
    names = dict(work.session.execute(select(Estate.id, Estate.name)).all())
    for person in work.session.execute(select(Person).where(Person.staff_number.is_not(None))).scalars():
        told = {column.name: getattr(person, column.name) for column in STAFF.columns}
        yield told | {"estates": tuple(names[id] for id in person.estates)}


class TestEstates:
    def test_the_gateway_knows_an_estate_once_property_has_opened_it(self, house, enter):
        opened = EstateOpened(new_id(), "竹海苑", "Asia/Shanghai")
        with house.gateway.work() as work:
            house.gateway.service.know_the_estate(work, opened)
            house.gateway.service.know_the_estate(work, opened)
        enter("leasing.clerk", "leasing", "clerk", estates=[opened.estate_id])

    def test_a_session_shows_the_estates_by_name(self, logged_in):
        clerk = logged_in("leasing.clerk", estates=[WOODS])
        assert [estate["name"] for estate in clerk.session["person"]["estates"]] == ["水墨林溪"]
        manager = logged_in("general_manager")
        assert len(manager.session["person"]["estates"]) == 2
        assert manager.session["person"]["every_estate"]


class TestRules:
    def test_an_action_of_a_service_needs_no_person(self, house):
        with house.gateway.work(Caller.service("demo")) as work:
            person = people.enter_person(work, {"username": "x.y", "name": "X", "roles": [Role.OPERATOR]})
            assert people.change_person(work, person, {"username": "operator"}).username == "operator"

    def test_a_wrong_post_is_refused_whole(self, house):
        with pytest.raises(Invalid), house.gateway.work() as work:
            people.enter_person(work, {"username": "x.y", "name": "X", "department": "leasing", "estates": []})
        assert announced(house) == []

    def test_closing_the_last_administrator_is_refused_to_anybody(self, house):
        with house.gateway.work() as work:
            people.create_administrator(work)
        with pytest.raises(Refused), house.gateway.work() as work:
            (administrator,) = people.administrators(work.session)
            people.change_person(work, administrator, {"active": False, "estates": [EVERY_ESTATE]})
