"""Signatures: one's own under one's own log-in, the customer's on the spot, and the step done with the last of them."""

import base64
import struct
import zlib

import pytest

from kit.caller import Caller
from kit.errors import Forbidden, Invalid, Refused
from kit.procedure import Signature, cancel, do, send_back, sign, skip
from kit.procedure.events import TaskClosed, TaskKind, TaskOpened, TaskOutcome
from tests.kit.procedure.removal import BOSS, CASHIER, CREW, CUSTOMER, OFFICE, a_person


def a_png(width=8, height=4, extra=b"", pixels=None):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    if pixels is None:
        pixels = zlib.compress(b"".join(b"\x00" + bytes(8) for _ in range(4)))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + extra + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(png).decode()


def codes(problem):
    return [reason.code for reason in problem.value.reasons]


@pytest.fixture
def at_the_door(firm):
    firm.carry_to_the_door()
    return firm


@pytest.mark.rule("PROC-8")
class TestSigning:
    def test_whoever_records_signs_under_their_own_log_in(self, at_the_door):
        own, customer = at_the_door.step("carry").signatures
        assert (own["role"], own["name"], own["person_id"], own["rank"]) == (
            "crew",
            "crew clerk",
            "crew.clerk",
            "clerk",
        )
        assert own["at"] == "2026-12-11T01:00:00+00:00"
        assert (customer["role"], customer["name"], customer["person_id"]) == ("customer", "周小满", None)

    def test_until_all_have_signed_the_step_does_not_count(self, at_the_door):
        assert at_the_door.state("carry") == "awaiting_signatures"
        assert at_the_door.state("arrive") == "waiting"
        assert [one["name"] for one in at_the_door.step("carry").missing] == ["office", "cashier"]

    def test_each_department_that_signs_finds_a_task(self, at_the_door):
        tasks = [
            (task.department, task.title_zh) for task in at_the_door.said(TaskOpened) if task.kind is TaskKind.SIGN
        ]
        assert tasks == [("office", "搬运钢琴:搬运(签字)"), ("cashier", "搬运钢琴:搬运(签字)")]
        stuck = at_the_door.view()["stuck_at"]
        assert [(who["department"]["zh"], who["kind"]) for who in stuck] == [("办公室", "sign"), ("出纳", "sign")]

    def test_the_last_signature_completes_it(self, at_the_door):
        assert at_the_door.act(OFFICE, sign, "carry").state == "awaiting_signatures"
        at_the_door.clock.move(hours=1)
        assert at_the_door.act(CASHIER, sign, "carry").state == "done"
        assert at_the_door.state("arrive") == "open"
        step = at_the_door.step("carry")
        assert (step.done_by, step.done_at.hour) == ("crew clerk", 2)
        assert at_the_door.kinds("carry") == ["opened", "recorded", "signed", "signed"]

    def test_a_signature_closes_its_own_task_only(self, at_the_door):
        at_the_door.act(OFFICE, sign, "carry")
        signed = [task for task in at_the_door.said(TaskClosed) if task.kind is TaskKind.SIGN]
        assert [(task.department, task.outcome) for task in signed] == [("office", TaskOutcome.DONE)]

    def test_nobody_signs_twice_for_one_department(self, at_the_door):
        at_the_door.act(OFFICE, sign, "carry")
        with pytest.raises(Refused) as refused:
            at_the_door.act(a_person("office", "manager"), sign, "carry")
        assert codes(refused) == ["signed_already"]

    def test_nobody_signs_what_was_not_recorded(self, firm):
        with pytest.raises(Refused) as refused:
            firm.act(OFFICE, sign, "carry")
        assert codes(refused) == ["nothing_to_sign"]

    @pytest.mark.parametrize("stranger", [BOSS, a_person("kitchen"), Caller.service("removals")])
    def test_only_those_whom_the_table_names_sign(self, at_the_door, stranger):
        with pytest.raises(Forbidden) as refused:
            at_the_door.act(stranger, sign, "carry")
        assert codes(refused) == ["not_a_signer"]

    def test_nothing_is_signed_in_a_case_that_is_over(self, at_the_door):
        at_the_door.act(OFFICE, cancel, "piano sold")
        with pytest.raises(Refused) as refused:
            at_the_door.act(OFFICE, sign, "carry")
        assert codes(refused) == ["case_closed"]


