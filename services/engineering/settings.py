"""The numbers of engineering's rules with their defaults; the configuration may set others by name (PROC-9)."""

from kit.procedure import Setting
from services.engineering.rules.numbers import MOST_PHOTOS

MOST_PHOTOS_OF_AN_ORDER = Setting("engineering.most_photos", MOST_PHOTOS)  # ENG-2, decided
