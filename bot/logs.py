"""Logs on standard output, for people or machines. The token is removed from every line, at every level."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# They log addresses, which hold the token, or bodies and statements, which hold what people wrote.
QUIET = (
    *("aiohttp", "httpx", "httpcore", "telegram", "asyncio", "uvicorn.access"),
    *("psycopg", "psycopg.pool", "aiosqlite", "sqlalchemy"),
    # It has several lines to say about each move.
    "transitions",
)
HIDDEN = "[hidden]"


class Scrub:
    """Removes secrets from every part of a log line, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 8)

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {key: self._value(value) for key, value in event.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, int | float | bool) or value is None:
            return value
        return self.text(value if isinstance(value, str) else repr(value))


class ScrubbedFormatter(structlog.stdlib.ProcessorFormatter):
    """The last look at a line before it is written."""

    def __init__(self, scrub: Scrub, **options: Any) -> None:
        super().__init__(**options)
        self._scrub = scrub

    def format(self, record: logging.LogRecord) -> str:
        return self._scrub.text(super().format(record))


def set_up_logs(level: str, form: str, secrets: tuple[str, ...]) -> None:
    """Send structlog and the standard library's logs the same way."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    scrub = Scrub(secrets)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        ScrubbedFormatter(
            scrub,
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, scrub, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
