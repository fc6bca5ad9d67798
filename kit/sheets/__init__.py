"""Excel lists: what a list's columns are is declared once; template, reading, refused rows and export come from it.

UNITS = Sheet(
    "units", zh="房源表", en="Units", key=("number",),
    columns=(
        Column("number", zh="单元号", en="Unit", kind=Code(max=20), required=True, also=("房号",)),
        Column("area_built", zh="建筑面积(㎡)", en="Area built (㎡)", kind=Number(places=2, least=0, units=("㎡",))),
    ),
)
"""

from kit.sheets.cells import Unfit
from kit.sheets.choices import Choice, Date, YesNo
from kit.sheets.kinds import Code, Kind, List, Number, Phone, Text, Whole
from kit.sheets.rows import Key, Reading, RefusedRow, Row
from kit.sheets.sheet import EXCEL, Column, Sheet

__all__ = [
    "EXCEL",
    "Choice",
    "Code",
    "Column",
    "Date",
    "Key",
    "Kind",
    "List",
    "Number",
    "Phone",
    "Reading",
    "RefusedRow",
    "Row",
    "Sheet",
    "Text",
    "Unfit",
    "Whole",
    "YesNo",
]
