"""Room changes under faults: the full system a process per service, on a broker and a database that it may kill.

`python -m tests.faults.soak --seed 7 --minutes 10` throws faults by a plan that follows from the seed, while clients
carry changes step by step to their notice; afterwards one checker reads the history and the databases.
"""
