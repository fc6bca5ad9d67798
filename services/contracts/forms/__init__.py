"""What sales control prints."""

from services.contracts.forms.confirmation import TITLE, confirmation

__all__ = ["TITLE", "confirmation"]
