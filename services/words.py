"""The words every department shares: the six departments, the ranks of those who work in them, the trades of repair."""

from enum import StrEnum


class Department(StrEnum):
    """A department, by its code; `zh` and `en` are its names."""

    LEASING = "leasing"
    SALES_CONTROL = "sales_control"
    CUSTOMER_SERVICE = "customer_service"
    PROPERTY = "property"
    ENGINEERING = "engineering"
    FINANCE = "finance"

    @property
    def zh(self) -> str:
        return _DEPARTMENTS[self][0]

    @property
    def en(self) -> str:
        return _DEPARTMENTS[self][1]


class Rank(StrEnum):
    """A rank inside a department, lowest first: who is late is reported to the next one up (PROC-5)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    DIRECTOR = "director"

    @property
    def zh(self) -> str:
        return _RANKS[self][0]

    @property
    def en(self) -> str:
        return _RANKS[self][1]

    def at_least(self, other: "Rank") -> bool:
        order = list(Rank)
        return order.index(self) >= order.index(other)


class Trade(StrEnum):
    """A trade of repair: what a fault is about and what a technician is skilled in."""

    POWER = "power"
    LOW_VOLTAGE = "low_voltage"
    AIR_CONDITIONING = "air_conditioning"
    PLUMBING = "plumbing"
    LIFT = "lift"
    FIT_OUT = "fit_out"
    DOORS_AND_WINDOWS = "doors_and_windows"
    OTHER = "other"

    @property
    def zh(self) -> str:
        return _TRADES[self][0]

    @property
    def en(self) -> str:
        return _TRADES[self][1]

    @classmethod
    def called(cls, name: str) -> "Trade | None":
        """The trade of that code or Chinese name, or None."""
        name = name.strip()
        return next((trade for trade in cls if name in (trade.value, trade.zh)), None)


_DEPARTMENTS = {
    Department.LEASING: ("招商部", "Leasing"),
    Department.SALES_CONTROL: ("销控", "Sales control"),
    Department.CUSTOMER_SERVICE: ("客服部", "Customer service"),
    Department.PROPERTY: ("物业部", "Property"),
    Department.ENGINEERING: ("工程部", "Engineering"),
    Department.FINANCE: ("财务部", "Finance"),
}
_RANKS = {
    Rank.CLERK: ("文员", "Clerk"),
    Rank.SUPERVISOR: ("主管", "Supervisor"),
    Rank.MANAGER: ("经理", "Manager"),
    Rank.DIRECTOR: ("总监", "Director"),
}
_TRADES = {
    Trade.POWER: ("强电", "Power"),
    Trade.LOW_VOLTAGE: ("弱电", "Low voltage"),
    Trade.AIR_CONDITIONING: ("空调", "Air conditioning"),
    Trade.PLUMBING: ("给排水", "Plumbing"),
    Trade.LIFT: ("电梯", "Lifts"),
    Trade.FIT_OUT: ("装饰装修", "Fit-out"),
    Trade.DOORS_AND_WINDOWS: ("门窗五金", "Doors, windows and fittings"),
    Trade.OTHER: ("其他", "Other"),
}
