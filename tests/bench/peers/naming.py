"""What every program on nameko's defaults begins with; it has to be imported before anything else."""

import os
import signal
import warnings

# Psycopg would otherwise stop all green threads while one of them waits for an answer, which is no default to want.
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"
warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402


class Sessions(DependencyProvider):
    """A session of SQLAlchemy for each worker, closed when the worker is done."""

    def setup(self):
        self.engine = create_engine(self.container.config["DATABASE"])
        self.open = {}

    def get_dependency(self, worker_ctx):
        self.open[worker_ctx] = session = Session(self.engine)
        return session

    def worker_teardown(self, worker_ctx):
        self.open.pop(worker_ctx).close()


def run(service, broker, database, address="127.0.0.1:0"):
    """Runs the service until it is told to end, as `nameko run` does."""
    runner = ServiceRunner(config={"AMQP_URI": broker, "DATABASE": database, "WEB_SERVER_ADDRESS": address})
    runner.add_service(service)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    print("ready", flush=True)  # noqa: T201
    runner.wait()
