"""The tests; each proves a sentence of policy on the real thing."""
