"""The documents made from what is declared: OpenAPI of the doors, AsyncAPI of the events (GATE-6)."""

import json

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from gateway.asyncapi import asyncapi
from gateway.events import PersonRecorded
from gateway.house import all_services
from gateway.openapi import openapi
from gateway.routes import routes_of
from kit.bus.outbox import pending
from kit.doors import EVERYBODY
from kit.events import ANY, declared_events
from tests.gateway.library import Library

pytestmark = pytest.mark.rule("GATE-6")
ROUTES = list(routes_of(all_services()))


@pytest.fixture(scope="module", params=["zh", "en"])
def document(request):
    return openapi(ROUTES, request.param)


@pytest.fixture(scope="module")
def library():
    return openapi(list(routes_of([Library])), "en")


class TestOpenAPI:
    def test_it_is_a_valid_document(self, document):
        validate(document)

    def test_every_door_stands_in_it_once(self, document):
        named = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
        assert sorted(named) == sorted(route.name for route in ROUTES)

    def test_every_door_says_what_it_is_for_in_the_readers_language(self):
        chinese, english = openapi(ROUTES, "zh"), openapi(ROUTES, "en")
        for route in ROUTES:
            path, method = route.door.path.replace("<", "{").replace(">", "}"), route.door.http_method.lower()
            assert chinese["paths"][path][method]["summary"] == route.door.zh
            assert english["paths"][path][method]["summary"] == route.door.en

    def test_every_door_says_who_may(self, document):
        for path in document["paths"].values():
            for operation in path.values():
                assert operation["x-permission"] in operation["description"] or operation["x-permission"] in "*public"
                assert bool(operation["security"]) == (operation["x-permission"] != EVERYBODY)

    def test_it_can_be_read_by_everybody_at_its_address(self, somebody):
        chinese, english = somebody(language="zh-CN"), somebody(language="en")
        assert chinese.get("/openapi.json").json["info"]["title"] == "Atrium 接口"
        told = english.get("/openapi.json").json
        assert told["info"]["title"] == "Atrium API"
        assert told["paths"]["/books/{id}"]["get"]["operationId"] == "library.show_book"

    def test_a_write_takes_a_key_and_a_change_the_version_it_saw(self, library):
        headers = {
            one["name"] for one in library["paths"]["/books/{id}"]["patch"]["parameters"] if one["in"] == "header"
        }
        assert headers == {"Idempotency-Key", "If-Match"}
        assert "ETag" in library["paths"]["/books/{id}"]["get"]["responses"]["200"]["headers"]

    def test_what_validates_a_request_describes_it(self, library):
        form = library["components"]["schemas"]["BookForm"]
        assert form["properties"]["title"] == {"type": "string", "minLength": 1, "maxLength": 100}
        assert form["required"] == ["title"]
        assert form["additionalProperties"] is False

    def test_money_travels_as_text(self, library):
        assert library["components"]["schemas"]["BookForm"]["properties"]["price"]["type"] == "string"

    def test_files_go_in_as_forms_and_come_out_as_themselves(self, library):
        sent = library["paths"]["/scans"]["post"]["requestBody"]["content"]
        assert set(sent) == {"multipart/form-data"}
        assert library["components"]["schemas"]["ScanForm"]["properties"]["page"]["format"] == "binary"
        assert set(library["paths"]["/books/{id}/text"]["get"]["responses"]["200"]["content"]) == {"text/plain"}

    def test_every_body_has_an_example_that_fits(self, document):
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        registry = Registry().with_resource("urn:told", resource)
        for path in document["paths"].values():
            for operation in path.values():
                told = operation.get("requestBody", {}).get("content", {}).get("application/json")
                if told:
                    schema = {"$ref": f"urn:told{told['schema']['$ref']}"}
                    Draft202012Validator(schema, registry=registry).validate(told["example"])

    def test_every_refusal_is_a_problem_document(self, document):
        for response in document["components"]["responses"].values():
            assert set(response["content"]) == {"application/problem+json"}


@pytest.fixture(scope="module")
def told():
    return asyncapi(all_services(), "en")


class TestAsyncAPI:
    def test_every_event_has_its_channel_and_message(self, told):
        keys = {f"{'any' if kind.service == ANY else kind.service}.{kind.routing_key}" for kind in declared_events()}
        assert set(told["channels"]) == set(told["components"]["messages"]) == keys
        assert told["asyncapi"] == "3.0.0"

    def test_every_listener_receives(self, told):
        for service in all_services():
            for kind in service.listeners:
                key = f"{'any' if kind.service == ANY else kind.service}.{kind.routing_key}"
                operation = told["operations"][f"{service.name}.hears.{key}"]
                assert operation["action"] == "receive"
                assert operation["channel"] == {"$ref": f"#/channels/{key}"}

    def test_every_reference_leads_somewhere(self, told):
        for reference in references(told):
            found = told
            for step in reference.removeprefix("#/").split("/"):
                found = found[step]

    def test_what_is_really_said_fits_it(self, told, house, enter):
        enter("leasing.clerk", "leasing", "clerk")
        with house.gateway.look() as work:
            (said,) = pending(work.session, 1)
        resource = Resource.from_contents(told, default_specification=DRAFT202012)
        registry = Registry().with_resource("urn:told", resource)
        schema = {"$ref": f"urn:told#/components/messages/gateway.{PersonRecorded.routing_key}/payload"}
        Draft202012Validator(schema, registry=registry).validate(json.loads(said.body))

    def test_it_can_be_read_at_its_address(self, somebody):
        assert somebody(language="zh").get("/asyncapi.json").json["info"]["title"] == "Atrium 事件"


def references(told):
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(told, list):
        for value in told:
            yield from references(value)
