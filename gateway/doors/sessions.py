"""Doors for logging in and out, for one's own sessions and password, and for ending somebody else's."""

from typing import Any

from gateway import queries, views
from gateway.actions import people, sessions
from gateway.rules import Ended
from gateway.schemas import (
    ChooseLanguage,
    ChoosePassword,
    Confirm,
    LogIn,
    SessionOpened,
    SessionShown,
    SessionView,
)
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY, command, query
from kit.work import Work

_TAGS = ("session",)


class SessionDoors:
    """`session_id` and `program` are given by the gateway, which knows them from the request.

    So is `proved` where the password was given: the version of the person whose password it was.
    """

    @command(
        "POST",
        "/session",
        may=EVERYBODY,
        request=LogIn,
        answer=SessionOpened,
        status=201,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="登录",
        en="Log in",
    )
    def open_session(self, work: Work, body: Any, proved: str, program: str = "") -> Any:
        person = people.find_proved(work, proved)
        return views.opened(work, person, sessions.open_session(work, person, program))

    @query("/session", may=ANYONE_LOGGED_IN, answer=SessionShown, tags=_TAGS, zh="当前登录", en="Who is logged in")
    def show_session(self, work: Work, session_id: str) -> Any:
        person = queries.person(work, work.caller.id)
        return views.session(work, person, queries.session_of(work, session_id, person.id))

    @command("DELETE", "/session", may=ANYONE_LOGGED_IN, tags=_TAGS, rules=("GATE-2",), zh="退出登录", en="Log out")
    def close_session(self, work: Work, session_id: str) -> None:
        sessions.end_session(work, queries.session_of(work, session_id, work.caller.id), Ended.LOGGED_OUT)

    @command(
        "POST",
        "/session/confirm",
        may=ANYONE_LOGGED_IN,
        request=Confirm,
        answer=SessionShown,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="重新输入密码确认",
        en="Give the password once more",
    )
    def confirm_session(self, work: Work, body: Any, session_id: str, proved: str) -> Any:
        person = people.find_proved(work, proved)
        session = queries.session_of(work, session_id, person.id)
        session.confirmed_at = work.now
        return views.session(work, person, session)

    @command(
        "PUT",
        "/session/password",
        may=ANYONE_LOGGED_IN,
        request=ChoosePassword,
        answer=SessionOpened,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="修改密码",
        en="Choose another password",
    )
    def choose_password(self, work: Work, body: Any, proved: str, program: str = "") -> Any:
        person = people.find_proved(work, proved)
        people.choose_password(work, person, body["new_password"])
        return views.opened(work, person, sessions.open_session(work, person, program))

    @command(
        "PUT",
        "/session/language",
        may=ANYONE_LOGGED_IN,
        request=ChooseLanguage,
        answer=SessionShown,
        tags=_TAGS,
        zh="选择界面语言",
        en="Choose a language",
    )
    def choose_language(self, work: Work, body: Any, session_id: str) -> Any:
        person = people.find_person(work, work.caller.id)
        person.language = body["language"]
        return views.session(work, person, queries.session_of(work, session_id, person.id))

    @query(
        "/sessions", may=ANYONE_LOGGED_IN, answer=SessionView, many=True, tags=_TAGS, zh="我的登录", en="My sessions"
    )
    def list_sessions(self, work: Work, session_id: str) -> Any:
        return views.sessions(work, queries.open_sessions_of(work, work.caller.id), session_id)

    @command(
        "DELETE",
        "/sessions/<id>",
        may=ANYONE_LOGGED_IN,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="结束我的一个登录",
        en="End one of my sessions",
    )
    def end_session(self, work: Work, id: str) -> None:
        sessions.end_session(work, queries.session_of(work, id, work.caller.id), Ended.ENDED_ELSEWHERE)

    @query(
        "/people/<id>/sessions",
        may="session.end_others",
        answer=SessionView,
        many=True,
        tags=_TAGS,
        zh="某人的登录",
        en="Somebody's sessions",
    )
    def list_sessions_of(self, work: Work, id: str) -> Any:
        return views.sessions(work, queries.open_sessions_of(work, queries.person(work, id).id))

    @command(
        "DELETE",
        "/people/<id>/sessions",
        may="session.end_others",
        tags=_TAGS,
        rules=("GATE-2",),
        zh="结束某人的全部登录",
        en="End all of somebody's sessions",
    )
    def end_sessions_of(self, work: Work, id: str) -> None:
        sessions.end_all_of(work, people.find_person(work, id).id, Ended.BY_ADMINISTRATOR)
