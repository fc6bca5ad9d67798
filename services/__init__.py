"""The departments' services, one package each."""
