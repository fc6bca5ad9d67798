"""By what sales are counted (SALE-3): dimensions of a unit with their bands, and periods of time."""

from datetime import date, timedelta
from decimal import Decimal

from kit.words import Word

AREA_BAND, PRICE_BAND = 50, 500_000  # Square metres; yuan.


class Dimension(Word):
    """By what units are counted."""

    BUILDING = "building", "楼栋", "Building"
    LAYOUT = "layout", "户型", "Layout"
    FLOOR = "floor", "楼层", "Floor"
    AREA = "area", "面积(㎡)", "Area (m²)"
    PRICE = "price", "价格(元)", "Price (yuan)"


class By(Word):
    """How long a period is. The half-years are those of the analysis in April and October (DA 5.3)."""

    DAY = "day", "日", "Day"
    WEEK = "week", "周", "Week"
    MONTH = "month", "月", "Month"
    HALF_YEAR = "half_year", "半年", "Half-year"


def period_of(day: date, by: By) -> date:
    """The first day of the period: weeks begin on Monday, half-years in April and October."""
    if by is By.DAY:
        return day
    if by is By.WEEK:
        return day - timedelta(day.weekday())
    if by is By.MONTH:
        return day.replace(day=1)
    if 4 <= day.month < 10:
        return date(day.year, 4, 1)
    return date(day.year if day.month >= 10 else day.year - 1, 10, 1)


def band_of(dimension: Dimension, value: Decimal | str | int | None) -> str:
    """What a value is called: `50–100` for the band that begins at fifty square metres; a dash where there is none."""
    if value is None or value == "":
        return "—"
    if dimension not in (Dimension.AREA, Dimension.PRICE):
        return str(value)
    band = AREA_BAND if dimension is Dimension.AREA else PRICE_BAND
    return f"{int(value)}–{int(value) + band}"
