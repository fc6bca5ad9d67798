"""What notify remembers: inboxes and their items, notices as they were sent, who has read and who has acknowledged."""

from services.notify.models.base import Base
from services.notify.models.heard import KnownEstate, KnownPerson
from services.notify.models.inboxes import Inbox, Item, ItemRead
from services.notify.models.notices import Notice, Recipient, Wish

__all__ = ["Base", "Inbox", "Item", "ItemRead", "KnownEstate", "KnownPerson", "Notice", "Recipient", "Wish"]
