"""The lists that come in from Excel: leases, and the price list of units."""

from services.contracts.imports.leases import LEASES, LeaseImport, LeaseList, terms_of
from services.contracts.imports.prices import PRICES, PriceImport, PriceList

__all__ = ["LEASES", "PRICES", "LeaseImport", "LeaseList", "PriceImport", "PriceList", "terms_of"]
