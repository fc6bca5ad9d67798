"""What property does, one module per subject; each function is one use case in one transaction."""
