"""Finance's service: the ledger of every customer's charges and payments, and the settling of what a tenant owes."""
