"""What engineering remembers: its technicians, its work orders, and its own copy of what others have told."""

from services.engineering.models.base import Base
from services.engineering.models.heard import KnownEstate, KnownPerson, KnownUnit, SignatureTask
from services.engineering.models.technicians import ServiceArea, Skill, Technician
from services.engineering.models.work_orders import Photo, WorkOrder, WorkOrderCount, WorkOrderLine

__all__ = [
    "Base",
    "KnownEstate",
    "KnownPerson",
    "KnownUnit",
    "Photo",
    "ServiceArea",
    "SignatureTask",
    "Skill",
    "Technician",
    "WorkOrder",
    "WorkOrderCount",
    "WorkOrderLine",
]
