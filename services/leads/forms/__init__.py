"""What leasing prints."""

from services.leads.forms.verdict import verdict

__all__ = ["verdict"]
