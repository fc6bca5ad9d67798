"""The full system in containers, from the files in deploy/; run by `make test-compose`, since it needs an engine."""
