"""Notices: every department's and person's inbox, who is told of what, and who has acknowledged it."""
