"""Mutants of leasing: the register that nobody alters, whose customer it was, what may be said, what is promised."""

from tests.faults.mutants.mutant import Change, Mutant

APPEND_ONLY = "kit/append_only.py"
GIVING = "services/leads/actions/verdicts.py"
VERDICTS = "services/leads/rules/verdicts.py"

_REFUSES = "tests/leads/test_register.py::TestTampering::test_the_database_itself_refuses"
_POSTGRESQL = """        return (
            _FUNCTION,
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        )
"""
_ALONE = "    work.alone(ALONE)  # From here on nobody else enters the same visitor as somebody new.\n"
_ONCE = "    if work.session.get(Attribution, closed.deal_id) is not None:\n        return\n"
_SLOT = "    slot: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)\n"
_WHOSE = '    appointment_id: Mapped[Id] = mapped_column(ForeignKey("appointments.id"), index=True)\n'
_WHOSE_TOO = _WHOSE.replace("index=True", "primary_key=True")

REGISTER = (
    Mutant(
        "a-register-like-any-table",
        "The register is not among the tables that the database keeps from being changed.",
        (Change("services/leads/models/register.py", 'for _table in ("register", ', "for _table in ("),),
        (_REFUSES,),
    ),
    Mutant(
        "no-trigger-on-sqlite",
        "On SQLite nothing keeps the rows of an append-only table.",
        (Change(APPEND_ONLY, '        for verb in ("UPDATE", "DELETE")\n', "        for verb in ()\n"),),
        (_REFUSES,),
    ),
    Mutant(
        "no-trigger-on-postgresql",
        "On PostgreSQL nothing keeps the rows of an append-only table but what rights there are.",
        (Change(APPEND_ONLY, _POSTGRESQL, "        return ()\n"),),
        (
            _REFUSES,
            "tests/leads/test_deals.py::TestTheVerdict::test_the_database_itself_refuses_to_change_one",
        ),
    ),
    Mutant(
        "a-column-outside-of-the-chain",
        "The hash of an entry is over all of it but its reason.",
        (Change("kit/chain.py", 'if column.name != "hash"}', 'if column.name not in ("hash", "reason")}'),),
        ("tests/leads/test_register.py::TestTampering::test_the_hash_of_an_entry_is_over_all_of_it",),
    ),
    Mutant(
        "two-at-the-register",
        "Who enters a visitor waits for the others at the last moment, and not before looking who it is.",
        (Change("services/leads/actions/registering.py", _ALONE, ""),),
        (
            "tests/leads/test_races.py::TestTimesOfEntries::"
            "test_who_had_to_wait_was_there_when_the_waiting_was_over[postgresql-register_visitor]",
        ),
    ),
    Mutant(
        "phones-as-they-are-written",
        "A phone is kept as somebody wrote it, and not in its one form.",
        (
            Change(
                "services/leads/schemas/forms.py",
                "return phones.normal(super()._deserialize(value, attr, data, **options))",
                "return str(super()._deserialize(value, attr, data, **options))",
            ),
        ),
        ("tests/leads/test_register.py::TestTheSameCustomer::test_a_phone_written_otherwise_makes_no_new_customer",),
    ),
    Mutant(
        "weighed-as-it-stands-now",
        "A verdict is worked out from the register as it is when one hears of the deal, not as it was at its closing.",
        (
            Change(
                GIVING,
                "weighing.AsOf(closed.closed_on, closed.closed_at)",
                "weighing.AsOf(work.today(), work.now)",
            ),
        ),
        (
            "tests/leads/test_deals.py::TestAsOfTheDeal::test_what_was_entered_later_on_that_day_does_not_count",
            "tests/leads/test_whenever_heard.py::TestWheneverItIsHeardOf::test_the_verdict_is_that_of_whoever_hears_at_once",
        ),
    ),
    Mutant(
        "a-verdict-at-each-hearing",
        "A deal that is heard of again is given its verdict again.",
        (Change(GIVING, _ONCE, ""),),
        ("tests/leads/test_deals.py::TestTheVerdict::test_heard_of_twice_it_is_given_once",),
    ),
    Mutant(
        "claimed-on-the-fourth-day",
        "A claim is taken until the clock has come by, however long its third day is over.",
        (Change(VERDICTS, "VerdictKind.LAPSED or today > claim.until:", "VerdictKind.LAPSED:"),),
        (
            "tests/leads/test_claims.py::TestClaiming::"
            "test_at_the_beginning_of_the_fourth_it_is_too_late_whether_the_clock_has_come_by_or_not",
        ),
    ),
    Mutant(
        "shares-of-less-than-all",
        "A manager may give less than the whole of a deal.",
        (Change(VERDICTS, "    if total != ALL:\n", "    if total > ALL:\n"),),
        ("tests/leads/test_overruling.py::TestWhatIsRefused::test_shares_that_do_not_make_a_hundred",),
    ),
    Mutant(
        "only-the-page-keeps-silent",
        "What a listener may not be told is refused by no door; the page alone leaves it out.",
        (
            Change(
                "services/leads/rules/disclosure.py",
                "    if may_hear(audience, matter):\n        return\n",
                "    if audience in Audience:\n        return\n",
            ),
        ),
        (
            "tests/leads/test_disclosure.py::TestBrokers::test_a_scout_is_given_the_brochure_and_no_more",
            "tests/leads/test_disclosure.py::TestVisitors::test_a_floor_plan_is_not_shown_to_a_stranger",
        ),
    ),
    Mutant(
        "more-in-the-answer-than-is-said",
        "An offer carries terms that its listener may not be told, for the page to leave out.",
        (
            Change(
                "services/leads/queries/offers.py",
                "    if may_hear(to.audience, Matter.FLEXIBLE_TERMS):\n",
                "    if to.audience:\n",
            ),
        ),
        ("tests/leads/test_disclosure.py::TestVisitors::test_a_stranger_is_told_neither_terms_nor_tenants_nor_plans",),
    ),
    Mutant(
        "an-authority-without-end",
        "Whoever may concede something may concede any percentage, and any number of days.",
        (
            Change(
                "services/leads/rules/concessions.py",
                "amount is not None and amount <= (self.percent if kind is Kind.DISCOUNT else self.days)",
                "amount is not None",
            ),
        ),
        (
            "tests/leads/test_concessions.py::TestAuthority::test_it_reaches_to_its_last_percent_and_day",
            "tests/leads/test_concessions.py::TestBeyondIt::"
            "test_what_is_beyond_the_sales_manager_goes_on_to_the_general_manager",
        ),
    ),
    Mutant(
        "promised-twice",
        "The key of the table lets two viewings have one consultant, or one unit, at the same time.",
        (Change("services/leads/models/appointments.py", _SLOT + _WHOSE, _SLOT + _WHOSE_TOO),),
        (
            "tests/leads/test_appointments.py::TestNothingTwice::"
            "test_a_consultant_is_in_one_place_at_a_time_and_it_is_said_who_and_when",
            "tests/leads/test_appointments.py::TestNothingTwice::"
            "test_of_twenty_at_once_exactly_one_has_it_and_the_others_hear_who",
        ),
    ),
    Mutant(
        "the-register-of-every-estate",
        "The list of registrations shows those of estates that are not the caller's.",
        (
            Change(
                "services/leads/queries/showing.py",
                "    chosen = select(Registered).where(scope.within(work.caller, Registered.estate_id))\n",
                "    chosen = select(Registered)\n",
            ),
        ),
        ("tests/leads/test_register.py::TestRegistering::test_another_estate_does_not_exist_for_a_stranger",),
    ),
)
