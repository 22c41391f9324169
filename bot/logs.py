"""The log: ids, lengths and durations on standard error, never a pasted text.

Whatever an error says may quote what a member pasted, so the log names an error by its kind and
its lines of code. Only errors whose words are known to be our own, or the system's, keep them.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from bot.settings import Settings
from claims.errors import CaveatError
from claims.tracing import reference

_QUIET = {
    # These log SQL parameters, payloads or every request when they are let.
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "filelock": logging.WARNING,
    "discord": logging.INFO,
    "discord.http": logging.WARNING,
    "discord.gateway": logging.WARNING,
    "discord.webhook": logging.WARNING,
}
_LINKS = 5
_FRAMES = 8

_Raised = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None
)


def start_logging(settings: Settings) -> None:
    """Send the log to standard error in the chosen form and hush libraries that tell too much."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else PlainLines())
    chosen = logging.getLevelNamesMapping()[settings.log_level.upper()]
    logging.basicConfig(level=chosen, handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, chosen))


def outline(error: BaseException) -> str:
    """An error and its causes by kinds and lines of code, without words that may quote a paste."""
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None and len(parts) < _LINKS:
        frames = traceback.extract_tb(link.__traceback__)[-_FRAMES:]
        steps = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        kind = f"{type(link).__module__}.{type(link).__qualname__}"
        words = f" ({link})" if isinstance(link, CaveatError | OSError) else ""
        parts.append(f"{kind}{words} at {steps or 'an unknown place'}")
        link = link.__cause__ or link.__context__
    return "; because of ".join(parts)


class PlainLines(logging.Formatter):
    """One line a record: time in UTC, level, logger, the reference it goes under, message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; an error is outlined at its end."""
        moment = _moment(record).strftime("%Y-%m-%d %H:%M:%S")
        about = f"[{reference()}] " if reference() else ""
        line = f"{moment} {record.levelname:<7} {record.name}: {about}{record.getMessage()}"
        if record.exc_info:
            line = f"{line}: {self.formatException(record.exc_info)}"
        return " ".join(line.splitlines())

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the standard library's name
        """The error without its own words."""
        return outline(ei[1]) if ei and ei[1] else ""


class JsonLines(PlainLines):
    """One JSON object a record: ``at``, ``level``, ``logger``, ``message`` and what else there is.

    That is the ``reference`` of the interaction, the ``error``, and the figures of a check.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        told: dict[str, Any] = {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if reference():
            told["reference"] = reference()
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, tz=UTC)
