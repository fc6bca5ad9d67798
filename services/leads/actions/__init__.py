"""What leasing does: one function for each use, in one transaction."""
