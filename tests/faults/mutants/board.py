"""Mutants of sales control: who has a unit, what makes it sold, what is signed, and who sees it."""

from tests.faults.mutants.mutant import Change, Mutant

BOARD_ACTIONS = "services/contracts/actions/board.py"
DEALS = "services/contracts/actions/deals.py"
DEPOSITS = "services/contracts/actions/deposits.py"

_TAKEN = "    work.announce(taken, estate=deal.estate_id)\n"
_UNPLACED = "    work.announce(unplaced, estate=deal.estate_id)\n"

BOARD = (
    Mutant(
        "a-check-before-the-move",
        "Whether a unit is still as it was seen is checked before it is moved, and not by the update itself.",
        (Change(BOARD_ACTIONS, "where(Unit.id == unit.id, Unit.state == before)", "where(Unit.id == unit.id)"),),
        (
            "tests/contracts/test_board.py::TestTaking::"
            "test_of_many_who_ask_at_once_one_gets_it_and_nothing_is_half_written",
            "tests/contracts/test_board.py::TestTaking::test_a_unit_that_was_held_back_since_it_was_seen_is_held_for_nobody",
        ),
    ),
    Mutant(
        "two-deals-have-a-unit",
        "The database lets any number of deals have one unit.",
        (Change("services/contracts/models/deals.py", "            unique=True,\n", ""),),
        ("tests/contracts/test_board.py::TestTaking::test_the_database_itself_lets_one_deal_have_a_unit",),
    ),
    Mutant(
        "held-for-ever",
        "The clock ends no hold, and no confirmation without its deposit.",
        (Change("services/contracts/service.py", "        deals.end_what_has_run_out(work)\n", "        return\n"),),
        (
            "tests/contracts/test_board.py::TestTaking::test_a_hold_ends_by_itself",
            "tests/contracts/test_deals.py::TestTheDeposit::test_a_deposit_that_is_not_confirmed_in_time_frees_the_unit",
        ),
    ),
    Mutant(
        "sold-before-its-permits",
        "A unit is confirmed for sale whether or not the estate's permits are in force.",
        (
            Change(
                DEALS,
                "        raise_if_any(reasons_not_to_sell(*permits_of(work, deal.estate_id)))\n",
                "        pass\n",
            ),
        ),
        (
            "tests/contracts/test_deals.py::TestPermits::"
            "test_nothing_is_confirmed_for_sale_while_one_permit_is_not_in_force",
        ),
    ),
    Mutant(
        "anybodys-concession",
        "A discount that one customer was granted on a unit is given to whoever buys it.",
        (Change(DEALS, "(KnownConcession.customer_id == deal.customer_id, ", "("),),
        ("tests/contracts/test_deals.py::TestTheUnitConfirmation::test_a_concession_is_for_its_customer_and_its_unit",),
    ),
    Mutant(
        "sold-without-finance",
        "A unit is sold when its deposit is taken, and not when finance has confirmed it.",
        (Change(DEALS, _TAKEN, f"{_TAKEN}    move(work, unit, deal.kind.closes, deal)\n"),),
        ("tests/contracts/test_deals.py::TestTheDeposit::test_only_finance_makes_the_unit_sold_and_all_are_told",),
    ),
    Mutant(
        "a-deposit-placed-nowhere",
        "Nobody is told of a confirmed deposit whose deal has ended and whose unit another one has.",
        (Change(DEPOSITS, _UNPLACED, ""),),
        (
            "tests/contracts/test_deals.py::TestADepositForAUnitAlreadyFreed::"
            "test_finance_and_the_consultant_are_told_when_another_has_the_unit",
        ),
    ),
    Mutant(
        "confirmed-twice-closed-twice",
        "Finance's word on a deposit that comes again is taken for another one.",
        (Change(DEPOSITS, "    if deal.deposit_id == event.deposit_id:\n", "    if False:\n"),),
        ("tests/contracts/test_deals.py::TestTheDeposit::test_the_same_word_twice_closes_it_once",),
    ),
    Mutant(
        "an-approval-of-any-text",
        "A supplementary agreement is signed in other words than were approved.",
        (
            Change(
                "services/contracts/rules/supplements.py",
                "    elif fingerprint(text) != approved:\n",
                "    elif not approved:\n",
            ),
        ),
        ("tests/contracts/test_contracts.py::TestSupplements::test_one_changed_word_is_not_what_was_approved",),
    ),
    Mutant(
        "more-back-than-was-paid",
        "A refund may be approved of more than the customer has paid.",
        (Change("services/contracts/rules/withdrawals.py", "if not 0 <= refund <= most or", "if refund < 0 or"),),
        ("tests/contracts/test_withdrawals.py::TestGivingBack::test_no_more_is_refunded_than_was_paid",),
    ),
    Mutant(
        "a-board-without-a-memory",
        "What happened to a unit on the board can be changed and removed.",
        (Change("services/contracts/models/deals.py", "refuse_changes(BoardChange.__table__)\n", ""),),
        ("tests/contracts/test_board.py::TestTheBoard::test_the_history_of_a_unit_cannot_be_changed",),
    ),
    Mutant(
        "deals-of-every-estate",
        "The list of deals shows those of estates that are not the caller's.",
        (
            Change(
                "services/contracts/shown/deals.py",
                "    return rows.where(in_sight(work, Deal.estate_id))\n",
                "    return rows\n",
            ),
        ),
        ("tests/contracts/test_deals.py::TestWhoIsGone::test_what_lies_in_another_estate_is_not_on_the_list_of_deals",),
    ),
)
