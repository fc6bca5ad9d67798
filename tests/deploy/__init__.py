"""What is written in deploy/ fits together, and fits the house; nothing of it is started here."""
