"""The tables that every service's database has beside the department's own: what the bus and the doors remember."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid

from kit.columns import BigKey, Json, Moment, metadata

kit_metadata = metadata()

# What was said and has to reach the others: written in the business transaction, shipped by the relay, kept for replay.
outbox = Table(
    "outbox",
    kit_metadata,
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("event_id", Uuid(as_uuid=False), nullable=False, unique=True),
    Column("type", String(128), nullable=False),
    Column("routing_key", String(128), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("correlation_id", String(64), nullable=False),
    Column("causation_id", String(64)),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("sent_at", Moment),
)
Index(
    "ix_outbox_pending",
    outbox.c.position,
    postgresql_where=outbox.c.sent_at.is_(None),
    sqlite_where=outbox.c.sent_at.is_(None),
)
Index("ix_outbox_correlation_id", outbox.c.correlation_id)
Index("ix_outbox_at", outbox.c.at)

# The last sequence given to each subject; its row lock is what orders two transactions about one thing.
subjects = Table(
    "subjects",
    kit_metadata,
    Column("subject", String(255), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
)

# What was heard: the service's real queue. `state` is pending, done, parked or discarded.
inbox = Table(
    "inbox",
    kit_metadata,
    Column("position", BigKey, primary_key=True, autoincrement=True),
    Column("event_id", String(64), nullable=False, unique=True),
    Column("type", String(128), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("correlation_id", String(64), nullable=False),
    Column("causation_id", String(64)),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("error", Text),
    Column("done_at", Moment),
    Column("note", Text),
)
_unfinished = inbox.c.state.in_(("pending", "parked"))
Index("ix_inbox_unfinished", inbox.c.subject, inbox.c.position, postgresql_where=_unfinished, sqlite_where=_unfinished)
_pending = inbox.c.state == "pending"
Index("ix_inbox_pending", inbox.c.position, postgresql_where=_pending, sqlite_where=_pending)
_parked = inbox.c.state == "parked"
Index("ix_inbox_parked", inbox.c.position, postgresql_where=_parked, sqlite_where=_parked)
Index("ix_inbox_correlation_id", inbox.c.correlation_id)

# The first answer to each Idempotency-Key, given again when the key comes back (GATE-4).
answers = Table(
    "answers",
    kit_metadata,
    Column("caller_id", String(64), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("door", String(64), nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("reply", Json),
    Column("at", Moment, nullable=False),
)
Index("ix_answers_at", answers.c.at)

# The rows that an import refused, as the file that their uploader corrects and sends in again; kept for some days.
import_files = Table(
    "import_files",
    kit_metadata,
    Column("id", Uuid(as_uuid=False), primary_key=True),
    Column("list", String(64), nullable=False),
    Column("caller_id", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
Index("ix_import_files_at", import_files.c.at)

# Stretches of the outbox that an operator has asked to be sent to one listener once more; the relay works them off.
replays = Table(
    "replays",
    kit_metadata,
    Column("id", Uuid(as_uuid=False), primary_key=True),
    Column("listener", String(64), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("types", Json, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("asked_by", String(128), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("finished_at", Moment),
    Column("error", Text),
)
_unfinished_replay = replays.c.finished_at.is_(None)
Index("ix_replays_unfinished", replays.c.asked_at, postgresql_where=_unfinished_replay, sqlite_where=_unfinished_replay)
