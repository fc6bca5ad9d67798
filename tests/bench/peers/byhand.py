"""The pair by hand: py-amqp and psycopg2 on the same tables, with the same promises.

usage: teller|keeper BROKER DATABASE

Outbox rows in the business transaction, numbered per subject; windows of confirms that hold no two of one subject;
messages stored in batches before their ack, each once; effects in batches, in order, together with the done marks.
A batch that fails is done one by one, and who fails alone waits while the others of its subject wait behind it.
"""

import json
import sys
import threading
import time
import uuid
from datetime import UTC, datetime

import psycopg2
from psycopg2.extras import execute_values

from tests.bench.orders import Kept, serve, tell_all
from tests.bench.peers.windowed import Publisher, connect
from tests.bench.sizes import envelope, numbered

BATCH = 500
EFFECTS = 50
SWEEP = 2.0

COUNT_UP = """
    INSERT INTO subjects (subject, sequence) VALUES (%s, 1)
    ON CONFLICT (subject) DO UPDATE SET sequence = subjects.sequence + 1 RETURNING sequence
"""
SAY = """
    INSERT INTO outbox (event_id, type, routing_key, subject, sequence, correlation_id, at, body)
    VALUES (%s, 'teller.told.v1', 'told', %s, %s, %s, %s, %s)
"""
PENDING = "SELECT position, subject, body FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT %s"
SENT = "UPDATE outbox SET sent_at = now() WHERE position = ANY(%s)"
STORE = """
    INSERT INTO inbox (event_id, type, subject, correlation_id, body, state, attempts, received_at, due_at)
    VALUES %s ON CONFLICT (event_id) DO NOTHING
"""
TAKE = """
    SELECT position, body FROM inbox WHERE state = 'pending' AND due_at <= now() AND NOT EXISTS (
        SELECT FROM inbox failed WHERE failed.subject = inbox.subject AND failed.position < inbox.position
            AND failed.state IN ('pending', 'parked') AND failed.attempts > 0)
    ORDER BY position LIMIT %s FOR UPDATE SKIP LOCKED
"""
DONE = "UPDATE inbox SET state = 'done', done_at = now() WHERE position = ANY(%s)"
PUT_OFF = """
    UPDATE inbox SET attempts = attempts + 1, error = %s, due_at = now() + interval '1 s' * power(2, attempts),
        state = CASE WHEN attempts < 7 THEN 'pending' ELSE 'parked' END WHERE position = %s
"""


class Teller:
    """Tells in one thread and relays in another."""

    def __init__(self, broker: str, database: str) -> None:
        self.telling, self.relaying = psycopg2.connect(database), psycopg2.connect(database)
        self.publisher = Publisher(broker)
        self.said = threading.Event()
        threading.Thread(target=self.relay, daemon=True).start()

    def tell(self, which: int) -> None:
        at, now, event_id = time.time(), datetime.now(UTC), str(uuid.uuid4())
        thing, number = numbered(which)
        with self.telling, self.telling.cursor() as cursor:
            cursor.execute("INSERT INTO sayings (thing, number) VALUES (%s, %s)", (thing, number))
            cursor.execute(COUNT_UP, (f"thing/{thing}",))
            (sequence,) = cursor.fetchone()
            body = envelope(event_id, thing, number, at, sequence, now.isoformat())
            cursor.execute(SAY, (event_id, f"thing/{thing}", sequence, event_id, now, body))
        self.said.set()

    def relay(self) -> None:
        while True:
            self.said.clear()
            with self.relaying, self.relaying.cursor() as cursor:
                cursor.execute(PENDING, (BATCH,))
                rows = cursor.fetchall()
            for wave in waves(rows):
                for _, _, body in wave:
                    self.publisher.publish(body)
                self.publisher.wait(until=0)
                with self.relaying, self.relaying.cursor() as cursor:
                    cursor.execute(SENT, ([position for position, _, _ in wave],))
            if not rows:
                self.said.wait(SWEEP)

    def serve(self) -> None:
        serve({"tell": lambda **given: tell_all(self.tell, **given)})


def waves(rows):
    """Splits rows so that none holds two of one subject."""
    turn: dict[str, int] = {}
    split: list[list[tuple[int, str, str]]] = []
    for row in rows:
        number = turn.get(row[1], 0)
        turn[row[1]] = number + 1
        if number == len(split):
            split.append([])
        split[number].append(row)
    return split


class Keeper:
    """Receives in one thread and takes effect in another."""

    def __init__(self, broker: str, database: str) -> None:
        self.storing, self.working = psycopg2.connect(database), psycopg2.connect(database)
        self.heard = threading.Event()
        self.kept = Kept()
        self.came: list = []
        self.link = connect(broker)
        self.channel = self.link.channel()
        self.channel.basic_qos(0, BATCH, False)
        self.channel.basic_consume("keeper.inbox", callback=self.came.append)
        for loop in (self.receive, self.work):
            threading.Thread(target=loop, daemon=True).start()

    def receive(self) -> None:
        while True:
            self.link.drain_events()
            while len(self.came) < BATCH and self.drained():
                pass
            self.store()
            self.channel.basic_ack(self.came[-1].delivery_tag, multiple=True)
            self.came.clear()
            self.heard.set()

    def drained(self) -> bool:
        try:
            self.link.drain_events(timeout=0)
        except TimeoutError:
            return False
        return True

    def store(self) -> None:
        now = datetime.now(UTC)
        rows = []
        for message in self.came:
            told = json.loads(message.body)
            row = (told["id"], told["type"], told["subject"], told["correlationid"], message.body)
            rows.append((*row, "pending", 0, now, now))
        with self.storing, self.storing.cursor() as cursor:
            execute_values(cursor, STORE, rows, page_size=BATCH)

    def work(self) -> None:
        while True:
            self.heard.clear()
            try:
                done = self.take_effect(EFFECTS)
            except psycopg2.Error:
                done = self.take_effect_alone()
            if not done:
                self.heard.wait(SWEEP)

    def take_effect(self, limit: int) -> int:
        with self.working, self.working.cursor() as cursor:
            cursor.execute(TAKE, (limit,))
            rows = cursor.fetchall()
            events = [json.loads(body)["data"] for _, body in rows]
            for event in events:
                cursor.execute("INSERT INTO notes (thing, number) VALUES (%s, %s)", (event["thing"], event["number"]))
            cursor.execute(DONE, ([position for position, _ in rows],))
        for event in events:
            self.kept(event["at"])
        return len(rows)

    def take_effect_alone(self) -> int:
        try:
            return self.take_effect(1)
        except psycopg2.Error as error:
            with self.working, self.working.cursor() as cursor:
                cursor.execute(TAKE, (1,))
                for position, _ in cursor.fetchall():
                    cursor.execute(PUT_OFF, (str(error), position))
            return 1

    def serve(self) -> None:
        serve({"wait": self.kept.wait})


if __name__ == "__main__":
    {"teller": Teller, "keeper": Keeper}[sys.argv[1]](*sys.argv[2:]).serve()
