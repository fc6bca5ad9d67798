"""Engineering: technicians, work orders, repairs for unit changes."""
