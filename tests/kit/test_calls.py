"""Calls and replies on the bus come out as they went in."""

import json

import pytest

from kit.bus.calls import call_as_json, call_from_json, decode, encode, reply_as_json, reply_from_json
from kit.bus.rpc import _reply_in, is_past
from kit.caller import Caller, Cause
from kit.doors import Call, Download, Reply, Upload
from kit.errors import NotFound, Problem

CLERK = Caller(
    id="u1",
    username="clerk",
    name="王",
    department="property",
    rank="clerk",
    roles=("property.clerk",),
    permissions=frozenset({"read"}),
    estates=frozenset({"e1"}),
    address="10.0.0.1",
)


def carried(call):
    return call_from_json(call.door, **decode(encode(call_as_json(call))))


class TestCalls:
    def test_all_of_it_arrives(self):
        call = Call(
            "do_it",
            CLERK,
            Cause("c1", "e1"),
            {"id": "7"},
            {"note": "好", "n": [1, {"x": None}]},
            "key",
            expected_version=3,
        )
        assert carried(call) == call

    def test_files_arrive_whole(self):
        call = Call("upload", CLERK, Cause("c1"), body={"file": Upload("a.bin", "x/y", bytes(range(256))), "n": 1})
        assert carried(call) == call

    def test_a_caller_is_all_that_a_plain_client_has_to_give(self):
        call = call_from_json("show", {"id": "p", "username": "p", "name": "P"})
        assert (call.caller.username, call.params, call.body) == ("p", {}, {})

    @pytest.mark.parametrize("told", [{"caller": {}}, {"caller": {"id": "x"}}, {"caller": None}])
    def test_what_is_no_caller_is_refused(self, told):
        with pytest.raises((TypeError, AttributeError)):
            call_from_json("show", **told)

    def test_a_dictionary_that_looks_like_a_file_stays_a_dictionary(self):
        body = {"file": {"name": "a", "content_type": "b", "data": "aGk="}}
        assert carried(Call("upload", CLERK, Cause("c"), body=body)).body == body


class TestReplies:
    @pytest.mark.parametrize(
        "reply",
        [
            Reply(200, {"number": "A-1"}, 3),
            Reply(204),
            Reply(409, {"reasons": [{"sentence": "不行。"}]}),
            Reply(200, file=Download("通知单.pdf", "application/pdf", b"%PDF\x00\xff")),
        ],
    )
    def test_they_come_back_as_they_were_given(self, reply):
        assert reply_from_json(json.loads(encode(reply_as_json(reply)))) == reply

    def test_an_unknown_door_is_not_found(self):
        with pytest.raises(NotFound):
            _reply_in({"error": {"exc_type": "MethodNotFound"}})

    def test_any_other_failure_is_ours(self):
        with pytest.raises(Problem) as raised:
            _reply_in({"result": None, "error": {"exc_type": "KeyError"}})
        assert raised.value.status == 500


@pytest.mark.parametrize(("deadline", "past"), [(None, False), ("soon", False), ("1", True), ("99999999999999", False)])
def test_a_request_without_a_readable_deadline_is_never_late(deadline, past):
    assert is_past(deadline) is past
