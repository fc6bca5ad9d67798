"""What finance does, by subject: leases as others tell of them, the ledger, and settlements."""
