"""What leasing remembers."""

from services.leads.models.base import Base
from services.leads.models.brokers import Broker, BrokerClassing, VisitReport
from services.leads.models.concessions import Concession, ConcessionMove
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.quotations import Quotation, QuotedUnit
from services.leads.models.register import Entry, EntryPhone, Registered, Related
from services.leads.models.rota import Reception, RotaPlace
from services.leads.models.units import FloorPlan, OfferedUnit, Tenancy
from services.leads.models.waiting import FoundOffer, Waiting

__all__ = [
    "Base",
    "Broker",
    "BrokerClassing",
    "Concession",
    "ConcessionMove",
    "Entry",
    "EntryPhone",
    "FloorPlan",
    "FoundOffer",
    "KnownEstate",
    "KnownPerson",
    "OfferedUnit",
    "Quotation",
    "QuotedUnit",
    "Reception",
    "Registered",
    "Related",
    "RotaPlace",
    "Tenancy",
    "VisitReport",
    "Waiting",
]
