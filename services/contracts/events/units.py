"""What contracts tells of units: what they cost, and their states on the board."""

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
