"""What contracts tells of units: their price, their state on the board, and for which unit change one is kept."""

from decimal import Decimal

from kit.events import Event


class UnitPriced(Event, service="contracts", about="unit", key="unit_id"):
    """What a unit costs by the price list in force, in yuan; `sale_price` is for the whole unit.

    What the unit is not offered for has no price. The tariffs are those of a lease without concessions.
    """

    unit_id: str
    estate_id: str
    number: str
    sale_price: Decimal | None
    rent_per_sqm_day: Decimal | None
    management_per_sqm_month: Decimal
    parking_per_month: Decimal
    phone_per_line_month: Decimal


class UnitStateChanged(Event, service="contracts", about="unit", key="unit_id"):
    """A unit has another state on the board (SALE-1); states and causes are words of `services.contracts.rules.board`.

    `deal_id` and `customer_id` are those of the deal that has the unit, where one does.
    """

    unit_id: str
    estate_id: str
    number: str
    before: str
    state: str
    cause: str
    deal_id: str | None
    customer_id: str | None


class UnitKept(Event, service="contracts", about="unit", key="unit_id"):
    """The new unit of a unit change is kept for it: nobody else has it held, buys it or rents it (SALE-17)."""

    unit_id: str
    estate_id: str
    unit_number: str
    unit_change_id: str
    unit_change_number: str


class UnitNotKept(Event, service="contracts", about="unit", key="unit_id"):
    """The new unit of a unit change is another's, and cannot be kept for it; once it comes free it will be (SALE-17).

    Either a deal has it, which stands on the board as `state`, or a lease of the register; `why_zh` and `why_en` say it
    to people.
    """

    unit_id: str
    estate_id: str
    unit_number: str
    unit_change_id: str
    unit_change_number: str
    state: str
    deal_id: str | None
    deal_number: str | None
    lease_number: str | None
    why_zh: str
    why_en: str


class UnitLetGo(Event, service="contracts", about="unit", key="unit_id"):
    """A unit is kept for no unit change any more: that was cancelled, or has brought its tenant in."""

    unit_id: str
    estate_id: str
    unit_number: str
    unit_change_id: str
