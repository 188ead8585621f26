"""Logs: one line an event, JSON in production, the request id on each; secrets never get here."""

import logging
import sys

import structlog

from careops.core.settings import settings


def start() -> None:
    """Sets logging up; once a process."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown = structlog.processors.JSONRenderer() if settings.logs_json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, shown] if settings.logs_json else [*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
