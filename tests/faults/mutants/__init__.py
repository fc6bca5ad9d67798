"""The check of the checks: each mechanism that keeps a promise is taken away in turn, and the tests have to notice.

`python -m tests.faults.mutants` does it on servers whose addresses are in the environment (`make mutants`).
"""
