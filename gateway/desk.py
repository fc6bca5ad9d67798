"""The desk behind the addresses: identifies who asks, checks that they may, and hands the call to its service."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Request, Response

from gateway import answering, guard
from gateway.credentials import account_in, prove
from gateway.errors import only_in_a_session, wrong_password
from gateway.live import Live
from gateway.merged import Merged
from gateway.models import Person
from gateway.options import Options
from gateway.reading import body_of, expected_version_of, idempotency_key_of
from gateway.routes import Route
from gateway.schemas import OneTimePassword, PersonEntered, SessionOpened, TokenMade
from gateway.visitors import Visitor, identify
from kit import audit, logs
from kit.caller import Cause
from kit.doors import EVERYBODY, Call, Reply
from kit.errors import Forbidden, NotFound, Problem, Unauthenticated
from kit.runtime import Runtime, load
from kit.schemas import is_storable
from kit.service import Service

log = logs.get(__name__)
# Answers that are shown once hold a secret, and are therefore not kept to be given again.
SHOWN_ONCE = frozenset({SessionOpened, TokenMade, PersonEntered, OneTimePassword})


class Host(Protocol):
    """Whoever carries a call to the service that it is for, and runs those of this process."""

    runtimes: dict[str, Runtime]

    def call(self, service: str, call: Call) -> Reply: ...

    def is_ready(self) -> bool: ...

    def broker_is_up(self) -> bool | None: ...


class Desk:
    """Serves one request at a time, any number side by side."""

    def __init__(
        self, runtime: Runtime, host: Host, services: Sequence[type[Service]], options: Options, live: Live
    ) -> None:
        self.runtime, self.host, self.options, self.live = runtime, host, options, live
        self.turnstile = guard.Turnstile(options)
        merged = Merged(self.ask, services)
        self._special: Mapping[str, Callable[[Route, Visitor, Call], Reply | Response]] = {
            "gateway.open_session": self._log_in,
            "gateway.confirm_session": self._with_password,
            "gateway.choose_password": self._with_password,
            "gateway.stream_inbox": self._stream,
            "gateway.list_audit": merged.audit,
            "gateway.check_audit": merged.check_audit,
            "gateway.trace": merged.trace,
        }

    def ask(self, service: str, call: Call) -> Reply:
        """Asks one door of one service, be it our own. Raises Unavailable or TooSlow."""
        return self.runtime.call(call) if service == self.runtime.name else self.host.call(service, call)

    def serve(self, request: Request, route: Route, params: dict[str, str], correlation_id: str) -> Response:
        """The answer to one request at one address."""
        visitor = identify(self.runtime, request, self.options.cookie)
        call = Call(route.door.name, visitor.caller, Cause(correlation_id), params)
        try:
            self.turnstile.pass_through(route.door, visitor)
            guard.check(route, visitor, request, self.options.public_host)
            call = self._filled(call, request, route, visitor)
            act = self._special.get(route.name, self._hand_on)
            return self._answer(route, act(route, visitor, call), correlation_id)
        except Problem as refused:
            self._note_denial(route, call, refused)
            return answering.refusal(refused, visitor.caller.language, correlation_id)

    def _filled(self, call: Call, request: Request, route: Route, visitor: Visitor) -> Call:
        if not all(map(is_storable, call.params.values())):
            raise NotFound()
        replayable = route.door.writes and not route.door.download and route.door.may != EVERYBODY
        key = idempotency_key_of(request) if replayable and route.door.answer not in SHOWN_ONCE else None
        return Call(
            call.door,
            call.caller,
            call.cause,
            call.params | self._from_the_request(route, request, visitor),
            body_of(route.door, request),
            key,
            expected_version_of(request) if route.door.writes else None,
        )

    def _from_the_request(self, route: Route, request: Request, visitor: Visitor) -> dict[str, str]:
        """What the gateway's own doors are told beside the path: the session that asks, the program it uses."""
        if route.service != self.runtime.name:
            return {}
        takes = inspect.signature(getattr(type(self.runtime.service), route.door.name)).parameters
        told = {"program": request.headers.get("User-Agent", "")[:255]} if "program" in takes else {}
        if "last_event_id" in takes:
            told["last_event_id"] = request.headers.get("Last-Event-ID", "")[:18]
        if "session_id" in takes:
            if visitor.session_id is None:
                raise only_in_a_session()
            told["session_id"] = visitor.session_id
        return told

    def _answer(self, route: Route, reply: Reply | Response, correlation_id: str) -> Response:
        if isinstance(reply, Response):
            return reply
        response = answering.answer(route, reply, correlation_id)
        if reply.status < 400 and answering.opens_a_session(route):
            answering.set_cookie(response, reply.body["token"], self.options)
        if route.name == "gateway.close_session":
            answering.forget_cookie(response, self.options)
        return response

    def _hand_on(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        return self.ask(route.service, call)

    def _log_in(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        told = load(route.door.request, call.body)
        person = prove(self.runtime, told["username"], told["password"], call.caller.address)
        return self.ask(route.service, _proved(person, replace(call, caller=visitor.as_person(person).caller)))

    def _with_password(self, route: Route, visitor: Visitor, call: Call) -> Reply:
        """The person has to give the present password once more; a wrong one does not end the session."""
        told = load(route.door.request, call.body)
        try:
            person = prove(self.runtime, call.caller.username, told["password"], call.caller.address)
        except Unauthenticated:
            raise wrong_password() from None
        return self.ask(route.service, _proved(person, call))

    def _stream(self, route: Route, visitor: Visitor, call: Call) -> Response:
        told = load(route.door.request, call.body).get("last_event_id")
        header = call.params["last_event_id"]
        stream = self.live.open(visitor, int(header) if header.isdecimal() else told)
        return Response(stream, content_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    def _note_denial(self, route: Route, call: Call, refused: Problem) -> None:
        """What was denied here never reached a service, and stands in the gateway's own trail (GATE-8)."""
        failed_log_in = route.name == "gateway.open_session" and refused.status in (401, 429)
        if not failed_log_in and not isinstance(refused, Forbidden):
            return
        params = call.params | ({"account": account_in(call.body)} if failed_log_in else {})
        try:
            with self.runtime.work(call.caller, call.cause) as work:
                audit.add_line(work, door=route.name, status=refused.status, params=params, refused=refused.type)
        except (DBAPIError, TimeoutError):
            log.exception("a denial could not be written to the audit trail")


def _proved(person: Person, call: Call) -> Call:
    """The call with word of whose password was given; its door asks whether they are still as they were then."""
    return replace(call, params=call.params | {"proved": str(person.version)})
