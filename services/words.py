"""The words every department shares: the six departments and the ranks of those who work in them."""

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
