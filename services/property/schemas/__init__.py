"""What crosses property's doors: what comes in (`forms`), what is asked of lists (`lists`), what is shown (`views`)."""
