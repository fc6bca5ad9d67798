"""What stands against a step, from the table and from property's own rules, said all at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kit.errors import Forbidden, raise_if_any
from kit.procedure import Signature, reasons_not_to_do
from kit.procedure.models import Case
from kit.procedure.rules import reasons_against_person
from kit.reasons import Reason
from kit.work import Work
from services.property.procedures import UNIT_CHANGE


def check(
    work: Work,
    case: Case,
    name: str,
    recorded: Mapping[str, Any],
    signatures: Sequence[Signature] = (),
    against: Iterable[Reason] = (),
) -> None:
    """Refuses a step that the table or a rule stands against: Forbidden for whose it is not, Refused for the rest."""
    raise_if_any(reasons_against_person(work, case, UNIT_CHANGE.by_name[name]), Forbidden)
    raise_if_any([*reasons_not_to_do(work, case, name, recorded, signatures), *against])
