"""Lists by cursor: every row exactly once and in order, whatever is asked and whatever happens meanwhile."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields
from sqlalchemy import Enum, String, delete, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from kit import cursors
from kit.columns import Exact, Id, Moment, metadata
from kit.errors import Invalid
from kit.ids import new_id
from kit.listing import Listing, ListQuery, page, page_of
from kit.service import Service

TODAY = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = metadata()


class State(StrEnum):
    FREE = "free"
    LET = "let"


class Flat(Base):
    __tablename__ = "flats"
    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(String(64))
    floor: Mapped[int | None]
    rent: Mapped[Decimal | None] = mapped_column(Exact(2))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    day: Mapped[date | None]
    state: Mapped[State] = mapped_column(Enum(State, native_enum=False))
    sunny: Mapped[bool]


class House(Service):
    name = "house"
    metadata = Base.metadata


COLUMNS = {
    name: getattr(Flat, name) for name in ("number", "note", "floor", "rent", "opened_at", "day", "state", "sunny")
}
FLATS = Listing(
    columns=COLUMNS,
    key=Flat.id,
    default_sort="number",
    filters={"state": Flat.state, "floor": Flat.floor, "floor_from": lambda floor: Flat.floor >= floor},
    search=(Flat.number, Flat.note),
)


class FlatQuery(ListQuery):
    state = fields.Enum(State, by_value=True)


def a_flat(number="A0501", **more):
    known = {
        "id": new_id(),
        "note": None,
        "floor": 5,
        "rent": None,
        "opened_at": NOON,
        "day": None,
        "state": State.FREE,
        "sunny": True,
    }
    return Flat(number=number, **known | more)


@pytest.fixture
def runtime(runtime_of):
    return runtime_of(House)


@pytest.fixture
def stored(runtime):
    def store(*flats):
        with runtime.work() as work:
            work.session.add_all(flats)
        return flats

    return store


def ask(runtime, listing=FLATS, statement=None, **asked):
    with runtime.look() as work:
        got = listing.page(work, select(Flat) if statement is None else statement, FlatQuery().load(asked))
        work.session.expunge_all()
        return got


def all_pages(runtime, **asked):
    """The items of all pages, from the first to the one without a next."""
    found, cursor = [], None
    while True:
        got = ask(runtime, **asked, **({"cursor": cursor} if cursor else {}))
        assert len(got["items"]) <= int(asked.get("limit", 50))
        found += got["items"]
        cursor = got["next"]
        if cursor is None:
            return found


flats = st.builds(
    dict,
    number=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=3),
    note=st.none() | st.sampled_from(["", "a", "B", "单元", "ß"]),
    floor=st.none() | st.integers(-2, 3),
    rent=st.none() | st.decimals(-100, 100, places=2),
    opened_at=st.builds(lambda tick: NOON + timedelta(microseconds=tick), st.integers(0, 3)),
    day=st.none() | st.sampled_from([TODAY, TODAY + timedelta(days=1)]),
    state=st.sampled_from(State),
    sunny=st.booleans(),
)


@pytest.mark.rule("GATE-5")
class TestPages:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        rows=st.lists(flats, max_size=12),
        column=st.sampled_from(sorted(COLUMNS)),
        down=st.booleans(),
        limit=st.integers(1, 13),
    )
    def test_every_row_comes_exactly_once_in_one_order_for_any_limit(self, runtime, rows, column, down, limit):
        with runtime.work() as work:
            work.session.execute(delete(Flat))
            work.session.add_all([a_flat(**row) for row in rows])
        sort = f"-{column}" if down else column
        paged = [flat.id for flat in all_pages(runtime, sort=sort, limit=limit)]
        assert len(set(paged)) == len(paged) == len(rows)
        assert paged == [flat.id for flat in all_pages(runtime, sort=sort, limit=100)]

    @pytest.mark.parametrize(("sort", "order"), [("floor", [1, 2, 9, None, None]), ("-floor", [9, 2, 1, None, None])])
    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_rows_without_a_value_come_last_both_ways(self, runtime, stored, sort, order, limit):
        stored(*(a_flat(floor=floor) for floor in (2, None, 9, None, 1)))
        assert [flat.floor for flat in all_pages(runtime, sort=sort, limit=limit)] == order

    def test_rows_alike_are_told_apart_by_their_key(self, runtime, stored):
        alike = stored(*(a_flat("A0501") for _ in range(7)))
        assert [flat.id for flat in all_pages(runtime, limit=2)] == sorted(flat.id for flat in alike)

    @pytest.mark.parametrize("sort", ["beside", "-beside"])
    @pytest.mark.parametrize("isouter", [False, True])
    def test_what_is_never_empty_beside_it_is_an_order_as_its_index_has_it(self, runtime, stored, sort, isouter):
        stored(*(a_flat(f"A{n % 3}", floor=n % 2) for n in range(9)))
        beside = aliased(Flat)
        listing = Listing({"beside": beside.number}, Flat.id, "beside")
        asked = {"listing": listing, "sort": sort}
        joined = select(Flat).join(beside, (beside.id == Flat.id) & (beside.floor == 1), isouter=isouter)
        whole = ask(runtime, statement=joined, **asked)["items"]
        assert [flat.id for flat in all_pages(runtime, statement=joined, limit=2, **asked)] == [one.id for one in whole]
        numbers = [flat.number if flat.floor else None for flat in whole]
        there = sorted((number for number in numbers if number), reverse=sort.startswith("-"))
        assert numbers == [*there, *[None] * (5 if isouter else 0)]

    def test_a_row_that_comes_or_goes_meanwhile_moves_no_other(self, runtime, stored):
        first, *_ = stored(*(a_flat(f"A{n:02}") for n in range(1, 6)))
        got = ask(runtime, limit=2)
        with runtime.work() as work:
            work.session.execute(delete(Flat).where(Flat.id == first.id))
            work.session.add(a_flat("A00"))
        rest = ask(runtime, limit=10, cursor=got["next"])
        assert [flat.number for flat in got["items"] + rest["items"]] == ["A01", "A02", "A03", "A04", "A05"]

    def test_the_last_page_has_no_next_even_when_it_is_full(self, runtime, stored):
        stored(*(a_flat(f"A{n}") for n in range(4)))
        second = ask(runtime, limit=2, cursor=ask(runtime, limit=2)["next"])
        assert (len(second["items"]), second["next"]) == (2, None)

    def test_an_order_that_the_statement_had_gives_way(self, runtime, stored):
        stored(a_flat("A2"), a_flat("A1"))
        got = ask(runtime, statement=select(Flat).order_by(Flat.number.desc()))
        assert [flat.number for flat in got["items"]] == ["A1", "A2"]

    def test_a_statement_of_columns_gives_rows_with_their_names(self, runtime, stored):
        stored(a_flat("A1", floor=3))
        row = ask(runtime, statement=select(Flat.number, Flat.floor))["items"][0]
        assert (row.number, row.floor) == ("A1", 3)

    def test_a_list_may_be_sorted_by_what_is_worked_out(self, runtime, stored):
        stored(a_flat("A22", floor=1), a_flat("A1", floor=2), a_flat("A333", floor=None))
        listing = Listing({"length": func.length(Flat.number)}, Flat.id, "-length")
        first = ask(runtime, listing, limit=2)
        second = ask(runtime, listing, limit=2, cursor=first["next"])
        assert [flat.number for flat in first["items"] + second["items"]] == ["A333", "A22", "A1"]

    def test_the_total_is_counted_only_when_asked_for(self, runtime, stored):
        stored(*(a_flat(f"A{n}", state=State.LET if n else State.FREE) for n in range(4)))
        assert ask(runtime, limit=1)["total"] is None
        assert ask(runtime, limit=1, count="true", state="let")["total"] == 3

    def test_a_list_may_be_declared_on_the_spot(self, runtime, stored):
        stored(a_flat("A1"), a_flat("A2"))
        with runtime.look() as work:
            got = page(
                work, select(Flat), columns=COLUMNS, asked={"sort": "-number"}, default_sort="number", key=Flat.id
            )
            assert [flat.number for flat in got["items"]] == ["A2", "A1"]


@pytest.mark.rule("GATE-5")
class TestFilters:
    def test_a_filter_is_a_column_or_a_condition(self, runtime, stored):
        stored(a_flat("A1", floor=1), a_flat("A2", floor=2), a_flat("A3", floor=2, state=State.LET))
        assert [flat.number for flat in ask(runtime, state="free")["items"]] == ["A1", "A2"]
        with runtime.look() as work:
            got = FLATS.page(work, select(Flat), {"floor_from": 2, "state": [State.LET, State.FREE]})
            assert [flat.number for flat in got["items"]] == ["A2", "A3"]

    @pytest.mark.parametrize("q", ["a05", "A05", "Ａ０５", "  a05 朝南 ", "南"])
    def test_the_search_finds_all_words_in_any_case_and_width(self, runtime, stored, q):
        stored(a_flat("A0501", note="朝南"), a_flat("B0601", note="朝北"))
        assert [flat.number for flat in ask(runtime, q=q)["items"]] == ["A0501"]

    @pytest.mark.parametrize("q", ["%", "_", "/", "\\", "'", "A%1"])
    def test_signs_that_mean_something_to_the_database_mean_themselves(self, runtime, stored, q):
        stored(a_flat("A1"), a_flat("B2", note=f"x{q}y"))
        assert [flat.number for flat in ask(runtime, q=q)["items"]] == ["B2"]

    def test_a_list_without_search_refuses_one(self, runtime):
        with pytest.raises(Invalid):
            ask(runtime, Listing(COLUMNS, Flat.id, "number"), q="A")

    @pytest.mark.parametrize("sort", ["id", "--number", "number desc", "-"])
    def test_a_column_that_does_not_sort_is_refused_with_those_that_do(self, runtime, sort):
        with pytest.raises(Invalid, match="number, note, floor"):
            ask(runtime, sort=sort)

    @pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"count": "x"}, {"nonsense": 1}])
    def test_what_no_list_understands_is_refused(self, asked):
        with pytest.raises(ValidationError):
            ListQuery().load(asked)


@pytest.mark.rule("GATE-5")
class TestExport:
    def test_an_export_has_the_same_rows_in_the_same_order_without_pages(self, runtime, stored):
        stored(*(a_flat(f"A{n:03}", floor=n % 7 or None) for n in range(120)))
        asked = FlatQuery().load({"q": "a", "sort": "-floor", "limit": 3, "state": "free"})
        with runtime.look() as work:
            exported = [flat.id for flat in FLATS.rows(work, select(Flat), asked, batch=50)]
        assert exported == [flat.id for flat in all_pages(runtime, q="a", sort="-floor", limit=100, state="free")]


def written(*told):
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


@pytest.mark.rule("GATE-5")
class TestCursors:
    @pytest.fixture
    def cursor(self, runtime, stored):
        stored(*(a_flat(f"A{n}", floor=n) for n in range(4)))
        return ask(runtime, limit=1, sort="floor")["next"]

    @pytest.mark.parametrize(
        "asked", [{}, {"sort": "-floor"}, {"sort": "floor", "state": "let"}, {"sort": "floor", "q": "A"}]
    )
    def test_a_cursor_of_another_order_or_filter_is_refused(self, runtime, cursor, asked):
        with pytest.raises(Invalid, match="no cursor of this list"):
            ask(runtime, cursor=cursor, **asked)

    @pytest.mark.parametrize("cursor", ["", "x", "????", "e30", "AAAA", "W10", "bnVsbA", "单元", "\ud800", "[" * 1900])
    def test_what_is_no_cursor_is_refused(self, runtime, cursor):
        if cursor == "":
            assert ask(runtime, cursor=cursor)["items"] == []
            return
        with pytest.raises((Invalid, ValidationError)):
            ask(runtime, cursor=cursor)

    @pytest.mark.parametrize(
        ("sort", "value"),
        [
            ("floor", ["text", "5"]),
            ("floor", ["int", 2**70]),
            ("floor", ["int", "5"]),
            ("floor", ["float", "inf"]),
            ("floor", ["nonsense", 1]),
            ("floor", 5),
            ("floor", ["null", 1]),
            ("rent", ["decimal", "NaN"]),
            ("rent", ["decimal", "1E+999999"]),
            ("rent", ["decimal", "0.001"]),
            ("rent", ["decimal", "x"]),
            ("rent", ["decimal", "9000000000000000000"]),
            ("opened_at", ["moment", "2026-12-07T09:00:00"]),
            ("opened_at", ["moment", "0001-01-01T00:00:00+14:00"]),
            ("opened_at", ["day", "2026-12-07"]),
            ("state", ["enum", "sold"]),
            ("state", ["int", 1]),
            ("number", ["text", "\x00"]),
            ("number", ["text", "\ud800"]),
            ("number", ["text", 5]),
        ],
    )
    def test_a_value_that_the_column_cannot_hold_never_reaches_the_database(self, runtime, sort, value):
        mark = cursors.mark_of(str(Flat.id), sort, "", {})
        with pytest.raises(Invalid):
            ask(runtime, sort=sort, cursor=written(mark, value, ["text", new_id()]))

    @pytest.mark.parametrize("key", [["text", "nobody"], ["null", None, 1], ["null", None], ["int", 5]])
    def test_a_key_that_is_none_never_reaches_the_database(self, runtime, key):
        mark = cursors.mark_of(str(Flat.id), "floor", "", {})
        with pytest.raises(Invalid):
            ask(runtime, sort="floor", cursor=written(mark, ["int", 5], key))

    def test_a_cursor_needs_exactly_its_two_values(self, runtime):
        mark = cursors.mark_of(str(Flat.id), "floor", "", {})
        with pytest.raises(Invalid):
            ask(runtime, sort="floor", cursor=written(mark, ["int", 5]))

    def test_a_list_sorted_by_what_cannot_be_told_is_a_mistake_of_ours(self):
        with pytest.raises(TypeError, match="sorted by a bytes"):
            cursors.write("mark", [b""])

    @given(
        st.lists(
            st.none()
            | st.booleans()
            | st.integers(-(2**63) + 1, 2**63 - 1)
            | st.floats(allow_nan=False)
            | st.decimals(-(10**15), 10**15, places=4)
            | st.dates()
            | st.datetimes(timezones=st.just(UTC))
            | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
            max_size=4,
        )
    )
    def test_every_value_comes_back_as_it_was_told(self, values):
        told = json.loads(base64.urlsafe_b64decode(cursors.write("mark", values) + "==="))
        assert [cursors._KINDS[name][2](text) for name, text in told[1:]] == values


class FlatView(Schema):
    number = fields.String()


class TestPageOf:
    def test_a_page_is_an_answer_of_items_next_and_total(self):
        dumped = page_of(FlatView)().dump({"items": [a_flat("A1")], "next": None, "total": 1})
        assert dumped == {"items": [{"number": "A1"}], "next": None, "total": 1}

    def test_each_item_has_one_page_schema_of_its_own_name(self):
        assert page_of(FlatView) is page_of(FlatView)
        assert page_of(FlatView).__name__ == "FlatViewPage"
