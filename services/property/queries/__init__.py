"""What property looks up and shows, as far as the caller's estates reach: one module per subject."""
