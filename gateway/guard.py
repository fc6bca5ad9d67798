"""What has to be so before a request is handed on: somebody known, who may, from our own page, not too often."""

import hmac
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.wrappers import Request

from gateway.errors import (
    beyond_scopes,
    confirm_first,
    forged,
    no_session,
    only_in_a_session,
    password_first,
    too_many_requests,
)
from gateway.options import Options
from gateway.routes import Route
from gateway.visitors import Proof, Visitor
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY, Door
from kit.errors import Forbidden

# Dangerous acts, which want the password given within the last ten minutes and are closed to programs.
TO_CONFIRM = frozenset({"person.record", "session.end_others"})
DOORS_TO_CONFIRM = frozenset({"gateway.make_token"})
# What somebody with a one-time password may do before choosing their own.
BEFORE_OWN_PASSWORD = frozenset(
    {"gateway.show_session", "gateway.close_session", "gateway.choose_password", "gateway.choose_language"}
)
# With which scopes a program looks and writes at doors that are open to every person, by tag; at no others of them.
SCOPES_OF_OPEN_DOORS = {"inbox": ("notice.read", "notice.acknowledge")}
PERSONAL_TAGS = frozenset({"session", "tokens"})


def check(route: Route, visitor: Visitor, request: Request, public_host: str | None = None) -> None:
    """Raises Unauthenticated or Forbidden with the reason; what no row of the table allows is refused."""
    door = route.door
    if visitor.proof in (Proof.COOKIE, Proof.NONE) and request.method not in ("GET", "HEAD"):
        refuse_another_page(request, public_host)
        if door.may != EVERYBODY:
            refuse_without_value(visitor, request)
    if door.may == EVERYBODY:
        return
    if not visitor.is_known:
        raise no_session()
    if visitor.must_change_password and route.name not in BEFORE_OWN_PASSWORD:
        raise password_first()
    if door.may != ANYONE_LOGGED_IN and not visitor.caller.may(door.may):
        raise Forbidden()
    _check_presence(route, visitor)


def _check_presence(route: Route, visitor: Visitor) -> None:
    dangerous = route.door.may in TO_CONFIRM or route.name in DOORS_TO_CONFIRM
    personal = route.service == "gateway" and PERSONAL_TAGS.intersection(route.door.tags)
    if visitor.proof is Proof.TOKEN and (dangerous or personal):
        raise only_in_a_session()
    if visitor.proof is Proof.TOKEN and route.door.may == ANYONE_LOGGED_IN:
        refuse_beyond_scopes(route.door, visitor)
    if dangerous and route.door.writes and not visitor.confirmed:
        raise confirm_first()


def refuse_beyond_scopes(door: Door, visitor: Visitor) -> None:
    """What is open to every person is open to a program only as far as one of its scopes says so."""
    wanted = {SCOPES_OF_OPEN_DOORS[tag][door.writes] for tag in door.tags if tag in SCOPES_OF_OPEN_DOORS}
    if not any(map(visitor.caller.may, wanted)):
        raise beyond_scopes()


def refuse_another_page(request: Request, public_host: str | None) -> None:
    """A write that a browser sends by itself, with its cookie or to get one, must come from our own page."""
    origin = request.headers.get("Origin")
    if origin is not None and _host_in(origin) not in (request.host, public_host):
        raise forged()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise forged()


def _host_in(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # What cannot be read is nobody's.
        return ""


def refuse_without_value(visitor: Visitor, request: Request) -> None:
    """A write with a cookie must carry the value that only our own page knows."""
    if visitor.csrf is None:
        return
    told = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(told.encode(), visitor.csrf.encode()):
        raise forged()


class Turnstile:
    """Counts what each caller asks for; each copy of the gateway counts for itself."""

    def __init__(self, options: Options) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._known = RateLimitItemPerMinute(options.per_minute)
        self._unknown = RateLimitItemPerMinute(options.anonymous_per_minute)

    def pass_through(self, door: Door, visitor: Visitor) -> None:
        """Counts one request by its weight. Raises TooMany."""
        limit = self._known if visitor.is_known else self._unknown
        key = visitor.caller.id if visitor.is_known else visitor.caller.address or ""
        if not self._limiter.hit(limit, key, cost=weight_of(door)):
            raise too_many_requests()


def weight_of(door: Door) -> int:
    """What a request costs: files and passwords are dear."""
    if door.files or door.download or door.may == EVERYBODY:
        return 10
    return 2 if door.writes else 1
