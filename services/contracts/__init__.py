"""Sales control's service: who rents what, at which tariffs, until when, and what became of it."""
