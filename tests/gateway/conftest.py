"""A gateway with a small service behind it, and browsers and programs that come to it."""

import json
from types import SimpleNamespace

import pytest
from werkzeug.test import Client

from gateway.actions import people
from gateway.app import Application
from gateway.models import Estate
from gateway.options import Options
from gateway.service import Gateway
from kit.caller import EVERY_ESTATE
from kit.host.local import LocalHost
from kit.ids import new_id
from tests.conftest import engine as both_engines

# Modules whose tests are about the database import this one over the fixture below, and run on both engines.
from tests.gateway.library import Library

PASSWORD = "correct horse 12"
CLOUDS, WOODS = new_id(), new_id()


__all__ = ["both_engines"]


class Asker:
    """Comes to the gateway over HTTP, as a page with a cookie or as a program with a token."""

    def __init__(self, app, language="en", address="10.0.0.7"):
        self.client = Client(app, use_cookies=True)
        self.headers = {"Accept-Language": language}
        self.address = address

    def ask(self, method, path, body=None, headers=None, buffered=True, **more):
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.open(
            path if path.startswith("/health") or path == "/metrics" else f"/api/v1{path}",
            method=method,
            headers={**self.headers, **(headers or {})},
            environ_overrides={"REMOTE_ADDR": self.address},
            buffered=buffered,
            **more,
        )
        answer.request.input_stream.close()
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def log_in(self, username, password=PASSWORD, by="token"):
        """Logs in; from then on asks with the bearer token, or with the cookie and its CSRF value."""
        answer = self.post("/session", {"username": username, "password": password})
        assert answer.status_code == 201, answer.text
        if by == "token":
            self.client = Client(self.client.application, use_cookies=False)
            self.headers["Authorization"] = f"Bearer {answer.json['token']}"
        else:
            self.headers["X-CSRF-Token"] = answer.json["csrf"]
        return answer.json


@pytest.fixture
def engine():
    """What HTTP does is the same whatever lies beneath: one engine will do."""
    return "sqlite"


@pytest.fixture
def house(runtime_of, tmp_path):
    """The gateway and the library, with nobody in yet."""
    gateway, library = runtime_of(Gateway), runtime_of(Library)
    host = LocalHost([gateway, library])
    web = tmp_path / "web"
    options = Options(web=web, per_minute=100_000, anonymous_per_minute=100_000, heartbeat=0.05)
    with gateway.work() as work:
        work.session.add(Estate(id=CLOUDS, name="云栖中心", timezone="Asia/Shanghai"))
        work.session.add(Estate(id=WOODS, name="水墨林溪", timezone="Asia/Shanghai"))
    app = Application(gateway, host, [Library, Gateway], options)
    yield SimpleNamespace(gateway=gateway, library=library, host=host, app=app, web=web, options=options)
    app.stop()


@pytest.fixture
def enter(house):
    """Enters a person with an ordinary password: `enter("leasing.clerk", "leasing", "clerk")`."""

    def enter(username, department=None, rank=None, roles=(), estates=None, password=PASSWORD):
        told = {"username": username, "name": username.title(), "department": department, "rank": rank}
        told |= {"roles": list(roles), "estates": estates or [EVERY_ESTATE if roles else CLOUDS]}
        with house.gateway.work() as work:
            person = people.enter_person(work, told)
            if password:
                people.choose_password(work, person, password)
        return person

    return enter


@pytest.fixture
def somebody(house):
    """Makes askers who are not logged in."""
    return lambda **more: Asker(house.app, **more)


@pytest.fixture
def logged_in(house, enter):
    """Makes askers who are: `logged_in("leasing.clerk")`, `logged_in("administrator")`."""

    def logged_in(username, by="token", **more):
        department, _, rank = username.partition(".")
        if rank:
            enter(username, department, rank, **more)
        else:
            enter(username, roles=[username], **more)
        asker = Asker(house.app)
        asker.session = asker.log_in(username, by=by)
        return asker

    return logged_in
