"""The gateway's own doors, by subject; `gateway.service` puts them together."""
