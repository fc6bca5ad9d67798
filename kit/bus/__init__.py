"""The bus: rows from outboxes to inboxes, in order, and from inboxes into effects, once each."""
