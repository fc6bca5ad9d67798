"""Property's doors, one class per subject, for the service to inherit."""
