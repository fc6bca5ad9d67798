"""Engineering keeps the technicians and the work orders: what is broken, who repairs it, by when, and what it cost."""
