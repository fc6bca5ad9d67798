"""A back-up of the whole house as of one moment, and the way back from it into empty databases.

What a back-up is of: every service's database. What it is not of: the broker. What lay there was said and not yet
heard, and is said again after the restore (`unheard`); an inbox passes over what it has.
"""
