"""What crosses the doors of finance, by subject."""
