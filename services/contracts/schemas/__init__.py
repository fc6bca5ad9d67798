"""What crosses the doors of contracts."""
