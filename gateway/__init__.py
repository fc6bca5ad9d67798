"""The only door of the house: people log in here, every request comes in here and is handed to the service it is for (GATE-1)."""
