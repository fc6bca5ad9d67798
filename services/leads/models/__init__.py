"""What leasing remembers."""

from services.leads.models.base import Base
from services.leads.models.brokers import Broker, BrokerClassing, VisitReport
from services.leads.models.concessions import Concession, ConcessionMove
from services.leads.models.handing_over import Caretaker, HandOver
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.quotations import Quotation, QuotedUnit
from services.leads.models.register import Entry, EntryPhone, EntryRelative, Registered, Related
from services.leads.models.rota import Reception, RotaPlace
from services.leads.models.units import FloorPlan, OfferedUnit, Tenancy
from services.leads.models.verdicts import AttributedShare, Attribution, StoredVerdict
from services.leads.models.waiting import FoundOffer, Waiting

__all__ = [
    "AttributedShare",
    "Attribution",
    "Base",
    "Broker",
    "BrokerClassing",
    "Caretaker",
    "Concession",
    "ConcessionMove",
    "Entry",
    "EntryPhone",
    "EntryRelative",
    "FloorPlan",
    "FoundOffer",
    "HandOver",
    "KnownEstate",
    "KnownPerson",
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
