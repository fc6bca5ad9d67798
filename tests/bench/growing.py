"""Tables of a thousand rows, or of a million, as the years would leave them; made by the database itself."""

from tests.bench.clones import connected

# An estate has a thousand units, most of them let; of what lies in inboxes and of steps most is long over.
PER_ESTATE = 1000
_ID = "md5('{0}' || {1})::uuid"


def id_of(kind: str, number: str) -> str:
    """The id of a thing by its number, as SQL."""
    return _ID.format(kind, number)


ESTATE = id_of("estate", f"((n - 1) / {PER_ESTATE})")
PHONE = "'138' || lpad((n / 15)::text, 8, '0')"  # Fifteen registrations name the same one.
STATEMENTS = {
    "property": f"""
INSERT INTO estates (id, name, timezone, opened_at)
SELECT {ESTATE}, 'Estate ' || n, 'Asia/Shanghai', '2020-01-01' FROM generate_series(1, %(rows)s, {PER_ESTATE}) AS n;
INSERT INTO units (id, version, estate_id, building, floor, number, area_built, area_usable, layout, aspect, fit_out,
  use, remark, recorded_at)
SELECT {id_of("unit", "n")}, 1, {ESTATE}, chr(65 + n %% 4), n / 40 %% 25 + 1,
  chr(65 + n %% 4) || lpad((n %% {PER_ESTATE})::text, 4, '0'), 60 + n %% 90, 45 + n %% 90, '两室一厅', '南',
  '精装', '办公', '', '2020-01-01' FROM generate_series(1, %(rows)s) AS n;
INSERT INTO leases (id, number, estate_id, unit_id, customer_id, customer_name, starts_on, ends_on)
SELECT {id_of("lease", "n")}, 'ZL-' || n, {ESTATE}, {id_of("unit", "n")}, {id_of("customer", "n")}, '租户 ' || n,
  '2025-01-01', '2027-12-31' FROM generate_series(1, %(rows)s) AS n WHERE n %% 5 > 0;
INSERT INTO occupancies (id, unit_id, lease_id, since, until)
SELECT {id_of("occupancy", "n")}, {id_of("unit", "n")}, {id_of("lease", "n")}, '2025-01-01', '2027-12-31'
FROM generate_series(1, %(rows)s) AS n WHERE n %% 5 > 0;
INSERT INTO cases (id, procedure, number, estate_id, zone, dates, link, state, opened_at, version)
SELECT {id_of("case", "n")}, 'unit_change', 'HF-' || n, {ESTATE}, 'Asia/Shanghai', '{{"change_date": "2026-12-20"}}',
  '/unit-changes/' || n, CASE WHEN n %% 20 = 0 THEN 'open' ELSE 'done' END, '2026-12-01', 1
FROM generate_series(1, %(rows)s, 10) AS n;
INSERT INTO case_steps (id, case_id, name, position, state, round, opened_at, due_at, next_attention_at, level, tasks,
  signatures)
SELECT {id_of("step", "n")}, {id_of("case", "((n - 1) / 10 * 10 + 1)")}, 'step ' || n %% 10, n %% 10,
  CASE WHEN n %% 20 = 0 THEN 'open' ELSE 'done' END, 1, '2026-12-01',
  '2026-12-20', CASE WHEN n %% 20 = 0 THEN '2026-12-20'::timestamptz END, 0, '[]', '[]'
FROM generate_series(1, %(rows)s) AS n;
INSERT INTO outbox (event_id, type, routing_key, subject, sequence, correlation_id, at, body, sent_at)
SELECT {id_of("event", "n")}, 'property.told.v1', 'told', 'unit/' || n, 1, 'cause ' || n / 10, '2026-12-01',
  '{{}}', '2026-12-01' FROM generate_series(1, %(rows)s) AS n;
INSERT INTO inbox (event_id, type, subject, correlation_id, body, state, attempts, received_at, due_at, done_at)
SELECT 'event ' || n, 'contracts.told.v1', 'lease/' || n, 'cause ' || n / 10, '{{}}', 'done', 0, '2026-12-01',
  '2026-12-01', '2026-12-01' FROM generate_series(1, %(rows)s) AS n;
INSERT INTO audit_lines (position, at, door, caller_id, caller, params, status, changes, correlation_id, previous_hash,
  hash)
SELECT n, '2026-12-01', 'list_units', 'clerk', 'clerk', '{{}}', 200, '[]', 'cause ' || n / 10, '', ''
FROM generate_series(1, %(rows)s) AS n;
""",
    "leads": f"""
INSERT INTO known_estates (id, name, zone)
SELECT {ESTATE}, 'Estate ' || n, 'Asia/Shanghai' FROM generate_series(1, %(rows)s, {PER_ESTATE}) AS n;
INSERT INTO register (position, id, kind, registration_id, customer_id, estate_id, at, day, by_id, by_name, told,
  previous_hash, hash)
SELECT n, {id_of("registration", "n")}, 'registration', {id_of("registration", "n")}, {id_of("visitor", "n / 15")},
  {ESTATE}, '2026-12-01', '2026-12-01', 'somebody', '王芳',
  jsonb_build_object('name', '客户', 'channel', 'walk_in', 'is_signed', true, 'phones', jsonb_build_array({PHONE})),
  '', '' FROM generate_series(1, %(rows)s) AS n;
INSERT INTO register_phones (position, phone) SELECT n, {PHONE} FROM generate_series(1, %(rows)s) AS n;
INSERT INTO registrations (id, version, position, number, estate_id, customer_id, consultant_id, consultant, channel,
  day, name, company, address, phones, valid_from, valid_until, extensions)
SELECT {id_of("registration", "n")}, 1, n, 'LF' || n, {ESTATE}, {id_of("visitor", "n / 15")}, 'somebody', '王芳',
  'walk_in', '2026-12-01', '客户', '', '', jsonb_build_array({PHONE}), '2026-12-01',
  '2026-12-01'::date + CASE WHEN n %% 10 = 0 THEN 3 ELSE 15 END, 0 FROM generate_series(1, %(rows)s) AS n;
""",
    "notify": f"""
INSERT INTO inboxes (id, estate_id, department, revision)
SELECT 'inbox ' || n, {ESTATE}, (ARRAY['leasing', 'sales_control', 'customer_service', 'property', 'engineering',
  'finance'])[1 + n %% 6], 1 FROM generate_series(1, %(rows)s, {PER_ESTATE} / 6) AS n;
INSERT INTO items (id, origin, estate_id, department, kind, asks, case_id, step, round, number, title_zh, title_en,
  body_zh, body_en, link, opened_at, due_at, closed_at)
SELECT {id_of("item", "n")}, 'task ' || n, {ESTATE}, (ARRAY['leasing', 'sales_control', 'customer_service', 'property',
  'engineering', 'finance'])[1 + n / 10 %% 6], 'task', true, {id_of("case", "n")}, 'inspect', 1, 'HF-' || n,
  '检查新单元', 'Inspect the new unit', '', '', '/unit-changes/' || n,
  '2024-01-01'::timestamptz + n * interval '1 minute',
  '2026-12-20', CASE WHEN n %% 10 > 0 THEN '2026-12-01'::timestamptz END
FROM generate_series(1, %(rows)s) AS n;
""",
}


def fill(service: str, url: str, rows: int) -> None:
    """Fills a service's empty tables with so many rows of what grows, and has the planner count them."""
    with connected(url) as connection:
        for statement in STATEMENTS[service].split(";\n"):
            if statement.strip():
                connection.execute(statement, {"rows": rows})
        connection.execute("VACUUM ANALYZE")
