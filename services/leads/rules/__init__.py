"""Why leasing may, or may not: pure policy, one module per subject."""
