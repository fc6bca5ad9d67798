"""All mutants, by what they take their mechanisms from."""

from tests.faults.mutants.board import BOARD
from tests.faults.mutants.books import BOOKS
from tests.faults.mutants.bus import BUS
from tests.faults.mutants.kit import KIT
from tests.faults.mutants.mutant import Mutant
from tests.faults.mutants.register import REGISTER

MUTANTS: tuple[Mutant, ...] = (*BUS, *KIT, *REGISTER, *BOARD, *BOOKS)
