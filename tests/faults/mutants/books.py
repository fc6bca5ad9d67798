"""Mutants of finance: its ledger, what a consultant earns of a deal and when, and what a customer has back."""

from tests.faults.mutants.mutant import Change, Mutant

BALANCE = "services/finance/balance.py"
COMMISSIONS = "services/finance/actions/commissions.py"
RULES = "services/finance/rules/commission.py"

_BALANCES = "tests/finance/test_database_guards.py::TestBalance::test_what_does_not_balance_cannot_be_committed"
_SEALS = '_POSTGRESQL if dialect == "postgresql" else _SQLITE'

BOOKS = (
    Mutant(
        "no-balance-on-sqlite",
        "On SQLite the database takes entries of the ledger that do not balance.",
        (Change(BALANCE, _SEALS, _SEALS.replace("_SQLITE", "()")),),
        (_BALANCES,),
    ),
    Mutant(
        "no-balance-on-postgresql",
        "On PostgreSQL the database takes entries of the ledger that do not balance.",
        (Change(BALANCE, _SEALS, _SEALS.replace("_POSTGRESQL", "()")),),
        (_BALANCES,),
    ),
    Mutant(
        "a-ledger-that-can-be-corrected",
        "What was posted can be changed and removed.",
        (Change("services/finance/models/ledger.py", 'in ("accounts", "entries", "postings"):', "in ():"),),
        ("tests/finance/test_database_guards.py::TestAppendOnly::test_what_is_posted_is_never_changed_or_removed",),
    ),
    Mutant(
        "reversed-again-and-again",
        "The database lets an entry be reversed any number of times.",
        (
            Change(
                "services/finance/models/ledger.py", 'ForeignKey("entries.id"), unique=True', 'ForeignKey("entries.id")'
            ),
        ),
        ("tests/finance/test_database_guards.py::TestAppendOnly::test_an_entry_is_reversed_at_most_once_whoever_asks",),
    ),
    Mutant(
        "decided-by-two",
        "A deposit that finance has confirmed can be confirmed again, and refused.",
        (Change("services/finance/rules/deposits.py", "    elif not state.is_undecided:\n", "    elif not state:\n"),),
        (
            "tests/finance/test_deposits.py::TestConfirming::test_a_second_time_says_who_did_it_when",
            "tests/finance/test_deposits.py::TestConfirming::test_of_two_at_once_one_wins",
        ),
    ),
    Mutant(
        "an-older-verdict-in-force",
        "Of two verdicts on a deal that one is in force that was heard last, and not that which was given last.",
        (Change("services/finance/actions/deals.py", "event.position > verdict.position", "event.position"),),
        (
            "tests/finance/test_commissions.py::TestAccruing::"
            "test_an_earlier_verdict_that_is_first_heard_of_after_it_changes_nothing",
        ),
    ),
    Mutant(
        "paid-again",
        "A commission that was paid may be paid once more.",
        (Change(RULES, "if state in (State.PAID, State.CLAWED_BACK,", "if state in (State.CLAWED_BACK,"),),
        ("tests/finance/test_commissions.py::TestPaying::test_it_goes_out_once_and_the_consultant_is_told",),
    ),
    Mutant(
        "cents-lost",
        "What is left of a commission when it is cut to the cent is nobody's.",
        (Change(RULES, "parts[place] - exact[place])[:left]:\n", "parts[place] - exact[place])[:0]:\n"),),
        (
            "tests/finance/test_commission_rules.py::TestTheAmount::test_two_share_an_odd_cent_and_the_first_has_it",
            "tests/finance/test_commission_rules.py::TestTheAmount::test_shares_of_a_hundred_percent_add_up_to_the_cent",
        ),
    ),
    Mutant(
        "paid-before-the-money-is-in",
        "A commission is payable as soon as the verdict is final and the contract stands.",
        (Change(RULES, "self.contract_stands and self.first_payment_is_in", "self.contract_stands"),),
        ("tests/finance/test_commissions.py::TestBecomingPayable::test_the_deposit_alone_is_no_first_payment",),
    ),
    Mutant(
        "paid-while-somebody-may-claim",
        "A commission is payable although the verdict is not final.",
        (Change(RULES, "self.verdict_is_final and self.contract_stands", "self.contract_stands"),),
        (
            "tests/finance/test_commissions.py::TestBecomingPayable::"
            "test_while_somebody_may_still_claim_nothing_is_payable",
        ),
    ),
    Mutant(
        "nothing-clawed-back",
        "A commission that was paid stays paid when the unit is given back.",
        (
            Change(
                COMMISSIONS,
                "    if entry is None or one.state not in asked.STANDING:\n",
                "    if entry is None or one.state not in asked.STANDING or one.state == State.PAID:\n",
            ),
        ),
        ("tests/finance/test_commissions.py::TestPaying::test_given_back_afterwards_the_consultant_owes_it",),
    ),
    Mutant(
        "given-back-and-still-due",
        "What a contract charged is not reversed when its unit is given back.",
        (
            Change(
                "services/finance/actions/deals.py",
                "            _undo(work, deal, entry_id, WITHDRAWN)\n",
                "            continue\n",
            ),
        ),
        (
            "tests/finance/test_deposits.py::TestTheDepositAndTheContract::"
            "test_given_back_nothing_is_due_and_the_deposit_is_forfeited_in_whatever_order",
        ),
    ),
    Mutant(
        "more-back-than-is-held",
        "A refund is owed whether or not so much of the customer's money is held.",
        (
            Change(
                "services/finance/actions/refunds.py",
                "        part = min(left, max(there, Decimal(0)))\n",
                "        part = left\n",
            ),
        ),
        ("tests/finance/test_refunds.py::TestRefunds::test_never_more_than_is_held_it_waits",),
    ),
)
