"""Mutants of the rest of the kit: its regular work and keys, its replays, back-ups and upgrades."""

from tests.faults.mutants.mutant import Change, Mutant

KIT = (
    Mutant(
        "no-lease-on-regular-work",
        "Two copies of a service may do the same regular work at the same time.",
        (Change("kit/regular.py", "due.with_for_update(skip_locked=True)", "due"),),
        ("tests/kit/test_regular.py::TestCopiesAtOnce::test_a_copy_passes_over_what_another_is_at",),
    ),
    Mutant(
        "a-key-kept-apart",
        "An Idempotency-Key is taken in a transaction of its own: the key of a refused request stays taken.",
        (
            Change(
                "kit/idempotency.py",
                '"at": work.now}).first():\n        return None\n',
                '"at": work.now}).first():\n        work.session.commit()\n        return None\n',
            ),
        ),
        ("tests/kit/test_runtime.py::TestIdempotency::test_a_request_that_a_rule_refuses_leaves_its_key_free",),
    ),
    Mutant(
        "a-replay-that-overtakes",
        "A replay sends what the relay has still to send.",
        (
            Change(
                "kit/bus/outbox.py",
                "outbox.c.position > after, outbox.c.sent_at.is_not(None)\n",
                "outbox.c.position > after\n",
            ),
        ),
        ("tests/kit/test_outbox.py::TestSending::test_a_replay_holds_only_what_was_sent",),
    ),
    Mutant(
        "a-back-up-without-a-cut",
        "Databases are looked at one after the other, and nobody is held meanwhile.",
        (Change("kit/backup/cut.py", "            copier.hold()\n", ""),),
        (
            "tests/kit/test_backup.py::TestTheCut::"
            "test_nobody_acts_or_hears_meanwhile_and_all_go_on_afterwards[postgresql-the bus]",
        ),
    ),
    Mutant(
        "unheard-for-ever",
        "After a restore, what lay with the broker is not said again.",
        (Change("kit/backup/unheard.py", "values(sent_at=None)", "values(sent_at=outbox.c.sent_at)"),),
        ("tests/bus/test_backup.py::test_what_lay_with_the_broker_is_said_again",),
    ),
    Mutant(
        "the-later-version-alone",
        "While two versions of an event are alive, the later one is said under its own type.",
        (Change("kit/events.py", "= service, about, key, succeeds\n", "= service, about, key, None\n"),),
        (
            "tests/bus/test_upgrade.py::TestWhatWasLeftBehind::"
            "test_a_speaker_rolled_back_sends_what_the_later_version_said",
        ),
    ),
)
