"""Structured logs: one JSON object a line, each with the correlation id of the request or event being handled.

A line about many events at once has the `correlation_ids` of them all.
"""

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

IDS_A_LINE = 50


def configure(level: str = "INFO", readable: bool = False) -> None:
    """Sends everything, the libraries' logs too, to standard error: JSON, or for a person's eyes if `readable`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        # What is below the level is not even put together.
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.getLogger("alembic").setLevel(max(logging.WARNING, logging.getLogger().level))


def follow(log: Any, told: str, correlation_ids: Iterable[str], **values: Any) -> None:
    """Tells what was done for many causes at once, a line for some of them at a time, so that each can be searched."""
    ids = list(dict.fromkeys(correlation_ids))
    for start in range(0, len(ids), IDS_A_LINE):
        log.info(told, correlation_ids=ids[start : start + IDS_A_LINE], **values)


def get(name: str) -> Any:
    """The logger of a module."""
    return structlog.stdlib.get_logger(name)


@contextmanager
def bound(**values: Any) -> Iterator[None]:
    """Every line written inside carries these values."""
    with structlog.contextvars.bound_contextvars(**values):
        yield
