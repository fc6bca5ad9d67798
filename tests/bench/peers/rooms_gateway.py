"""The gateway to room changes on nameko's defaults: its HTTP entrypoint and `RpcProxy`. usage: BROKER DATABASE NOW PORT

It looks the session up in the tables of the house's gateway and checks that it lives and what its person may do.
"""

import json
import sys

from nameko.rpc import RpcProxy
from nameko.web.handlers import http
from sqlalchemy import select

from gateway.actions.sessions import life_of
from gateway.models import Person, Session
from gateway.passwords import fingerprint
from gateway.rules import Numbers
from gateway.visitors import caller_for
from kit.clock import parse_moment
from tests.bench.peers.naming import Sessions, run  # First of all: it makes the process green.

NOW = ""
JSON = {"Content-Type": "application/json"}


class Gateway:
    name = "rooms_gateway"
    session = Sessions()
    rooms = RpcProxy("rooms")

    @http("GET", "/api/v1/unit-changes/<string:change_id>")
    def show(self, request, change_id):
        caller = self.caller_of(request)
        if caller is None or not caller.may("unit_change.read"):
            return 403, JSON, "{}"
        return 200, JSON, json.dumps(self.rooms.show(change_id, caller.as_json()), ensure_ascii=False)

    @http("POST", "/api/v1/unit-changes/<string:change_id>/steps/check_keys")
    def check_keys(self, request, change_id):
        caller = self.caller_of(request)
        if caller is None or not caller.may("unit_change.work"):
            return 403, JSON, "{}"
        body, key = json.loads(request.get_data(as_text=True)), request.headers["Idempotency-Key"]
        answer = self.rooms.check_keys(change_id, caller.as_json(), body, key)
        return 200, JSON, json.dumps(answer, ensure_ascii=False)

    def caller_of(self, request):
        secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
        chosen = select(Session, Person).join(Person, Person.id == Session.person_id)
        found = self.session.execute(chosen.where(Session.fingerprint == fingerprint(secret))).first()
        if found is None or not found[1].active:
            return None
        if not life_of(found[0], Numbers.from_settings(None)).is_alive(parse_moment(NOW)):
            return None
        return caller_for(found[1], "zh", request.remote_addr)


if __name__ == "__main__":
    NOW = sys.argv[3]
    run(Gateway, sys.argv[1], sys.argv[2], f"127.0.0.1:{sys.argv[4]}")
