"""FastStream on RabbitMQ with an inbox and an outbox in PostgreSQL by asyncpg. usage: teller|keeper BROKER DATABASE

The outbox is relayed by a task that publishes a batch at once and waits for its confirms; the subscriber handles up to
100 messages at once, the inbox row and the effect in one transaction. It keeps no order, and who fails is requeued.
"""

import asyncio
import contextlib
import sys
import time
import uuid
from datetime import UTC, datetime

import asyncpg
from faststream.rabbit import Channel, ExchangeType, QueueType, RabbitBroker, RabbitExchange, RabbitQueue
from pydantic import BaseModel

from tests.bench.orders import Kept, serve
from tests.bench.sizes import envelope, numbered

BATCH = 500
PREFETCH = 100
SWEEP = 2.0
EXCHANGE = RabbitExchange("teller.events", type=ExchangeType.TOPIC, durable=True)
QUEUE = RabbitQueue("keeper.stream", queue_type=QueueType.QUORUM, durable=True, routing_key="told")

SAYING = "INSERT INTO sayings (thing, number) VALUES ($1, $2)"
COUNT_UP = """
    INSERT INTO subjects (subject, sequence) VALUES ($1, 1)
    ON CONFLICT (subject) DO UPDATE SET sequence = subjects.sequence + 1 RETURNING sequence
"""
SAY = """
    INSERT INTO outbox (event_id, type, routing_key, subject, sequence, correlation_id, at, body)
    VALUES ($1, 'teller.told.v1', 'told', $2, $3, $4, $5, $6)
"""
PENDING = "SELECT position, body FROM outbox WHERE sent_at IS NULL ORDER BY position LIMIT $1"
SENT = "UPDATE outbox SET sent_at = now() WHERE position = ANY($1::bigint[])"
HEAR = """
    INSERT INTO inbox (event_id, type, subject, correlation_id, body, state, attempts, received_at, due_at, done_at)
    VALUES ($1, $2, $3, $4, $5, 'done', 0, now(), now(), now()) ON CONFLICT (event_id) DO NOTHING RETURNING position
"""
NOTE = "INSERT INTO notes (thing, number) VALUES ($1, $2)"


class Data(BaseModel):
    thing: str
    number: int
    at: float
    text: str


class Told(BaseModel):
    id: str
    type: str
    subject: str
    correlationid: str
    data: Data


class Teller:
    def __init__(self, broker: RabbitBroker, pool: asyncpg.Pool) -> None:
        self.broker, self.pool, self.said = broker, pool, asyncio.Event()

    async def start(self) -> None:
        await self.broker.start()
        await self.broker.declare_exchange(EXCHANGE)
        self.relaying = asyncio.create_task(self.relay())

    async def tell(self, first: int, count: int, rate: float = 0.0) -> float:
        began = time.time()
        for number in range(count):
            if rate:
                await asyncio.sleep(max(began + number / rate - time.time(), 0))
            await self.tell_one(first + number)
        return began

    async def tell_one(self, which: int) -> None:
        at, now, event_id = time.time(), datetime.now(UTC), str(uuid.uuid4())
        thing, number = numbered(which)
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(SAYING, thing, number)
            sequence = await connection.fetchval(COUNT_UP, f"thing/{thing}")
            body = envelope(event_id, thing, number, at, sequence, now.isoformat())
            await connection.execute(SAY, event_id, f"thing/{thing}", sequence, event_id, now, body)
        self.said.set()

    async def relay(self) -> None:
        while True:
            self.said.clear()
            rows = await self.pool.fetch(PENDING, BATCH)
            await asyncio.gather(*(self.publish(row["body"]) for row in rows))
            if rows:
                await self.pool.execute(SENT, [row["position"] for row in rows])
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.said.wait(), SWEEP)

    async def publish(self, body: str) -> None:
        await self.broker.publish(
            body.encode(), exchange=EXCHANGE, routing_key="told", content_type="application/json", persist=True
        )


class Keeper:
    def __init__(self, broker: RabbitBroker, pool: asyncpg.Pool) -> None:
        self.broker, self.pool, self.kept = broker, pool, Kept()
        broker.subscriber(QUEUE, EXCHANGE)(self.note)

    async def start(self) -> None:
        await self.broker.start()

    async def note(self, told: Told) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            row = (told.id, told.type, told.subject, told.correlationid, told.model_dump_json())
            if await connection.fetchval(HEAR, *row) is None:
                return
            await connection.execute(NOTE, told.data.thing, told.data.number)
        self.kept(told.data.at)


async def main(name: str, url: str, database: str) -> None:
    broker = RabbitBroker(url, default_channel=Channel(prefetch_count=PREFETCH), logger=None)
    async with asyncpg.create_pool(database, max_size=10) as pool:
        side = {"teller": Teller, "keeper": Keeper}[name](broker, pool)
        await side.start()
        loop = asyncio.get_running_loop()

        def tell(**given: float) -> float:
            return asyncio.run_coroutine_threadsafe(side.tell(**given), loop).result()

        await asyncio.to_thread(serve, {"tell": tell, "wait": lambda count: side.kept.wait(count)})
        await broker.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
