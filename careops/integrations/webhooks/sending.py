"""One POST to an address somebody else chose: to the machine that was checked, never onward, within its bounds."""

import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from careops.core import clock
from careops.core.settings import settings
from careops.integrations.web.addresses import ANYWHERE, PUBLIC, AddressRefused, Reach, Resolver, ask_dns, read
from careops.integrations.web.calling import Bounds, Caller, Deadline, NoAnswer

BOUNDS = Bounds(connect=5, read=15, total=15, size=2_000, glance=True)
EXCERPT = 1_000  # characters of an answer that are kept
LONGEST_WAIT = 86_400
CLOSED = Reach(frozenset({"https"}), None, ANYWHERE.permits)  # an installation that may call its own network


@dataclass(frozen=True, slots=True)
class Said:
    """How one POST ended: the status, or 0 and why there is none; what the other side wrote; how long it asks us to wait."""

    status: int = 0
    reason: str = ""
    answer: str = ""
    wait: int | None = None
    milliseconds: int = 0

    @property
    def taken(self) -> bool:
        """Only a 2xx is a yes: a redirect is not followed, so what is there has not heard of it."""
        return 200 <= self.status < 300


def reach() -> Reach:
    """Which addresses may be called: https in the open internet; with the installation's leave its own network too."""
    if not settings.allow_private_webhooks:
        return PUBLIC
    return CLOSED if settings.production else ANYWHERE


@dataclass(frozen=True, slots=True)
class Sender:
    """Never raises for what an address or a server may do, and always ends in time; blocks for seconds, so never in a transaction."""

    resolve: Resolver = ask_dns
    bounds: Bounds = BOUNDS
    tls: ssl.SSLContext | None = None

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Said:
        """Hands the bytes over and says how that went; where the address leads is looked up and checked anew each time."""
        began = time.monotonic()
        caller = Caller(reach(), self.resolve, self.bounds, self.tls)
        said = {"Content-Type": "application/json", "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        try:
            target = read(url, caller.reach)
            answer = caller.call(target, said, Deadline(self.bounds.total), "POST", body)
        except AddressRefused as refusal:
            return Said(reason=refusal.message, milliseconds=_since(began))
        except NoAnswer as problem:
            return Said(reason=problem.reason, milliseconds=_since(began))
        wait = retry_after(answer.headers.get("retry-after", ""), clock.now())
        return Said(answer.status, _why(answer.status), readable(answer.body), wait, _since(began))


def readable(body: bytes) -> str:
    """The beginning of an answer as every database can keep it and every page can show it."""
    text = body.decode("utf-8", "replace")
    return "".join(c for c in text if c.isprintable() or c in "\n\t")[:EXCERPT]


def retry_after(said: str, now: datetime) -> int | None:
    """The seconds somebody asks us to wait, from either way of saying it; None when it says nothing usable."""
    if said.isascii() and said.isdecimal():
        return min(int(said[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0, int((until - now).total_seconds())), LONGEST_WAIT)


def _why(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "It answered with a redirect, which is not followed"
    return f"It answered with the error {status}"


def _since(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
