"""What the gateway tells the others: who works here."""

from kit.events import Event


class PersonRecorded(Event, service="gateway", about="person", key="person_id"):
    """A person was entered or changed, or their account was closed (`active` false).

    `department` and `rank` are empty for those above or beside the departments. `estates` holds estate ids, or `"*"`
    alone for somebody who works for all of them. `roles` are those above or beside the departments: `general_manager`,
    `administrator`, `operator`.
    """

    person_id: str
    staff_number: str | None
    username: str
    name: str
    department: str | None
    rank: str | None
    position: str | None
    estates: tuple[str, ...]
    active: bool
    roles: tuple[str, ...] = ()
