"""When somebody is busy, by their other calendar. The file is a stranger's: it is read in a process of its own, with limits."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from careops.core.errors import Invalid

log = structlog.get_logger(__name__)

READER = Path(__file__).with_name("expanding.py")
KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # all that Python itself may need; no setting and no secret goes along


class Unreadable(Invalid):
    """Something in it stops the reader."""

    code = "calendar_unreadable"
    says = "This calendar cannot be read; its file is broken"


class NotACalendar(Unreadable):
    """Mostly a sign-in page: the private link was taken back."""

    code = "not_a_calendar"
    says = "This link does not lead to a calendar"


class TooLarge(Unreadable):
    code = "calendar_too_large"
    says = "This calendar is too large to read"


class TooManyEvents(Unreadable):
    code = "calendar_too_many_events"
    says = "This calendar has too many events to read"


class TooManyTimes(Unreadable):
    code = "calendar_too_many_times"
    says = "The events of this calendar repeat too many times to read"


class TooOften(Unreadable):
    code = "calendar_too_often"
    says = "An event of this calendar repeats more than once an hour"


class TooSlow(Unreadable):
    code = "calendar_too_slow"
    says = "Reading this calendar takes too long"


REFUSALS: dict[str, type[Unreadable]] = {
    "broken": Unreadable,
    "not_a_calendar": NotACalendar,
    "too_large": TooLarge,
    "too_many_events": TooManyEvents,
    "too_many_times": TooManyTimes,
    "too_often": TooOften,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's calendar is read: the file's bytes, its events, the times they come to, and seconds."""

    size: int = 2_000_000
    events: int = 10_000
    times: int = 20_000
    seconds: float = 15


LIMITS = Limits()


def busy(content: bytes, *, since: int, until: int, zone: str, limits: Limits = LIMITS) -> list[tuple[int, int]]:
    """The stretches [begin, end) in which the calendar's owner is busy between two moments, in order, none touching the next.

    Moments are epoch seconds. Whole days, floating times and zones nobody knows are read in the calendar's own zone, or in
    `zone` where it names none. Raises an Unreadable that says why; it always ends within the limit of seconds.
    """
    if len(content) > limits.size:
        raise TooLarge
    if since >= until:
        return []
    answer = _read(content, {"since": since, "until": until, "zone": zone}, limits)
    if refused := answer.get("refused"):
        raise REFUSALS.get(refused, Unreadable)
    if answer["unread"]:
        log.info("some events of a foreign calendar were left out: they cannot be read", events=answer["unread"])
    return [(begin, end) for begin, end in answer["busy"]]


def _read(content: bytes, asked: dict[str, int | str], limits: Limits) -> dict[str, Any]:
    """What the reader says. It is started, never forked: threads of a server may hold any lock."""
    asked |= {"events": limits.events, "times": limits.times, "seconds": int(limits.seconds) + 1}
    surroundings = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603  (our own Python and our own file)
            [sys.executable, "-I", "-W", "ignore", str(READER)],
            input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds,
            env=surroundings,
            check=False,
        )
    except subprocess.TimeoutExpired:  # by now it has been killed and buried
        raise TooSlow from None
    if ended.returncode:
        log.warning("the reader of foreign calendars gave up", code=ended.returncode, said=ended.stderr[-500:].decode("utf-8", "replace"))
        raise Unreadable
    return json.loads(ended.stdout)
