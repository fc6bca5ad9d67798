"""Mutants of the bus: its outbox, relay, receiver, inbox and workers, and its requests."""

from tests.faults.mutants.mutant import Change, Mutant

RECEIVER = "kit/bus/receiver.py"
RELAY = "kit/bus/relay.py"
INBOX = "kit/bus/inbox.py"
CARRIER = "kit/bus/amqp.py"
WORKER = "kit/bus/worker.py"
RUNTIME = "kit/runtime.py"
DOORS = "kit/host/nameko_doors.py"

_ACK = "                channel.basic_ack(self._came[-1].delivery_tag, multiple=True)\n"
_STORE = '                crash_here("receiver.before_store")\n                self._store_however_long(link)\n'
_LISTEN = "                    self._run_listener(work, taken[begun - 1])\n"
_COMMITTING = '            crash_here("work.before_commit")\n'
_CONFIRMS = "            self._await_confirms()\n            self._keep_unheard("
_STORED = '                crash_here("receiver.after_store_before_ack")\n'

BUS = (
    Mutant(
        "ack-before-commit",
        "The receiver acks what came before it is in the inbox.",
        (Change(RECEIVER, _STORE + _STORED + _ACK, _ACK + _STORE + _STORED),),
        (
            "tests/bus/test_receiver.py::TestTrouble::"
            "test_a_stop_while_the_database_is_away_leaves_the_messages_with_the_broker",
            "tests/faults/test_crash_points.py::TestCrashPoints::"
            "test_on_rabbitmq_nothing_is_lost_doubled_or_disordered[receiver.before_store]",
        ),
    ),
    Mutant(
        "no-inbox",
        "What came before is not known again: a message that comes twice takes effect twice.",
        (Change(INBOX, '        "event_id": envelope.id,\n', '        "event_id": new_id(),\n'),),
        (
            "tests/faults/test_crash_points.py::TestCrashPoints::"
            "test_on_rabbitmq_nothing_is_lost_doubled_or_disordered[receiver.after_store_before_ack]",
            "tests/bus/test_receiver.py::TestReceiving::test_a_message_that_comes_twice_is_stored_once",
        ),
    ),
    Mutant(
        "two-relays",
        "No lock keeps a second relay of a database standing by.",
        (Change(RELAY, "SELECT pg_try_advisory_lock(hashtext('atrium.relay'))", "SELECT true"),),
        (
            "tests/kit/test_relay.py::TestOnlyOne::"
            "test_a_second_relay_on_the_database_stands_by_until_the_first_is_gone",
        ),
    ),
    Mutant(
        "a-cursor",
        "The relay goes on from the last position it sent instead of by each row's mark.",
        (
            Change(RELAY, "        self.sweep = sweep\n", "        self.sweep = sweep\n        self.last = 0\n"),
            Change(
                RELAY,
                "outbox.pending(rows, BATCH)",
                "[one for one in outbox.pending(rows, BATCH) if one.position > self.last]",
            ),
            Change(
                RELAY,
                "            self._ship(wave)\n",
                "            self._ship(wave)\n            self.last = max(self.last, wave[-1].position)\n",
            ),
        ),
        (
            "tests/kit/test_relay.py::TestOnlyOne::"
            "test_an_event_committed_late_under_an_earlier_position_is_sent_all_the_same",
        ),
    ),
    Mutant(
        "two-workers-on-a-subject",
        "A worker takes an event whose subject another one is at, or has failed at.",
        (
            Change(
                INBOX,
                "where(inbox.c.state == _PENDING, ~is_behind, is_due)",
                "where(inbox.c.state == _PENDING, is_due)",
            ),
        ),
        (
            "tests/kit/test_inbox.py::TestTakingInSeveralProcesses::"
            "test_nobody_takes_the_second_of_a_subject_while_the_first_is_being_handled",
            "tests/kit/test_worker.py::TestFailing::test_the_same_subject_waits_and_no_other_does",
        ),
    ),
    Mutant(
        "counters-as-they-come",
        "What several events count up is taken with each of them, and not at the end and in one order.",
        (
            Change(
                "kit/work.py",
                "        if self.session.identity_map or self.session.deleted:\n            self.session.flush()\n",
                "        for shared in self._shared.values():\n            shared.finish(self.session)\n"
                "        self._shared.clear()\n"
                "        if self.session.identity_map or self.session.deleted:\n            self.session.flush()\n",
            ),
        ),
        (
            "tests/notify/test_races.py::TestSeveralEventsOfOneTransaction::"
            "test_two_that_touch_the_same_inboxes_in_opposite_order_do_not_wait_for_each_other",
        ),
    ),
    Mutant(
        "waiting-with-a-batch",
        "A transaction of several events waits for another's row for as long as it is held.",
        (Change(WORKER, "                    wait_briefly(work.session)\n", "                    pass\n"),),
        (
            "tests/kit/test_worker.py::TestWaitingForAnother::"
            "test_a_transaction_of_several_waits_only_briefly_for_a_row",
        ),
    ),
    Mutant(
        "an-ack-on-a-dead-socket",
        "An ack is only guarded against what the protocol's library raises, as in nameko, and not against OSError.",
        (
            Change(DOORS, "from nameko.containers", "from amqp.exceptions import AMQPError\nfrom nameko.containers"),
            Change(
                DOORS,
                '        except Exception as error:\n            log.warning("an ack was lost',
                '        except AMQPError as error:\n            log.warning("an ack was lost',
            ),
        ),
        (
            "tests/bus/test_host.py::TestDoors::test_an_ack_that_finds_its_socket_dead_closes_no_door_and_costs_no_worker",
        ),
    ),
    Mutant(
        "a-request-that-never-expires",
        "The message of a request stays in the queue when its deadline has passed.",
        (Change("kit/bus/rpc.py", "            expiration=str(int(deadline * 1000)),\n", ""),),
        ("tests/bus/test_requests.py::TestDeadlines::test_a_request_waiting_in_the_queue_expires_with_its_deadline",),
    ),
    Mutant(
        "a-request-done-too-late",
        "A service that was busy does what it was asked for although the caller has given up.",
        (Change(DOORS, "        if is_past((message.headers or {}).get(DEADLINE)):\n", "        if False:\n"),),
        ("tests/bus/test_requests.py::TestDeadlines::test_a_request_whose_caller_has_given_up_is_never_done",),
    ),
    Mutant(
        "said-outside-the-transaction",
        "What was announced becomes an outbox row after the commit of what it tells of.",
        (
            Change(
                RUNTIME,
                f"            work.write_down()\n{_COMMITTING}",
                f"            session.commit()\n{_COMMITTING}            work.write_down()\n",
            ),
        ),
        (
            "tests/faults/test_crash_points.py::TestCrashPoints::"
            "test_embedded_nothing_is_lost_doubled_or_disordered[work.before_commit]",
        ),
    ),
    Mutant(
        "the-done-mark-by-itself",
        "An event is marked done in a transaction of its own before its listener runs.",
        (Change(WORKER, _LISTEN, "                    work.session.commit()\n" + _LISTEN),),
        (
            "tests/faults/test_crash_points.py::TestCrashPoints::"
            "test_embedded_nothing_is_lost_doubled_or_disordered[worker.before_handler]",
            "tests/kit/test_worker.py::TestFailing::test_nothing_of_a_failed_attempt_stays",
        ),
    ),
    Mutant(
        "two-of-a-subject-in-flight",
        "All pending events go out at once, also several about one thing.",
        (
            Change(
                RELAY,
                "        for wave in outbox.waves(events):\n",
                "        for wave in filter(None, [events]):\n",
            ),
        ),
        ("tests/kit/test_relay.py::TestShipping::test_the_second_of_a_subject_is_not_sent_before_the_first_is_safe",),
    ),
    Mutant(
        "marked-before-confirmed",
        "What was published counts as sent without the broker's confirmation.",
        (
            Change(CARRIER, _CONFIRMS, "            self._keep_unheard("),
            Change(CARRIER, "return self._window.safe\n\n    def post", "return events\n\n    def post"),
        ),
        (
            "tests/bus/test_carrier.py::TestTrouble::"
            "test_a_broker_that_takes_and_says_nothing_is_given_up_at_the_deadline[carry]",
        ),
    ),
    Mutant(
        "a-refusal-taken-for-a-confirm",
        "An event that the broker could not keep counts as safe.",
        (
            Change(
                CARRIER,
                'it looks for a leader."""\n        self._take(tag, multiple)\n',
                'it looks for a leader."""\n        self.safe.extend(self._take(tag, multiple))\n',
            ),
        ),
        ("tests/bus/test_carrier.py::TestTrouble::test_what_the_broker_refuses_to_keep_is_not_safe",),
    ),
    Mutant(
        "nobody-told-of-the-unheard",
        "The broker is not asked to give back what no queue is bound for.",
        (
            Change(
                CARRIER,
                "self._channel.basic_publish(told, exchange, routing_key, mandatory=True)",
                "self._channel.basic_publish(told, exchange, routing_key)",
            ),
        ),
        ("tests/bus/test_carrier.py::TestTheUnheard::test_an_event_no_queue_is_bound_for_is_counted_and_kept",),
    ),
    Mutant(
        "two-receivers-at-once",
        "The broker gives a service's messages to all its copies in turn.",
        (Change("kit/bus/topology.py", '"x-single-active-consumer": True', '"x-single-active-consumer": False'),),
        ("tests/bus/test_receiver.py::TestTwoCopies::test_the_one_that_receives_gets_everything",),
    ),
    Mutant(
        "past-a-parked-one",
        "What is behind a parked event about the same thing takes effect before it.",
        (
            Change(
                INBOX,
                "        earlier.c.state.in_((_PENDING, _PARKED)),\n",
                "        earlier.c.state == _PENDING,\n",
            ),
        ),
        ("tests/kit/test_inbox.py::TestTaking::test_what_is_behind_a_parked_one_waits_with_it",),
    ),
    Mutant(
        "tried-for-ever",
        "An event that cannot be handled is never set aside.",
        (Change(WORKER, "heard.attempts + 1 >= self.attempts", "heard.attempts < 0"),),
        ("tests/kit/test_worker.py::TestFailing::test_it_is_tried_again_after_growing_pauses_and_then_parked",),
    ),
)
