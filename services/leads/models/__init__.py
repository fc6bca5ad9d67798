"""What leasing remembers."""

from services.leads.models.appointments import Appointment, AppointmentSlot
from services.leads.models.base import Base
from services.leads.models.brokers import Broker, BrokerClassing, VisitReport
from services.leads.models.concessions import Concession, ConcessionMove
from services.leads.models.dynamics import Happening
from services.leads.models.handing_over import Caretaker, HandOver
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.imported import ImportedRow
from services.leads.models.leads import Contact, Grading, Lead, LeadToMake
from services.leads.models.quotations import Quotation, QuotedUnit
from services.leads.models.register import Entry, EntryPhone, EntryRelative, Registered, Related
from services.leads.models.rota import Reception, RotaPlace
from services.leads.models.units import FloorPlan, OfferedUnit, Tenancy
from services.leads.models.verdicts import AttributedShare, Attribution, StoredVerdict
from services.leads.models.waiting import FoundOffer, Waiting

__all__ = [
    "Appointment",
    "AppointmentSlot",
    "AttributedShare",
    "Attribution",
    "Base",
    "Broker",
    "BrokerClassing",
    "Caretaker",
    "Concession",
    "ConcessionMove",
    "Contact",
    "Entry",
    "EntryPhone",
    "EntryRelative",
    "FloorPlan",
    "FoundOffer",
    "Grading",
    "HandOver",
    "Happening",
    "ImportedRow",
    "KnownEstate",
    "KnownPerson",
    "Lead",
    "LeadToMake",
    "OfferedUnit",
    "Quotation",
    "QuotedUnit",
    "Reception",
    "Registered",
    "Related",
    "RotaPlace",
    "StoredVerdict",
    "Tenancy",
    "VisitReport",
    "Waiting",
]
