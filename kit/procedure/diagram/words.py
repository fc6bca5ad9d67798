"""What is written of a step in a drawing or a table, and how wide it will be."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kit.procedure.due import OnDay
from kit.procedure.table import Procedure, Step
from kit.procedure.words import Words, listed, words_of

_OPENING, _CLOSING = "《“(", "》”),。、:;!?"
DETAIL = 11.0
ALL = 4  # From so many owners on, a step is said to be for that many departments.


def owners(step: Step) -> Words:
    if len(step.owners) >= ALL:
        return Words(f"{len(step.owners)} 个部门", f"{len(step.owners)} departments")
    return listed([words_of(owner) for owner in step.owners])


def due(procedure: Procedure, step: Step, settings: Any = None) -> Words | None:
    return step.due.words(procedure.words_of_dates, settings) if step.due else None


def not_before(procedure: Procedure, step: Step, settings: Any = None) -> Words | None:
    if step.not_before is None:
        return None
    dates = procedure.words_of_dates
    day = dates[step.not_before.date] if isinstance(step.not_before, OnDay) else step.not_before.words(dates, settings)
    return Words(f"不早于{day.zh}", f"not before {day.en}")


def signers(step: Step) -> Words | None:
    return listed([signer.words for signer in step.signs]) if step.signs else None


def manner(step: Step) -> Words | None:
    """What is unusual about how the step begins and ends."""
    marks = [Words("由消息完成", "by event")] if step.done_by else []
    marks += [Words("可跳过", "may be skipped")] if step.skippable else []
    marks += [Words("不通知", "nobody is told")] if step.quiet else []
    marks += [Words("到期失效", "lapses at its deadline")] if step.lapses else []
    return listed(marks) if marks else None


@dataclass(frozen=True)
class Line:
    """One line of text in a box."""

    text: str
    size: float
    colour: str
    bold: bool = False


def lines_of(
    procedure: Procedure, step: Step, language: str | None, width: float, settings: Any = None
) -> Iterator[Line]:
    """The lines of a step's box: its name, deadline and signers, in one language or in both."""
    rows: list[tuple[Words | None, Words]] = [
        (due(procedure, step, settings), Words("限期:", "due ")),
        (not_before(procedure, step, settings), Words("", "")),
        (signers(step), Words("签字:", "signed by ")),
        (manner(step), Words("", "")),
    ]
    spoken = (language,) if language else ("zh", "en")
    for spot, tongue in enumerate(spoken):
        name, size = getattr(step, tongue), 15.0 if spot == 0 else 12.0
        yield from (Line(text, size, "#1f2937", spot == 0) for text in wrapped(name, size, width))
    for words, before in rows:
        if words is not None:
            told = [getattr(before, tongue) + getattr(words, tongue) for tongue in spoken]
            one = " · ".join(told)
            for text in [one] if width_of(one, DETAIL) <= width else told:
                yield from (Line(part, DETAIL, "#5b6472") for part in wrapped(text, DETAIL, width))


def width_of(text: str, size: float) -> float:
    """About how many pixels `text` takes; a Chinese character is as wide as it is high."""
    return sum(1.0 if is_wide(letter) else 0.64 if letter.isupper() else 0.51 for letter in text) * size


def is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width`, broken between words, or anywhere between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; each Chinese character by itself, with the mark that follows it."""
    piece = ""
    for letter in text:
        follows = letter == " " or letter in _CLOSING or (piece and piece[-1] in _OPENING)
        if piece and not follows and (is_wide(letter) or piece[-1] == " " or is_wide(piece[-1])):
            yield piece
            piece = ""
        piece += letter
    yield piece


def legend_of(procedure: Procedure) -> Mapping[str, Words]:
    """Every department of the table with its names, in the order in which they first appear."""
    named: dict[str, Words] = {}
    for step in procedure.steps:
        for owner in step.owners:
            named.setdefault(str(owner), words_of(owner))
    return named
