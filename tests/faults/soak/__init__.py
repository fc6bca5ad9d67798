"""Room changes or sales under faults: the full system a process per service, whose broker and database may be killed.

`python -m tests.faults.soak --kind sale --seed 7 --minutes 10` throws faults by a plan that follows from the seed while
clients carry changes to their notice, or sales to the last commission; afterwards one checker reads the history and the
databases.
"""
