"""Doors for the tokens of one's own programs."""

from typing import Any

from gateway import queries
from gateway.actions import sessions, tokens
from gateway.rules import Ended
from gateway.schemas import MakeToken, TokenMade, TokenView
from kit.doors import ANYONE_LOGGED_IN, command, query
from kit.work import Work

_TAGS = ("tokens",)


class TokenDoors:
    @query("/tokens", may=ANYONE_LOGGED_IN, answer=TokenView, many=True, tags=_TAGS, zh="我的令牌", en="My tokens")
    def list_tokens(self, work: Work) -> Any:
        return queries.tokens_of(work, work.caller.id)

    @command(
        "POST",
        "/tokens",
        may=ANYONE_LOGGED_IN,
        request=MakeToken,
        answer=TokenMade,
        status=201,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="新建令牌",
        en="Make a token",
    )
    def make_token(self, work: Work, body: Any) -> Any:
        given = tokens.create_token(work, queries.person(work, work.caller.id), **body)
        shown = {name: getattr(given.token, name) for name in TokenView().fields}
        return shown | {"token": given.secret}

    @command(
        "DELETE",
        "/tokens/<id>",
        may=ANYONE_LOGGED_IN,
        tags=_TAGS,
        rules=("GATE-2",),
        zh="废止令牌",
        en="End a token",
    )
    def end_token(self, work: Work, id: str) -> None:
        sessions.end_token(work, queries.token_of(work, id, work.caller.id), Ended.ENDED_ELSEWHERE)