@pytest.mark.rule("PROC-8")
class TestSignaturesGiven:
    @pytest.fixture
    def ready(self, firm):
        firm.act(CREW, skip, "tune", "freshly tuned")
        firm.act(CREW, do, "look", {"steps": 3})
        firm.act(OFFICE, do, "book")
        firm.clock.move(days=4)
        return firm

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ([], ["signature_missing"]),
            ([CUSTOMER, Signature("crew", "韩冬")], ["signature_own_login"]),
            ([CUSTOMER, Signature("office", "韩冬")], ["signature_own_login"]),
            ([CUSTOMER, Signature("neighbour", "韩冬")], ["signature_unknown"]),
            ([CUSTOMER, CUSTOMER], ["signature_twice", "signature_twice"]),
            ([Signature("customer", " ")], ["signature_name"]),
        ],
    )
    def test_those_of_outside_signers_and_no_others(self, ready, given, expected):
        with pytest.raises(Refused) as refused:
            ready.act(CREW, do, "carry", {"scratches": []}, given)
        assert codes(refused) == expected

    def test_the_missing_signer_is_named(self, ready):
        with pytest.raises(Refused) as refused:
            ready.act(CREW, do, "carry", {"scratches": []})
        (reason,) = refused.value.reasons
        assert (reason.zh, reason.en) == ("缺少签字:客户。", "Signatures are missing: customer.")
        assert reason.details == {"signers": ["customer"]}

    def test_a_drawn_image_is_kept_with_the_signature(self, ready):
        drawn = Signature("customer", "周小满", a_png())
        ready.act(CREW, do, "carry", {"scratches": []}, [drawn], image=a_png(extra=b"2"))
        ready.act(OFFICE, sign, "carry", image=a_png(extra=b"3"))
        images = [signature["image"] for signature in ready.step("carry").signatures]
        assert images == [a_png(extra=b"2"), a_png(), a_png(extra=b"3")]

    def test_the_history_keeps_the_image_s_hash(self, ready):
        ready.act(CREW, do, "carry", {"scratches": []}, [Signature("customer", "周小满", a_png())])
        (line,) = [line for line in ready.history() if line.kind == "recorded"]
        assert len(line.after["signatures"][1]["image"]) == 64

    @pytest.mark.parametrize(
        "image",
        [
            "",
            "https://example.com/signature.png",
            "data:image/jpeg;base64,AAAA",
            "data:image/png;base64,AAAA",
            "data:image/png;base64,%%%%",
            "data:image/png;base64,é",
            a_png()[:-24],
            a_png(width=0),
            a_png(height=5000),
            a_png(4000, 4000),
            a_png(pixels=b"rubbish"),
            a_png(pixels=b""),
            a_png(pixels=zlib.compress(bytes(36))[:-8]),
            a_png(extra=bytes(64 * 1024)),
        ],
    )
    def test_an_image_that_is_no_small_png_is_refused(self, ready, image):
        with pytest.raises(Invalid) as refused:
            ready.act(CREW, do, "carry", {"scratches": []}, [Signature("customer", "周小满", image)])
        assert codes(refused) == ["signature_image"]


@pytest.mark.rule("PROC-8")
class TestRecordingAgain:
    def test_before_the_last_signature_it_may_be_recorded_again_and_everybody_signs_anew(self, at_the_door):
        at_the_door.act(OFFICE, sign, "carry")
        at_the_door.act(CREW, do, "carry", {"scratches": ["lid"]}, [CUSTOMER])
        step = at_the_door.step("carry")
        assert (step.state, step.round, step.recorded) == ("awaiting_signatures", 2, {"scratches": ["lid"]})
        assert [signature["role"] for signature in step.signatures] == ["crew", "customer"]
        opened = [(task.department, task.round) for task in at_the_door.said(TaskOpened) if task.kind is TaskKind.SIGN]
        assert opened == [("office", 1), ("cashier", 1), ("office", 2), ("cashier", 2)]

    def test_the_history_has_what_stood_there_before(self, at_the_door):
        at_the_door.act(CREW, do, "carry", {"scratches": ["lid"]}, [CUSTOMER])
        line = at_the_door.history()[-1]
        assert (line.kind, line.before["recorded"], line.after["recorded"]) == (
            "recorded",
            {"scratches": []},
            {"scratches": ["lid"]},
        )

    def test_a_signer_who_disagrees_sends_it_back(self, at_the_door):
        at_the_door.act(CASHIER, send_back, "carry", "the lid is scratched")
        assert at_the_door.state("carry") == "open"
        assert at_the_door.step("carry").signatures == []
        outcomes = {
            (task.department, task.outcome) for task in at_the_door.said(TaskClosed) if task.kind is TaskKind.SIGN
        }
        assert outcomes == {("office", TaskOutcome.SENT_BACK), ("cashier", TaskOutcome.SENT_BACK)}
