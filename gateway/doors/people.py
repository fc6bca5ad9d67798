"""Doors for the people who work here and their accounts, and for the table of who may do what."""

from typing import Any

from gateway import queries, views
from gateway.actions import people
from gateway.schemas import (
    ChangePerson,
    EnterPerson,
    OneTimePassword,
    PeoplePage,
    PeopleQuery,
    PersonEntered,
    PersonView,
    RoleRow,
)
from kit.doors import ANYONE_LOGGED_IN, command, query
from kit.work import Work

_TAGS = ("people",)


class PeopleDoors:
    @query(
        "/people",
        may="person.list",
        request=PeopleQuery,
        answer=PeoplePage,
        tags=_TAGS,
        rules=("GATE-5",),
        zh="人员列表",
        en="People",
    )
    def list_people(self, work: Work, body: Any) -> Any:
        return queries.PEOPLE.page(work, queries.people(), body)

    @query("/people/<id>", may="person.list", answer=PersonView, tags=_TAGS, zh="人员", en="A person")
    def show_person(self, work: Work, id: str) -> Any:
        return queries.person(work, id)

    @command(
        "POST",
        "/people",
        may="person.record",
        request=EnterPerson,
        answer=PersonEntered,
        status=201,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="录入人员",
        en="Enter a person",
    )
    def enter_person(self, work: Work, body: Any) -> Any:
        person = people.enter_person(work, body)
        return views.entered(person, people.issue_password(work, person))

    @command(
        "PATCH",
        "/people/<id>",
        may="person.record",
        request=ChangePerson,
        answer=PersonView,
        tags=_TAGS,
        rules=("GATE-2", "GATE-4"),
        zh="修改人员",
        en="Change a person",
    )
    def change_person(self, work: Work, id: str, body: Any) -> Any:
        person = people.find_person(work, id)
        work.expect(person.version)
        return people.change_person(work, person, body)

    @command(
        "POST",
        "/people/<id>/password",
        may="person.record",
        answer=OneTimePassword,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="发放一次性密码",
        en="Issue a one-time password",
    )
    def issue_password(self, work: Work, id: str) -> Any:
        person = people.find_person(work, id)
        return {"username": person.username, "one_time_password": people.issue_password(work, person)}

    @query(
        "/roles",
        may=ANYONE_LOGGED_IN,
        answer=RoleRow,
        many=True,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="权限表",
        en="Who may do what",
    )
    def list_roles(self, work: Work) -> Any:
        return views.roles()
