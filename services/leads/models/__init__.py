"""What leasing remembers."""

from services.leads.models.base import Base
from services.leads.models.handing_over import Caretaker, HandOver
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.register import Entry, EntryPhone, EntryRelative, Registered, Related
from services.leads.models.rota import Reception, RotaPlace
from services.leads.models.verdicts import AttributedShare, Attribution, StoredVerdict

__all__ = [
    "AttributedShare",
    "Attribution",
    "Base",
    "Caretaker",
    "Entry",
    "EntryPhone",
    "EntryRelative",
    "HandOver",
    "KnownEstate",
    "KnownPerson",
    "Reception",
    "Registered",
    "Related",
    "RotaPlace",
    "StoredVerdict",
]
