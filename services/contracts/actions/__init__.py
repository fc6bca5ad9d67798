"""What contracts does, by subject: units as others tell of them, leases, and moves from unit to unit."""
