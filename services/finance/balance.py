"""The database's own check that every entry of the ledger balances and stays as it was posted (FIN-1).

An entry says how many postings it has. PostgreSQL counts and sums them when the transaction commits. SQLite cannot wait
until then: there the postings are written first, and the entry, coming last, seals them; without it the commit fails,
since each posting refers to it. What is posted is written in that order on both.
"""

_POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
    declared integer;
    counted integer;
    total numeric;
BEGIN
    SELECT lines INTO declared FROM entries WHERE id = entry;
    SELECT count(*), coalesce(sum(amount), 0) INTO counted, total FROM postings WHERE entry_id = entry;
    IF declared IS DISTINCT FROM counted OR total <> 0 THEN
        RAISE EXCEPTION USING MESSAGE = 'entry ' || entry || ' does not balance', ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
""",
    "DROP TRIGGER IF EXISTS entries_balance ON entries",
    "CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON entries DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced('id')",
    "DROP TRIGGER IF EXISTS postings_balance ON postings",
    "CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON postings DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced('entry_id')",
)
_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS entries_balance BEFORE INSERT ON entries "
    "WHEN (SELECT count(*) <> NEW.lines OR coalesce(sum(amount), 0) <> 0 FROM postings WHERE entry_id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'the entry does not balance'); END",
    "CREATE TRIGGER IF NOT EXISTS postings_balance BEFORE INSERT ON postings "
    "WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry_id) "
    "BEGIN SELECT RAISE(ABORT, 'the entry does not balance any more'); END",
)


def statements(dialect: str) -> tuple[str, ...]:
    """The SQL that makes the ledger balance on `dialect`, once both tables are there; may be run twice."""
    return _POSTGRESQL if dialect == "postgresql" else _SQLITE
