"""What leasing prints."""

from services.leads.forms.quotation import quotation
from services.leads.forms.verdict import verdict

__all__ = ["quotation", "verdict"]
