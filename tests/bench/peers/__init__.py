"""What the house is compared with, each side a program of the benches' own environment; nothing here knows the kit."""
