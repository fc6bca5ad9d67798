"""What the gateway does: enters people, opens and ends sessions, gives out tokens, counts attempts to log in."""
