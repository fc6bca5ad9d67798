"""What leasing remembers."""

from services.leads.models.base import Base
from services.leads.models.heard import KnownEstate, KnownPerson
from services.leads.models.register import Entry, EntryPhone, Registered, Related
from services.leads.models.rota import Reception, RotaPlace

__all__ = [
    "Base",
    "Entry",
    "EntryPhone",
    "KnownEstate",
    "KnownPerson",
    "Reception",
    "Registered",
    "Related",
    "RotaPlace",
]
