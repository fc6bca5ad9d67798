"""What was recorded of people before more was told of them is told once more, on both engines."""

from contextlib import closing

import pytest
from sqlalchemy import select

from gateway.actions import people
from gateway.events import PersonRecorded
from gateway.models import PersonToTell
from gateway.roles import Role
from gateway.service import Gateway
from kit import migrate
from kit.database import Database
from kit.events import Envelope
from kit.runtime import Runtime
from kit.tables import outbox


@pytest.mark.rule("GATE-2", "NOTE-2")
def test_who_was_entered_before_their_roles_were_told_is_told_of_once_more(database_url, clock):
    with closing(Database(database_url())) as database:
        migrate.upgrade(Gateway, database)
        gateway = Runtime(Gateway, database, clock)
        with gateway.work() as work:
            boss = {"username": "boss", "name": "总经理", "roles": [Role.GENERAL_MANAGER]}
            person_id = people.enter_person(work, boss).id
        migrate.downgrade(Gateway, database, "0001")
        migrate.upgrade(Gateway, database)
        for _ in range(2):
            with gateway.work() as work:
                gateway.service.tell_of_people_anew(work)
        with gateway.look() as work:
            bodies = work.session.scalars(select(outbox.c.body).order_by(outbox.c.position))
            said = [Envelope.from_json(body).event() for body in bodies]
    told = [event for event in said if isinstance(event, PersonRecorded)]
    assert [(event.person_id, event.roles) for event in told] == [(person_id, ("general_manager",))] * 2


@pytest.mark.rule("GATE-2")
def test_somebody_who_cannot_be_told_of_holds_up_none_of_the_others(house, enter):
    sound = enter("leasing.clerk", "leasing", "clerk").id
    nobody = "00000000-0000-0000-0000-000000000000"
    with house.gateway.work() as work:
        work.session.add_all(PersonToTell(person_id=one) for one in (nobody, sound))
    with house.gateway.work() as work:
        people.tell_anew(work, limit=1)
        assert work.said == ["gateway.person_recorded.v1"]
    with house.gateway.look() as work:
        assert list(work.session.scalars(select(PersonToTell.person_id))) == [nobody]
