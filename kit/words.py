"""Words that a department uses in both languages, each with a code for programs."""

from enum import StrEnum


class Word(StrEnum):
    """A code with its Chinese and English name: `WALK_IN = "walk_in", "来访", "Walk-in"`."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> "Word":
        word = str.__new__(cls, code)
        word._value_, word.zh, word.en = code, zh, en
        return word
