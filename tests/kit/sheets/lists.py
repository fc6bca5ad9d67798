"""A list to test with, shaped like those that departments keep, and the dirty files it comes in."""

import io
import zipfile
from datetime import date

import openpyxl

from kit.sheets import Choice, Code, Column, Date, List, Number, Phone, Sheet, Text, Whole, YesNo

HEADER = ["楼栋", "单元号", "建筑面积(㎡)", "楼层", "装修", "电话", "交付日", "在租", "用途"]
FLATS = Sheet(
    "flats",
    zh="房源表",
    en="Flats",
    key=("building", "number"),
    columns=(
        Column("building", "楼栋", "Building", Text(20), required=True, fill_down=True, also=("栋号",)),
        Column("number", "单元号", "Unit", Code(20), required=True, also=("房号", "室号")),
        Column("area", "建筑面积(㎡)", "Area (㎡)", Number(2, least=0, most=9999, units=("㎡",)), required=True),
        Column("floor", "楼层", "Floor", Whole(-3, 120, units=("层", "F"))),
        Column("fit_out", "装修", "Fit-out", Choice({"精装修": "fine", "毛坯": "bare"}, also={"精装": "fine"})),
        Column("phone", "电话", "Phone", Phone(), note_zh="业主本人的。", note_en="The owner's own."),
        Column("handed_over", "交付日", "Handed over", Date(), example="2020-05-01"),
        Column("let", "在租", "Let", YesNo()),
        Column("uses", "用途", "Uses", List(Text(10))),
    ),
)
A_ROW = ["A座", "A1201", 515.57, 12, "精装修", "13856774018", date(2020, 5, 1), "是", "办公；仓储"]
ITS_VALUES = {
    "building": "A座",
    "number": "A1201",
    "area": 515.57,
    "floor": 12,
    "fit_out": "fine",
    "phone": "13856774018",
    "handed_over": date(2020, 5, 1),
    "let": True,
    "uses": ("办公", "仓储"),
}


def a_row(**changed):
    """A good row of the list with some cells replaced, by column name."""
    names = [column.name for column in FLATS.columns]
    return [changed.get(name, value) for name, value in zip(names, A_ROW, strict=True)]


def a_book(*lines, merged=(), title=None, then=None):
    """An .xlsx of these lines on one sheet; `then` may do more to the workbook."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title or "Sheet1"
    for line in lines:
        page.append(list(line))
    for cells in merged:
        page.merge_cells(cells)
    if then:
        then(book)
    return saved(book)


def saved(book):
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def a_list(*rows, **more):
    """An .xlsx of the list's own header and these rows."""
    return a_book(HEADER, *rows, **more)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def first_sheet(data):
    """The values of the first sheet, line by line."""
    return [list(line) for line in opened(data).worksheets[0].iter_rows(values_only=True)]


def repacked(data, change, compress=zipfile.ZIP_DEFLATED):
    """The package with its parts changed: `change(name, content)` gives the new content, or None to leave it out."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w", compress) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return into.getvalue()


def with_sheet_xml(data, xml):
    """The package with its first worksheet replaced by this XML."""
    return repacked(data, lambda name, old: xml.encode() if name == "xl/worksheets/sheet1.xml" else old)
