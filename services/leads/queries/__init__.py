"""What leasing looks up and shows."""
