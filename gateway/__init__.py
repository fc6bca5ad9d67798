"""The only door of the house: people log in here, and every request is handed on from here (GATE-1)."""
