"""Gets a document from an address somebody gave us, and only when it is new: calendars, later pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from careops.core.errors import Invalid
from careops.integrations.web.addresses import AddressRefused, Target, read
from careops.integrations.web.calling import Answer, Caller, Deadline, NoAnswer, TooMuch

MOVED = {301, 302, 303, 307, 308}
MOST_MOVES = 3
LATER = {408, 425, 429}


class SentAround(Invalid):
    """It leads on and on."""

    code = "address_sent_around"
    says = "This address leads on to others too often"


# ── how it ended ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fetched:
    """The document, and what to say next time so that it is only sent when it has changed."""

    body: bytes
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is as it was; the last copy is still right."""


@dataclass(frozen=True, slots=True)
class Refused:
    """We do not call it, or do not take what it sends: somebody must change the address. `reason` is a text of the catalogue."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work; `retry` when it may the next time, without anybody doing something."""

    reason: str
    retry: bool


Outcome = Fetched | NotModified | Refused | Failed


# ── getting it ───────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Never raises for what an address or a server may do, and always ends in time; blocks for seconds, so never in a transaction."""

    caller: Caller = field(default_factory=Caller)
    accept: str = "*/*"

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Outcome:
        """The document, unless it is as `etag` and `last_modified` say; every address it leads on to is checked like the first."""
        headers = {"Accept": self.accept, **_known(etag, last_modified)}
        try:
            target = read(url, self.caller.reach)
            return _ended(self._followed(target, headers), conditional=len(headers) > 1)
        except (AddressRefused, SentAround, TooMuch) as refusal:
            return Refused(refusal.message)
        except NoAnswer as problem:
            return Failed(problem.reason, problem.retry)

    def _followed(self, target: Target, headers: Mapping[str, str]) -> Answer:
        """The answer at the end of the way."""
        deadline = Deadline(self.caller.bounds.total)
        for _move in range(MOST_MOVES + 1):
            answer = self.caller.call(target, headers, deadline)
            if answer.status not in MOVED:
                return answer
            target = _onward(target, answer, lambda url: read(url, self.caller.reach))
        raise SentAround


def _onward(target: Target, answer: Answer, checked: Callable[[str], Target]) -> Target:
    try:
        return checked(urljoin(target.url, answer.headers.get("location", "").strip()))
    except ValueError:
        raise NoAnswer("It leads on to nowhere", retry=False) from None


def _known(etag: str, last_modified: str) -> dict[str, str]:
    said = {"If-None-Match": _kept(etag), "If-Modified-Since": _kept(last_modified)}
    return {name: value for name, value in said.items() if value}


def _kept(value: str) -> str:
    """A server's own words, kept to be said back to it; what could not be a header again is forgotten."""
    return value if len(value) <= 300 and value.isascii() and value.isprintable() else ""


def _ended(answer: Answer, *, conditional: bool) -> Outcome:
    if answer.status == 200:
        return Fetched(answer.body, _kept(answer.headers.get("etag", "")), _kept(answer.headers.get("last-modified", "")))
    if answer.status == 304 and conditional:
        return NotModified()
    if answer.status in (404, 410):
        return Failed("There is nothing at this address any more", retry=False)
    if answer.status in (401, 403):
        return Failed("It wants a sign-in; use a private link that needs none", retry=False)
    return Failed(f"It answered with the error {answer.status}", answer.status in LATER or answer.status >= 500)
