"""The list of units from Excel (PROP-1): entered, corrected, refused."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from kit.caller import Caller
from kit.doors import Upload
from services.property.events import EstateOpened, UnitRecorded
from services.property.imports import UNITS
from services.property.models import Estate, Meter, Unit
from services.words import Department, Rank
from tests.property.builders import SHUIMO, YUNQI
from tests.property.desk import PROPERTY, staff

DEMO = Path(__file__).parent.parent.parent / "services/property/demo/units.xlsx"
HEADINGS = [column.zh for column in UNITS.columns]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUPERVISOR = staff(Department.PROPERTY, Rank.SUPERVISOR, "周敏")


def a_row(number="A0601", **told) -> list:
    known = dict(
        zip(
            HEADINGS,
            [YUNQI, "A座", 6, number, 424.88, 288.92, "转角套间", "北", "标准装修", "办公", f"E-{number}", "", ""],
            strict=True,
        )
    )
    return list((known | told).values())


def a_list(*rows: list) -> Upload:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("房源表")
        for line, row in enumerate((HEADINGS, *rows)):
            sheet.write_row(line, 0, row)
    return Upload("units.xlsx", XLSX, into.getvalue())


def take_in(desk, upload, who=SUPERVISOR, **more):
    return desk.get(who, "take_in_units", {"file": upload} | more)


def meters_of(desk) -> dict[str, list[str]]:
    """The numbers of the meters in use in the units of the sixth floor."""
    units = desk.get(PROPERTY, "list_units", {"q": "A060"})["items"]
    shown = [desk.get(PROPERTY, "show_unit", id=unit["id"]) for unit in units]
    return {unit["number"]: [meter["number"] for meter in unit["meters"]] for unit in shown}


def reasons(answer) -> list[str]:
    return [reason["code"] for row in answer["refused"] for reason in row["reasons"]]


@pytest.mark.rule("PROP-1")
class TestTheDemoList:
    def test_the_clients_own_list_fills_an_empty_house(self, runtime_of):
        from services.property.service import Property
        from tests.property.desk import Desk

        desk = Desk(runtime_of(Property))
        answer = take_in(desk, Upload("units.xlsx", XLSX, DEMO.read_bytes()), Caller.service("demo"))
        assert (answer["created"], answer["refused"]) == (350, [])
        assert {estate.name for estate in desk.rows(Estate)} == {YUNQI, SHUIMO}
        assert (len(desk.rows(Unit)), len(desk.rows(Meter))) == (350, 558)
        assert (len(desk.said(EstateOpened)), len(desk.said(UnitRecorded))) == (2, 350)


@pytest.mark.rule("PROP-1")
class TestTheList:
    def test_a_unit_in_small_letters_is_the_same_unit(self, desk):
        take_in(desk, a_list(a_row("A0601")))
        answer = take_in(desk, a_list([*a_row("a0601")[:6], "东", *a_row("A0601")[7:]]))
        assert (answer["created"], answer["updated"], answer["refused"]) == (0, 1, [])

    def test_a_new_unit_is_entered_with_its_meters(self, desk):
        answer = take_in(desk, a_list(a_row("A0601", **{"水表号": "W-A0601"})))
        (unit,) = desk.get(PROPERTY, "list_units", {"q": "A0601"})["items"]
        meters = desk.get(PROPERTY, "show_unit", id=unit["id"])["meters"]
        assert (answer["created"], unit["floor"], unit["area_built"]) == (1, 6, "424.88")
        assert [meter["number"] for meter in meters] == ["E-A0601", "W-A0601"]

    def test_the_same_list_again_changes_nothing_and_says_nothing(self, desk):
        take_in(desk, a_list(a_row()))
        said = len(desk.said())
        answer = take_in(desk, a_list(a_row()))
        assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 1)
        assert len(desk.said()) == said

    def test_a_changed_row_corrects_the_unit_and_the_others_hear_of_it(self, desk):
        take_in(desk, a_list(a_row()))
        answer = take_in(desk, a_list(a_row(**{"装修": "精装修"})))
        told = desk.said(UnitRecorded)[-1]
        assert (answer["updated"], told.number, told.fit_out) == (1, "A0601", "精装修")

    def test_another_meter_number_replaces_the_meter_and_the_old_one_may_come_back(self, desk):
        take_in(desk, a_list(a_row()))
        take_in(desk, a_list(a_row(**{"电表号": "E-NEW"})))
        assert [meter.number for meter in desk.said(UnitRecorded)[-1].meters] == ["E-NEW"]
        take_in(desk, a_list(a_row()))
        known = [meter for meter in desk.rows(Meter) if meter.number in ("E-NEW", "E-A0601")]
        assert {meter.number: meter.retired_on is None for meter in known} == {"E-NEW": False, "E-A0601": True}

    def test_a_meter_left_blank_stays(self, desk):
        take_in(desk, a_list(a_row()))
        answer = take_in(desk, a_list(a_row(**{"电表号": ""})))
        assert (answer["unchanged"], answer["refused"]) == (1, [])

    def test_a_meter_of_another_unit_is_refused_stored_or_in_the_list(self, desk):
        answer = take_in(
            desk,
            a_list(a_row("A0601", **{"电表号": "E-A0501"}), a_row("A0602"), a_row("A0603", **{"电表号": "E-A0602"})),
        )
        assert (answer["applied"], reasons(answer)) == (False, ["meter_elsewhere", "meter_elsewhere"])
        assert desk.get(PROPERTY, "list_units", {"q": "A060"})["items"] == []

    def test_meters_entered_at_the_wrong_units_are_exchanged(self, desk):
        take_in(desk, a_list(a_row("A0601"), a_row("A0602")))
        answer = take_in(desk, a_list(a_row("A0601", **{"电表号": "E-A0602"}), a_row("A0602", **{"电表号": "E-A0601"})))
        assert (answer["updated"], answer["refused"]) == (2, [])
        assert meters_of(desk) == {"A0601": ["E-A0602"], "A0602": ["E-A0601"]}
        told = [(one.number, one.meters[0].number) for one in desk.said(UnitRecorded)[-2:]]
        assert told == [("A0601", "E-A0602"), ("A0602", "E-A0601")]

    def test_they_are_exchanged_step_by_step_too(self, desk):
        take_in(desk, a_list(a_row("A0601"), a_row("A0602")))
        for unit, number in (("A0601", "E-NEW"), ("A0602", "E-A0601"), ("A0601", "E-A0602")):
            assert take_in(desk, a_list(a_row(unit, **{"电表号": number})))["updated"] == 1
        assert meters_of(desk) == {"A0601": ["E-A0602"], "A0602": ["E-A0601"]}

    def test_a_new_unit_takes_the_number_that_another_row_gives_up(self, desk):
        take_in(desk, a_list(a_row("A0601")))
        take_in(desk, a_list(a_row("A0602", **{"电表号": "E-A0601"}), a_row("A0601", **{"电表号": "E-NEW"})))
        assert meters_of(desk) == {"A0601": ["E-NEW"], "A0602": ["E-A0601"]}

    def test_a_refused_row_keeps_its_meter_and_the_other_is_refused_with_it(self, desk):
        take_in(desk, a_list(a_row("A0601"), a_row("A0602")))
        wrong = a_row("A0602", **{"电表号": "E-A0601", "套内面积(㎡)": 500})
        answer = take_in(desk, a_list(a_row("A0601", **{"电表号": "E-A0602"}), wrong), partial=True)
        assert reasons(answer) == ["meter_elsewhere", "usable_over_built"]
        assert meters_of(desk) == {"A0601": ["E-A0601"], "A0602": ["E-A0602"]}

    def test_areas_that_cannot_be_are_refused(self, desk):
        answer = take_in(desk, a_list(a_row(**{"套内面积(㎡)": 500})))
        assert reasons(answer) == ["usable_over_built"]

    def test_good_rows_are_taken_beside_refused_ones_only_when_asked_so(self, desk):
        upload = a_list(a_row("A0601"), a_row("A0602", **{"套内面积(㎡)": 500}))
        assert take_in(desk, upload)["created"] == 0
        assert take_in(desk, upload, partial=True)["created"] == 1

    @pytest.mark.rule("GATE-2")
    @pytest.mark.parametrize("estate", [SHUIMO, "听涛苑"])
    def test_units_of_other_estates_are_refused_whether_they_exist_or_not(self, desk, estate):
        here = staff(Department.PROPERTY, Rank.DIRECTOR, "周强", desk.estates[YUNQI])
        answer = take_in(desk, a_list(a_row(**{"楼盘": estate})), here)
        assert reasons(answer) == ["no_estate"]

    def test_what_is_exported_can_come_in_again(self, desk):
        exported = desk.ask(PROPERTY, "export_units").file
        answer = take_in(desk, Upload(exported.name, XLSX, exported.data))
        assert (answer["unchanged"], answer["refused"]) == (5, [])

    def test_a_file_that_is_no_list_is_refused_in_a_sentence(self, desk):
        status, codes = desk.refusal(SUPERVISOR, "take_in_units", {"file": Upload("x.xlsx", XLSX, b"not a list")})
        assert status == 422
        assert codes
