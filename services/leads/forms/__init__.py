"""Leasing's papers."""

from services.leads.forms.quotation import quotation

__all__ = ["quotation"]
