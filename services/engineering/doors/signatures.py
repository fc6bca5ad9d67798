"""The door to what engineering is asked to sign, meter readings above all (ENG-4)."""

from typing import Any

from kit.doors import query
from kit.listing import page_of
from kit.work import Work
from services.engineering import queries
from services.engineering.schemas.views import SignatureQuery, SignatureView


class SignatureDoors:
    """What waits for engineering's signature; it is given at the case's own door, by each person's own log-in."""

    @query(
        "/meter-readings",
        may="meter_reading.read",
        request=SignatureQuery,
        answer=page_of(SignatureView),
        zh="待工程部签字的抄表",
        en="List the meter readings that engineering is asked to sign",
        tags=("meter readings",),
        rules=("ENG-4",),
    )
    def list_signatures(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return queries.signatures(work, body)
