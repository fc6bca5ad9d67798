"""Engineering's policy: skills and areas of technicians, the moves of a work order, and who is given it."""
