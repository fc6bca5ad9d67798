"""Excel lists: what a list's columns are is declared once; template, reading, refused rows and export come from it.

UNITS = Sheet(
    "units", zh="房源表", en="Units", key=("number",),
    columns=(
        Column("number", zh="单元号", en="Unit", kind=Code(max=20), required=True, also=("房号",)),
        Column("area_built", zh="建筑面积(㎡)", en="Area built (㎡)", kind=Number(places=2, least=0, units=("㎡",))),
    ),
)
"""

from kit.sheets.kinds import Choice, Code, Date, Kind, List, Number, Phone, Text, Unfit, Whole, YesNo
from kit.sheets.sheet import Column, Reading, RefusedRow, Row, Sheet

__all__ = [
    "Choice",
    "Code",
    "Column",
    "Date",
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
