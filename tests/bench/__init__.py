"""How fast the house is beside what one would pick instead: `make bench`.

A bench is a module with a `TITLE` and `run(place, effort)`, which gives the rows of its table; its docstring says on
the page how it measures. `BENCHES` are all of them, in the order of the page.
"""

BENCHES = ("relay", "end_to_end", "broadcast", "gateway", "announcing", "growth", "sales", "boards", "poison", "memory")
