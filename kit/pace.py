"""How long a loop of the bus rests after a trip, so that what comes in meanwhile goes along with the next one."""

# A trip costs nearly the same for many events as for one: who rests three times as long as it worked leaves the
# processor to those whose work there is so much of. Longer than this nobody rests.
TIMES = 3.0
LONGEST = 0.05


def rest(took: float, carried: int, least: float = 0.0) -> float:
    """Seconds to rest after a trip that took so many and carried so many events.

    Where only one was waiting there is little to do, and nobody waits for a rest; `least` seconds lie between the
    beginnings of two trips all the same.
    """
    return min(max(least - took, TIMES * took if carried > 1 else 0.0), LONGEST)
