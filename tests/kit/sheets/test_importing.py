"""Lists through the doors: previewed, taken in whole or in part, refused rows to fetch, correct and send in again."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import ClassVar

import pytest
from sqlalchemy import String, UniqueConstraint, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.caller import Caller
from kit.columns import Exact, Id, metadata
from kit.doors import Call, Upload
from kit.errors import Refused
from kit.ids import new_id
from kit.reasons import Reason
from kit.service import Service
from kit.sheets import Choice, Code, Column, List, Number, Sheet, answers
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.sheet import EXCEL
from kit.tables import import_files
from tests.kit.sheets.lists import a_book, first_sheet, opened, saved

HEADER = ["房号", "面积", "装修", "用途", "备注"]
FLATS = Sheet(
    "flats",
    zh="房源表",
    en="Flats",
    key=("number",),
    columns=(
        Column("number", "单元号", "Unit", Code(20), required=True, also=("房号",)),
        Column("area", "面积", "Area", Number(2), required=True),
        Column("fit_out", "装修", "Fit-out", Choice({"精装修": "fine", "毛坯": "bare"})),
        Column("uses", "用途", "Uses", List()),
    ),
)


class Base(DeclarativeBase):
    metadata = metadata()


class Flat(Base):
    __tablename__ = "flats"
    __table_args__ = (UniqueConstraint("number"),)
    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    area: Mapped[Decimal] = mapped_column(Exact(2))
    fit_out: Mapped[str | None] = mapped_column(String(20))
    uses: Mapped[str] = mapped_column(String(99))


class FlatImport(Importer[Flat]):
    sheet = FLATS
    found: ClassVar[list[int]] = []

    def find(self, rows):
        self.found.append(len(rows))
        return {(flat.number,): flat for flat in self.work.session.scalars(select(Flat))}

    def values_of(self, thing):
        uses = thing.uses.split("|") if thing.uses else []
        return {"number": thing.number, "area": thing.area, "fit_out": thing.fit_out, "uses": uses}

    def reasons_not_to(self, row, thing):
        if row["area"] > 500:
            yield Reason("too_big", "面积过大。", "Too big.", field="area", rule="TEST-1")
        if thing and thing.number == "A9":
            yield Reason("closed", "已停用。", "Closed.")

    def create(self, row):
        if row["number"] == "BAD":
            raise Refused(Reason("late", "来不及了。", "Too late."))
        self.work.session.add(Flat(id=new_id(), **self.plain(row.values)))

    def update(self, thing, row, changed):
        for name, value in self.plain(changed).items():
            setattr(thing, name, value)

    def plain(self, values):
        told = dict(values)
        if "uses" in told:
            told["uses"] = "|".join(told["uses"] or ())
        return told if len(values) < 3 else {"fit_out": None, "uses": "", **told}


class FlatList(
    ImportDoors, importer=FlatImport, name="flats", may="flat.import", zh="房源表", en="flats", rules=("T-1",)
):
    """The doors of the list of flats."""


class HouseList(ImportDoors, importer=FlatImport, name="old-flats", may="flat.import", zh="旧房源", en="old flats"):
    """A second list of the same service."""


class House(FlatList, HouseList, Service):
    name = "house"
    metadata = Base.metadata


CLERK = Caller(id=new_id(), username="clerk", name="胡娜", permissions=frozenset({"flat.import"}))
OTHER = Caller(id=new_id(), username="other", name="徐磊", permissions=frozenset({"flat.import"}), language="en")


@pytest.fixture
def runtime(runtime_of):
    return runtime_of(House)


@pytest.fixture
def send(runtime):
    def send(door, *rows, caller=CLERK, data=None, **more):
        file = Upload("房源.xlsx", EXCEL, a_book(HEADER, *rows) if data is None else data)
        return runtime.call(Call(door=door, caller=caller, body={"file": file, **more}))

    return send


@pytest.fixture
def fetch(runtime):
    def fetch(file_id, caller=CLERK, door="refused_rows_flats"):
        return runtime.call(Call(door=door, caller=caller, params={"id": str(file_id)}))

    return fetch


@pytest.fixture
def stored(runtime):
    def stored():
        with runtime.look() as work:
            return {flat.number: str(flat.area) for flat in work.session.scalars(select(Flat))}

    return stored


def counts(reply):
    assert reply.status == 200, reply.body
    return tuple(reply.body[name] for name in ("applied", "created", "updated", "unchanged", "refused_count"))


GOOD = ["A1", 10, "毛坯", "办公"], ["A2", "20.5㎡"[:4], None, None]
BAD = ["A3", "很大", None, None]


@pytest.mark.rule("PROP-1")
class TestTakingIn:
    def test_new_rows_are_created_changed_ones_updated_and_others_left_alone(self, send, stored):
        assert counts(send("take_in_flats", *GOOD)) == (True, 2, 0, 0, 0)
        again = send("take_in_flats", GOOD[0], ["A2", 21, None, None], ["A4", 5, None, "仓储"])
        assert counts(again) == (True, 1, 1, 1, 0)
        assert stored() == {"A1": "10.00", "A2": "21.00", "A4": "5.00"}

    def test_all_rows_or_none_and_the_refused_file_is_kept_all_the_same(self, send, fetch, stored):
        reply = send("take_in_flats", *GOOD, BAD)
        assert counts(reply) == (False, 0, 0, 0, 1)
        assert stored() == {}
        assert fetch(reply.body["refused_file_id"]).file.content_type == EXCEL

    def test_the_good_rows_alone_are_taken_when_asked_for(self, send, stored):
        assert counts(send("take_in_flats", *GOOD, BAD, partial="true")) == (True, 2, 0, 0, 1)
        assert set(stored()) == {"A1", "A2"}

    def test_a_refused_row_says_where_what_and_why_in_both_languages(self, send):
        (row,) = send("take_in_flats", GOOD[0], BAD).body["refused"]
        assert (row["line"], row["values"]["面积"]) == (3, "很大")
        (why,) = row["reasons"]
        assert (why["code"], why["field"], why["cell"]) == ("not_a_number", "area", "B3")
        assert (why["sentence"], why["en"]) == ("面积(B3):须为数字。", "Area (B3): Has to be a number.")

    def test_the_sentence_is_in_the_callers_language(self, send):
        (row,) = send("take_in_flats", BAD, caller=OTHER).body["refused"]
        assert row["reasons"][0]["sentence"] == "Area (B2): Has to be a number."

    def test_a_rule_refuses_a_row_as_a_column_does(self, send):
        (row,) = send("take_in_flats", ["A1", 501, "精装修", None]).body["refused"]
        assert row["reasons"][0]["zh"] == "面积:面积过大。"
        assert row["values"] == {"房号": "A1", "面积": 501, "装修": "精装修", "用途": "", "备注": ""}

    def test_a_stored_thing_may_refuse_to_change(self, send):
        send("take_in_flats", ["A9", 1, None, None])
        (row,) = send("take_in_flats", ["A9", 2, None, None]).body["refused"]
        assert row["reasons"][0]["code"] == "closed"

    def test_a_problem_met_only_while_storing_undoes_everything_and_names_the_line(self, send, stored):
        reply = send("take_in_flats", *GOOD, ["BAD", 1, None, None], partial=True)
        assert (reply.status, stored()) == (409, {})
        assert reply.body["detail"] == "第 4 行:来不及了。"
        assert reply.body["reasons"][0]["details"] == {"line": 4}

    def test_a_column_that_the_file_lacks_changes_nothing(self, send):
        send("take_in_flats", *GOOD)
        assert counts(send("take_in_flats", data=a_book(["单元号", "面积"], ["A1", 10]))) == (True, 0, 0, 1, 0)

    def test_a_blank_cell_empties_what_was_stored(self, send, runtime):
        send("take_in_flats", GOOD[0])
        assert counts(send("take_in_flats", ["A1", 10, None, None])) == (True, 0, 1, 0, 0)
        with runtime.look() as work:
            flat = work.session.scalars(select(Flat)).one()
            assert (flat.fit_out, flat.uses) == (None, "")

    def test_unknown_columns_and_lines_passed_over_are_said(self, send):
        body = send("take_in_flats", *GOOD, ["合计", None]).body
        assert (body["unknown_columns"], body["passed_over"]) == (["备注"], ["4"])

    def test_several_sheets_are_one_list_and_the_others_are_named(self, send, stored):
        def more(book):
            page = book.create_sheet("二期")
            for row in (HEADER, ["B1", 5, None, None], BAD, ["合计"]):
                page.append(row)
            book.create_sheet("说明").append(["请先看说明"])

        body = send("preview_flats", data=a_book(HEADER, *GOOD, title="一期", then=more)).body
        assert [(row["sheet"], row["line"]) for row in body["rows"]] == [
            ("一期", 2),
            ("一期", 3),
            ("二期", 2),
            ("二期", 3),
        ]
        assert (body["other_sheets"], body["passed_over"], body["refused"][0]["sheet"]) == (
            ["说明"],
            ["二期!4"],
            "二期",
        )
        assert counts(send("take_in_flats", data=a_book(HEADER, *GOOD, title="一期", then=more), partial=True))[1] == 3

    def test_the_case_of_letters_makes_no_second_thing_and_renames_none(self, send, stored):
        send("take_in_flats", *GOOD)
        assert counts(send("take_in_flats", ["a1", 11, "毛坯", "办公"], ["a2", "20.5", None, None])) == (
            True,
            0,
            1,
            1,
            0,
        )
        assert stored() == {"A1": "11.00", "A2": "20.50"}

    def test_what_is_stored_is_looked_up_once_for_the_whole_file(self, send):
        FlatImport.found.clear()
        send("take_in_flats", *GOOD, BAD)
        assert FlatImport.found == [2]

    def test_a_file_that_is_no_list_is_a_problem(self, send):
        reply = send("take_in_flats", data=b"a,b\n1,2\n")
        assert (reply.status, reply.body["reasons"][0]["code"]) == (422, "text_file")

    @pytest.mark.parametrize("file", ["not a file", None, 5, {}])
    def test_what_is_no_file_is_refused(self, runtime, file):
        reply = runtime.call(Call(door="take_in_flats", caller=CLERK, body={"file": file}))
        assert (reply.status, reply.body["reasons"][0]["field"]) == (422, "file")

    def test_two_imports_of_one_unit_cannot_both_create_it(self, send, stored, monkeypatch):
        send("take_in_flats", *GOOD)
        monkeypatch.setattr(FlatImport, "find", lambda self, rows: {})
        assert send("take_in_flats", *GOOD, ["A5", 5, None, None]).status == 409
        assert set(stored()) == {"A1", "A2"}

    def test_an_answer_tells_only_so_many_rows_and_how_many_there_are(self, send, monkeypatch):
        monkeypatch.setattr(answers, "MOST_TOLD", 2)
        body = send("take_in_flats", *([f"A{n}", "x", None, None] for n in range(5))).body
        assert (len(body["refused"]), body["refused_count"]) == (2, 5)


@pytest.mark.rule("PROP-1")
class TestPreview:
    def test_it_says_what_would_become_of_each_row_and_changes_nothing(self, send, stored):
        send("take_in_flats", *GOOD)
        before = stored()
        reply = send("preview_flats", ["A1", 11, "精装修", "办公"], GOOD[1], ["A3", 3, None, "仓储、办公"], BAD)
        assert counts(reply) == (False, 0, 1, 1, 2)
        assert [row["outcome"] for row in reply.body["rows"]] == ["updated", "unchanged", "refused", "refused"]
        reply = send("preview_flats", ["A1", 11, "精装修", "办公"], GOOD[1], ["A3", 3, None, "仓储、办公"])
        assert counts(reply) == (False, 1, 1, 1, 0)
        assert stored() == before
        updated, unchanged, created = reply.body["rows"]
        assert (updated["line"], updated["key"], updated["outcome"]) == (2, ["A1"], "updated")
        assert updated["changes"] == [
            {"column": "area", "zh": "面积", "en": "Area", "before": "10.00", "after": "11.00"},
            {"column": "fit_out", "zh": "装修", "en": "Fit-out", "before": "毛坯", "after": "精装修"},
        ]
        assert unchanged["changes"] == []
        assert (created["changes"][3]["before"], created["changes"][3]["after"]) == (None, "仓储；办公")

    def test_its_refused_rows_can_be_fetched_too(self, send, fetch):
        assert fetch(send("preview_flats", BAD).body["refused_file_id"]).status == 200


@pytest.mark.rule("PROP-1")
class TestRefusedRows:
    def test_the_file_is_corrected_and_sent_in_again_as_it_is(self, send, fetch, stored):
        data = fetch(send("take_in_flats", *GOOD, BAD, partial=True).body["refused_file_id"]).file.data
        assert first_sheet(data)[0] == [*HEADER, "拒收原因 Reason"]
        book = opened(data)
        book.worksheets[0]["B2"] = 30
        assert counts(send("take_in_flats", data=saved(book))) == (True, 1, 0, 0, 0)
        assert stored()["A3"] == "30.00"

    def test_only_who_sent_it_may_fetch_it(self, send, fetch):
        file_id = send("take_in_flats", BAD).body["refused_file_id"]
        assert fetch(file_id, caller=OTHER).status == 404

    def test_it_belongs_to_its_list(self, send, fetch):
        file_id = send("take_in_flats", BAD).body["refused_file_id"]
        assert fetch(file_id, door="refused_rows_old_flats").status == 404

    @pytest.mark.parametrize("file_id", ["01a20607-8fa4-7779-8a4e-7b106fe1ba71", "nonsense"])
    def test_one_that_is_not_there_is_not_found(self, fetch, file_id):
        assert fetch(file_id).status == 404

    def test_none_is_kept_when_nothing_was_refused(self, send, runtime):
        assert send("take_in_flats", *GOOD).body["refused_file_id"] is None
        with runtime.look() as work:
            assert work.session.scalar(select(func.count()).select_from(import_files)) == 0

    def test_it_is_forgotten_after_two_weeks(self, send, fetch, runtime, clock):
        file_id = send("take_in_flats", BAD).body["refused_file_id"]
        for days, status in ((13, 200), (2, 404)):
            clock.move(days=days)
            with runtime.work() as work:
                runtime.service.forget_old_import_files(work)
            assert fetch(file_id).status == status


class TestAnswers:
    @pytest.mark.parametrize(
        ("cell", "told"),
        [
            (date(2026, 12, 7), "2026-12-07"),
            (datetime(2026, 12, 7, 1, tzinfo=UTC), "2026-12-07T01:00:00+00:00"),
            (time(9, 30), "09:30:00"),
            (Decimal("1.50"), "1.50"),
            (12.0, 12),
            (0.5, 0.5),
            (1e300, 1e300),
            (True, True),
            (None, None),
        ],
    )
    def test_a_cell_is_told_as_json_can_tell_it(self, cell, told):
        assert answers.plain(cell) == told


class TestDoors:
    def test_one_declaration_gives_a_list_its_four_doors(self):
        doors = {f"{door.http_method} {door.path}": door for door in House.doors.values() if "/flats" in door.path}
        assert sorted(doors) == [
            "GET /imports/flats/refused/<id>",
            "GET /imports/flats/template",
            "POST /imports/flats",
            "POST /imports/flats/preview",
        ]
        assert all(door.may == "flat.import" and door.rules == ("T-1",) and door.zh for door in doors.values())
        assert doors["POST /imports/flats"].files == ("file",)
        assert doors["POST /imports/flats"].deadline > 30
        assert doors["GET /imports/flats/template"].download == EXCEL

    def test_a_service_may_have_several_lists(self):
        assert sum(door.path.startswith("/imports/") for door in House.doors.values()) == 8
        assert "forget_old_import_files" in House.regulars

    def test_the_template_comes_under_the_lists_own_name(self, runtime):
        reply = runtime.call(Call(door="template_flats", caller=CLERK))
        assert (reply.file.name, reply.file.data) == ("房源表模板.xlsx", FLATS.template())

    @pytest.mark.parametrize("door", ["template_flats", "preview_flats", "take_in_flats", "refused_rows_flats"])
    def test_no_door_opens_without_the_lists_permission(self, runtime, door):
        stranger = Caller(id=new_id(), username="x", name="x")
        assert runtime.call(Call(door=door, caller=stranger, params={"id": new_id()})).status == 403


class TestImporter:
    def test_a_list_has_to_say_how_its_rows_meet_what_is_stored(self):
        bare = Importer(None)
        assert list(bare.reasons_not_to(None, None)) == []
        for unsaid in (
            lambda: bare.find([]),
            lambda: bare.values_of(None),
            lambda: bare.create(None),
            lambda: bare.update(None, None, {}),
        ):
            with pytest.raises(NotImplementedError):
                unsaid()
