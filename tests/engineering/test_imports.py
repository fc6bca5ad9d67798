"""The client's list of technicians, taken in through the doors (ENG-1)."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kit.doors import Upload
from tests.engineering.builders import STRANGER, SUPERVISOR, a_unit, an_estate, an_order
from tests.engineering.house import an_id

pytestmark = pytest.mark.rule("ENG-1")
DEMO = Path("services/engineering/demo/technicians.xlsx").read_bytes()
HEADINGS = ("工号", "姓名", "技能(等级1-5)", "服务区域", "工作经历", "在岗")
YANG = ("YQ031", "杨军", "门窗五金4;强电5;给排水4", "云栖中心", "9年物业维修", "是")


def a_list(*rows, headings=HEADINGS):
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def take_in(house, data, door="take_in_technicians", **more):
    return house.get(SUPERVISOR, door, {"file": Upload("technicians.xlsx", "", data)} | more)


def listed(house, **asked):
    return house.get(SUPERVISOR, "list_technicians", asked)["items"]


def reasons(answer):
    return [reason["sentence"] for row in answer["refused"] for reason in row["reasons"]]


class TestTheClientsList:
    def test_it_is_taken_in_whole(self, engineering):
        answer = take_in(engineering, DEMO)
        assert (answer["created"], answer["refused"]) == (6, [])
        zhang = listed(engineering, q="YQ028")[0]
        assert [(skill["trade_zh"], skill["level"]) for skill in zhang["skills"]] == [
            ("强电", 5),
            ("装饰装修", 3),
            ("弱电", 2),
        ]
        assert (zhang["on_duty"], zhang["history"]) == (False, "4年物业维修")
        (area,) = zhang["areas"]
        assert (area["estate_id"], area["building"], area["lowest"], area["highest"]) == (
            an_id("云栖中心"),
            "A座",
            5,
            13,
        )

    def test_taking_it_in_again_changes_nothing(self, engineering):
        take_in(engineering, DEMO)
        answer = take_in(engineering, DEMO)
        assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 6)

    def test_a_preview_stores_nothing(self, engineering):
        answer = take_in(engineering, DEMO, "preview_technicians")
        assert (answer["created"], listed(engineering)) == (6, [])

    def test_the_template_explains_skills_and_areas(self, engineering):
        template = engineering.ask(SUPERVISOR, "template_technicians").file
        cells = {
            str(cell.value) for sheet in openpyxl.load_workbook(BytesIO(template.data)) for row in sheet for cell in row
        }
        assert {"技能(等级1-5)", "服务区域"} <= cells
        assert any("空调" in cell and "1 到 5" in cell for cell in cells)

    def test_an_area_of_no_open_estate_is_taken_with_a_doubt(self, engineering):
        rows = take_in(engineering, DEMO, "preview_technicians")["rows"]
        assert [(row["key"], [doubt["code"] for doubt in row["doubts"]]) for row in rows if row["doubts"]] == [
            (["YQ029"], ["unknown_estate"])
        ]

    def test_what_waited_finds_its_technician(self, engineering):
        order = engineering.get(SUPERVISOR, "open_work_order", an_order())
        take_in(engineering, DEMO)
        engineering.by_the_clock("dispatch_what_waits")
        assert engineering.get(SUPERVISOR, "show_work_order", id=order["id"])["technician"] == "杨军"


class TestChangedLists:
    def test_a_changed_row_updates_the_technician(self, engineering):
        take_in(engineering, a_list(YANG))
        answer = take_in(engineering, a_list(("YQ031", "杨军", "强电4;空调2", "云栖中心A座", None, "否")))
        assert answer["updated"] == 1
        (yang,) = listed(engineering)
        assert [(skill["trade"], skill["level"]) for skill in yang["skills"]] == [("power", 4), ("air_conditioning", 2)]
        assert ([area["text"] for area in yang["areas"]], yang["on_duty"]) == (["云栖中心A座"], False)

    def test_who_is_off_duty_by_the_list_leaves_no_order_waiting(self, engineering):
        other = ("YQ032", "马磊", "强电3", "云栖中心", None, "是")
        take_in(engineering, a_list(YANG, other))
        order = engineering.get(SUPERVISOR, "open_work_order", an_order())
        assert order["technician"] == "杨军"
        take_in(engineering, a_list((*YANG[:5], "否"), other))
        assert engineering.get(SUPERVISOR, "show_work_order", id=order["id"])["technician"] == "马磊"

    def test_columns_that_the_file_lacks_are_left_as_they_are(self, engineering):
        take_in(engineering, a_list(YANG))
        headings, row = HEADINGS[:4], ("YQ031", "杨军", "强电3", "云栖中心")
        take_in(engineering, a_list(row, headings=headings))
        (yang,) = listed(engineering)
        assert (yang["history"], yang["on_duty"], yang["skills"][0]["level"]) == ("9年物业维修", True, 3)

    def test_a_staff_number_in_small_letters_is_the_same_person(self, engineering):
        take_in(engineering, a_list(YANG))
        assert take_in(engineering, a_list(("yq031", *YANG[1:])))["unchanged"] == 1
        assert [one["staff_number"] for one in listed(engineering)] == ["YQ031"]

    @pytest.mark.parametrize("separator", [";", "\uff1b", "、", "\uff0c", ",", "\n"])
    def test_entries_may_be_parted_in_any_usual_way(self, engineering, separator):
        take_in(engineering, a_list(("YQ031", "杨军", separator.join(("强电5", "弱电 2")), "云栖中心", None, "是")))
        assert len(listed(engineering)[0]["skills"]) == 2


class TestRefusedRows:
    @pytest.mark.parametrize(
        ("column", "value", "told"),
        [
            (0, None, "Staff number"),
            (2, "强电9", "between 1 and 5"),
            (2, "木工3", "no trade 木工"),
            (2, "强电", "should look like"),
            (3, None, "Service areas"),
            (3, "云栖中心C座", "names a building C座"),
            (5, "也许", "On duty"),
            (5, None, "has to be 是"),
        ],
    )
    def test_a_wrong_row_is_refused_with_the_reason(self, engineering, column, value, told):
        row = [*YANG]
        row[column] = value
        answer = take_in(engineering, a_list(row))
        assert any(told in reason for reason in reasons(answer)), reasons(answer)
        assert listed(engineering) == []

    def test_one_wrong_row_keeps_out_all_unless_asked_otherwise(self, engineering):
        data = a_list(YANG, ("YQ099", "甲", "木工1", "云栖中心", None, "是"))
        assert take_in(engineering, data)["applied"] is False
        assert listed(engineering) == []
        assert take_in(engineering, data, partial=True)["created"] == 1

    def test_a_staff_number_of_another_estate_is_not_taken_over(self, engineering):
        engineering.hear(an_estate("水墨林溪"), a_unit("L101", 1, "水墨林溪", "1幢"))
        take_in(engineering, a_list(YANG))
        upload = {"file": Upload("technicians.xlsx", "", a_list((*YANG[:3], "水墨林溪1幢", None, "是")))}
        answer = engineering.get(STRANGER, "take_in_technicians", upload)
        assert "another estate" in reasons(answer)[0]

    def test_a_cell_that_excel_made_a_date_is_no_skill(self, engineering):
        answer = take_in(engineering, a_list(("YQ031", "杨军", date(2026, 5, 5), "云栖中心", None, "是")))
        assert len(answer["refused"]) == 1
