"""What property remembers, one module per subject."""

from services.property.models.base import Base
from services.property.models.changes import (
    Acknowledgement,
    Attachment,
    Fault,
    Inspection,
    RunningNumber,
    UnitChange,
    UnitClaim,
)
from services.property.models.estates import BoardTaken, Estate, Lease, Occupancy, Unit, UnitKey
from services.property.models.items import Item
from services.property.models.meters import Meter, Reading, SupersededReading

__all__ = [
    "Acknowledgement",
    "Attachment",
    "Base",
    "BoardTaken",
    "Estate",
    "Fault",
    "Inspection",
    "Item",
    "Lease",
    "Meter",
    "Occupancy",
    "Reading",
    "RunningNumber",
    "SupersededReading",
    "Unit",
    "UnitChange",
    "UnitClaim",
    "UnitKey",
]
