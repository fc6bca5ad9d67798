"""Dataclasses on the wire: whatever kind of thing they hold comes back as it was."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kit.wire import from_wire, to_wire
from tests.kit.choir import Mood


@dataclass(frozen=True)
class Seat:
    row: int


@dataclass(frozen=True)
class Ticket:
    """A value of every kind there is."""

    name: str
    price: Decimal
    day: date
    bought_at: datetime
    mood: Mood
    discount: float
    paid: bool
    seats: tuple[Seat, ...]
    usher: Seat | None = None
    notes: dict[str, Any] = field(default_factory=dict)


TICKET = Ticket(
    name="王芳",
    price=Decimal("80.50"),
    day=date(2026, 12, 7),
    bought_at=datetime(2026, 12, 1, 4, 0, tzinfo=UTC),
    mood=Mood.SAD,
    discount=0.25,
    paid=True,
    seats=(Seat(1), Seat(2)),
    usher=Seat(9),
    notes={"wheelchair": True, "with": ["a child"]},
)


class TestRoundTrip:
    def test_a_value_of_every_kind_comes_back_as_it_was(self):
        assert from_wire(Ticket, to_wire(TICKET)) == TICKET

    @pytest.mark.parametrize(("name", "value"), [("notes", {}), ("usher", None)])
    def test_what_is_not_said_is_what_the_class_says(self, name, value):
        told = to_wire(TICKET)
        del told[name]
        assert getattr(from_wire(Ticket, told), name) == value

    def test_two_that_say_nothing_share_nothing(self):
        told = to_wire(TICKET)
        del told["notes"]
        assert from_wire(Ticket, told).notes is not from_wire(Ticket, told).notes
