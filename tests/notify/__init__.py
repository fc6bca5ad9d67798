"""Notify: inboxes, notices, subscriptions."""
