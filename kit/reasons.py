"""A reason against something, in the languages its readers speak."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Reason:
    """One sentence a clerk understands, side by side in Chinese and English.

    `code` is stable and meant for programs; `field` names the input at fault, where there is one;
    `rule` is the id of the rule the reason comes from.
    """

    code: str
    zh: str
    en: str
    field: str | None = None
    rule: str | None = None
    details: dict[str, Any] = dataclasses.field(default_factory=dict, hash=False)

    def say(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    def as_json(self, language: str) -> dict[str, Any]:
        """The reason as one entry of a problem document's `reasons`."""
        told: dict[str, Any] = {"code": self.code, "sentence": self.say(language)}
        if self.field:
            told["field"] = self.field
        if self.rule:
            told["rule"] = self.rule
        if self.details:
            told["details"] = self.details
        return told


def say_all(reasons: Iterable[Reason], language: str) -> str:
    """All reasons as one text, in one language."""
    separator = " " if language == "en" else ""
    return separator.join(reason.say(language) for reason in reasons)
