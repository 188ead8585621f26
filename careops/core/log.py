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
    # Plain: the console's own tracebacks print every local variable, passwords among them, and take seconds.
    console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    shown = structlog.processors.JSONRenderer() if settings.logs_json else console
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, shown] if settings.logs_json else [*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
