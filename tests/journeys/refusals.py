"""Bad input as its sender meets it: refused in both languages, by the field at fault, with nothing half done."""

import dataclasses
import re
import uuid
from dataclasses import dataclass
from typing import Any

from tests.journeys.running import Answer, RunningHouse

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BY_SOMEBODY = re.compile(r"(?<= by )\S+(?=\.$)")  # People are called in English as they write themselves.
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Bad:
    """A request that must be refused: who sends what, and which things it must leave as they are."""

    who: str
    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    untouched: tuple[str, ...] = ("/unit-changes?limit=100",)


@dataclass(frozen=True)
class Because:
    """How it is refused; `code` and `field` are those of one of the reasons, where it has any."""

    status: int
    code: str | None = None
    field: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


def assert_refused(house: RunningHouse, bad: Bad, because: Because) -> None:
    """Sends it in both languages, and looks before and after at what it must not touch."""
    before = [house.as_("administrator").get(path) for path in bad.untouched]
    answers = {language: send(house, bad, language) for language in ("zh", "en")}
    for answer in answers.values():
        assert_is(answer, because)
        assert_announced_nothing(house, answer)
    assert_speaks_both(answers["zh"].body, answers["en"].body)
    for path, was in zip(bad.untouched, before, strict=True):
        assert house.as_("administrator").get(path) == was


def send(house: RunningHouse, bad: Bad, language: str = "zh") -> Answer:
    headers = {"Idempotency_Key": str(uuid.uuid4())} if bad.method != "GET" else {}
    return house.as_(bad.who).ask(bad.method, bad.path, bad.body, Accept_Language=language, **headers, **bad.headers)


def assert_is(answer: Answer, because: Because) -> None:
    assert (answer.status, answer.headers["Content-Type"]) == (because.status, PROBLEM), answer
    assert answer.body["status"] == because.status
    told = {(reason["code"], reason.get("field")) for reason in answer.body["reasons"]}
    assert because.code is None or (because.code, because.field) in told, answer.body
    assert because.headers.items() <= answer.headers.items(), answer.headers


def assert_speaks_both(zh: dict[str, Any], en: dict[str, Any]) -> None:
    """The same reasons, each a sentence in the language that was asked for and no other."""
    assert [reason["code"] for reason in zh["reasons"]] == [reason["code"] for reason in en["reasons"]]
    for chinese, english in zip(_sentences(zh), _sentences(en), strict=True):
        assert _CHINESE.search(chinese), chinese
        assert english, en
        assert not _CHINESE.search(_BY_SOMEBODY.sub("", english)), english


def _sentences(problem: dict[str, Any]) -> list[str]:
    return [problem["title"], problem["detail"], *(reason["sentence"] for reason in problem["reasons"])]


def assert_announced_nothing(house: RunningHouse, answer: Answer) -> None:
    """No service has said or heard anything that came of the request; most know nothing of it at all."""
    trace = house.as_("administrator").ask("GET", f"/trace/{answer.headers['X-Correlation-Id']}")
    assert trace.status == 404 or (trace.status, trace.body["events"]) == (200, []), trace
