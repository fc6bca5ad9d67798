"""What leasing remembers."""

from services.leads.models.appointments import Appointment, AppointmentSlot
from services.leads.models.base import Base
from services.leads.models.dynamics import Happening
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.imported import ImportedRow
from services.leads.models.leads import Contact, Grading, Lead, LeadToMake
from services.leads.models.register import Entry, EntryPhone, Registered, Related
from services.leads.models.rota import Reception, RotaPlace

__all__ = [
    "Appointment",
    "AppointmentSlot",
    "Base",
    "Contact",
    "Entry",
    "EntryPhone",
    "Grading",
    "Happening",
    "ImportedRow",
    "KnownEstate",
    "KnownPerson",
    "Lead",
    "LeadToMake",
    "Reception",
    "Registered",
    "Related",
    "RotaPlace",
]
