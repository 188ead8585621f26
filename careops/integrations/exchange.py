"""One question to a provider whose address the installation chose, and what its answer is worth."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast

from careops.core import clock
from careops.integrations.web.addresses import ANYWHERE, read
from careops.integrations.web.calling import Answer, Bounds, Caller, Deadline

BOUNDS = Bounds(connect=5, read=10, total=20, size=1_000_000, glance=True)
LONGEST = 300  # characters of a provider's own words that are kept
LONGEST_WAIT = 3600  # seconds a provider may ask us to wait; beyond it we ask again all the same


def exchange(method: str, url: str, headers: Mapping[str, str], content: bytes = b"", bounds: Bounds = BOUNDS) -> Answer:
    """The provider's answer, whatever its status; NoAnswer when none came in time. A body that is too long comes cut off."""
    caller = Caller(reach=ANYWHERE, bounds=bounds)
    said = {"Accept-Encoding": "identity", **headers}
    return caller.call(read(url, ANYWHERE), said, Deadline(bounds.total), method.upper(), content)


def words(text: object) -> str:
    """What a provider said, on one line and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text or "")).split())
    return line[:LONGEST]


def read_json(body: bytes) -> Any:
    """The JSON, or None when it is none; nothing a provider sends may raise."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def as_dict(value: object) -> dict[str, Any]:
    """The object, or an empty one where something else came."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The list, or an empty one where something else came."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The text, or none where something else came. What could not be stored is left out of it."""
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def wait_of(headers: Mapping[str, str], name: str = "retry-after") -> int | None:
    """How many seconds the provider wants to be left alone: given as seconds, as a moment since 1970, or as a date."""
    said = headers.get(name, "").strip()
    moment = clock.now()
    if said.isdecimal() and len(said) < 12:
        seconds = int(said)
        return _bounded(seconds - moment.timestamp() if seconds > 1_000_000_000 else seconds)
    try:
        return _bounded((parsedate_to_datetime(said).astimezone(UTC) - moment).total_seconds()) if said else None
    except (ValueError, OverflowError):
        return None


def _bounded(seconds: float) -> int:
    return int(min(max(seconds, 1), LONGEST_WAIT))


def moment_of(value: object) -> datetime:
    """A provider's own time, from ISO text or seconds since 1970; now, where it tells none, or one that cannot be."""
    now = clock.now()
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            told = datetime.fromtimestamp(value, UTC)
        else:
            told = datetime.fromisoformat(str(value).strip().replace(" ", "T", 1))
            told = told.replace(tzinfo=told.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return min(told, now)
