"""The document against the house: whatever is asked, no answer comes that the document does not speak of (GATE-6).

Requests are made up from the OpenAPI document, good and bad ones, the same in every run, and sent to all services at
work
with some of the client's own data in them.
"""

from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from werkzeug.test import Client

from gateway.actions import people, sessions
from gateway.app import Application
from gateway.cli.demo import LISTS, ROOT, XLSX, Demo
from gateway.house import all_services, open_house, prepare
from gateway.options import Options
from gateway.roles import ROWS, Role
from gateway.routes import routes_of
from kit.caller import EVERY_ESTATE
from kit.clock import parse_moment
from kit.doors import EVERYBODY, Upload
from kit.settings import Settings
from services.contracts.imports import LEASES
from services.property.imports import UNITS
from services.words import Department, Rank

EXAMPLES = 2
GOOD, BAD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
# A stream has no end to wait for; what every service has alike is asked of one.
ROUTES = [
    route
    for route in routes_of(all_services())
    if route.name != "gateway.stream_inbox" and ("operations" not in route.door.tags or route.service == "gateway")
]
pytestmark = [pytest.mark.rule("GATE-3", "GATE-6"), pytest.mark.filterwarnings("ignore::DeprecationWarning")]


class World:
    """The house at work with a few units and leases, and people of every role."""

    def __init__(self, folder):
        now = parse_moment("2026-12-07T09:00")
        self.house = open_house(Settings(var=folder, now=now))
        prepare(self.house.settings, self.house.runtimes)
        self.house.host.start()
        self.gateway = self.house.runtimes["gateway"]
        self.fill(Demo(self.house))
        limits = Options(per_minute=10**9, anonymous_per_minute=10**9)
        self.app = Application(self.gateway, self.house.host, all_services(), limits)
        self.people = {role: self.enter(role) for role in (*Department, *Role)}
        self.ids = dict(self.things())
        self.schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", self.app)

    def fill(self, demo):
        """The first leases of the client's list, the units they are of, and a few vacant ones."""
        leases = LEASES.read((ROOT / LISTS["leases"][1]).read_bytes()).rows
        leases = [row for row in leases if row["ends_on"] > date(2027, 1, 1)][:4]
        let = {row["unit_number"] for row in leases}
        units = UNITS.read((ROOT / LISTS["units"][1]).read_bytes()).rows
        units = [row for row in units if row["number"] in let] + [row for row in units if row["number"] not in let][:4]
        for name, service, sheet, rows in (
            ("units", "property", UNITS, units),
            ("leases", "contracts", LEASES, leases),
        ):
            data = sheet.export([row.values for row in rows])
            assert demo.ask(service, f"take_in_{name}", body={"file": Upload("l.xlsx", XLSX, data)}).body["applied"]
            demo.wait_until_heard()
        demo.take_in("technicians", print)

    def enter(self, role, letter="a"):
        post = {"roles": [role]} if isinstance(role, Role) else {"department": role, "rank": Rank.DIRECTOR}
        with self.gateway.work() as work:
            return people.enter_person(
                work, {"username": f"{letter}.{role}", "name": role, "estates": [EVERY_ESTATE], **post}
            )

    def things(self):
        """What there is to ask about, by the first word of its address; a unit change and a work order among it."""
        client = Client(self.app)

        def ask(role, path, body=None):
            return client.open(
                f"/api/v1{path}", method="POST" if body else "GET", json=body, headers=self.headers_of(role)
            ).json

        def ids(path):
            told = ask(Role.GENERAL_MANAGER, path)
            return [one["id"] for one in (told if isinstance(told, list) else told["items"])]

        lease, vacant, estate = ids("/leases")[0], ids("/units?state=vacant")[0], ids("/estates")[0]
        change = {"lease_id": lease, "new_unit_id": vacant, "change_date": "2026-12-10", "cause": "unit_fault"}
        assert "id" in ask(Department.LEASING, "/unit-changes", change)
        order = {"estate_id": estate, "unit_id": vacant, "trade": "fit_out", "description": "隔断墙有裂缝"}
        assert "id" in ask(Department.ENGINEERING, "/work-orders", order)
        yield "people", [self.enter(Role.OPERATOR, "b").id]
        for word in (
            "units",
            "leases",
            "estates",
            "technicians",
            "work-orders",
            "unit-changes",
            "settlements",
            "items",
        ):
            yield word, ids(f"/{word}")

    def headers_of(self, role):
        """A session of its own for each test, as some of them end theirs."""
        with self.gateway.work() as work:
            secret = sessions.open_session(work, self.people[role]).secret
        return {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}

    def stop(self):
        self.app.stop()
        self.house.host.stop()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("world"))
    yield world
    world.stop()


def who_may(door):
    """Somebody whom the table allows."""
    return next((column for column, cell in ROWS.get(door.may, {}).items() if cell), Department.PROPERTY)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_answer_stands_in_the_document(world, route):
    path = route.door.path.replace("<", "{").replace(">", "}")
    operation = world.schema[path][route.door.http_method]
    who = who_may(route.door)
    for role, mode in sorted({(who, GOOD), (who, BAD), (Role.ADMINISTRATOR, GOOD)}):
        headers = {} if route.door.may == EVERYBODY else world.headers_of(role)
        ask(operation, mode, headers, world.ids.get(path.split("/")[1]))


def ask(operation, mode, headers, ids):
    """Sends requests made up for one door; good ones are about things that there are."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def made_up(case):
        if ids and "id" in case.path_parameters and mode is GOOD:
            case.path_parameters["id"] = ids[0]
        case.call_and_validate(headers=headers, checks=CHECKS)

    made_up()
