"""Hands texts to Twilio. It knows no idempotency keys: after an unknown end only its own news tell what became of one."""

import mimetypes
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from twilio.base.exceptions import TwilioException

from careops.core.clock import now
from careops.integrations.exchange import BOUNDS, as_text, exchange, wait_of, words
from careops.integrations.ports import Accepted, Attachment, Inbound, Outcome, Rejected, RetryLater, Text, Unknown
from careops.integrations.twilio.client import Transport, basic, client
from careops.integrations.twilio.codes import INVALID, LATER, OPTED_OUT, OUR_FAULT
from careops.integrations.web.calling import Bounds, Caller, NoAnswer
from careops.integrations.web.fetching import MOVED, Fetched, Fetcher

REAL = "https://api.twilio.com"
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST = 1600  # characters of one text
USUAL_LIFE = 4 * 3600  # seconds; Twilio's own ten hours would bring a reminder after the visit
SHORTEST_LIFE, LONGEST_LIFE = 60, 36_000
PICTURE = Bounds(connect=5, read=10, total=30, size=6_000_000)


@dataclass(frozen=True, slots=True)
class TwilioGateway:
    """One account at Twilio, sending from a number or a messaging service. `callback` is where it tells what becomes of a text."""

    account_sid: str
    auth_token: str = field(repr=False)
    from_number: str = ""
    messaging_service_sid: str = ""
    callback: str = field(default="", repr=False)
    url: str = REAL
    bounds: Bounds = BOUNDS

    @property
    def address(self) -> str:
        return self.from_number or self.messaging_service_sid

    @property
    def honours_keys(self) -> bool:
        return False

    def send(self, text: Text) -> Outcome:
        """One text; the carrier drops it once it is of no use any more."""
        body = text.text.replace("\0", "").strip()
        if not NUMBER.fullmatch(text.to):
            return Rejected("not a phone number", kind="invalid")
        if not body or len(body) > LONGEST:
            return Rejected(f"a text has 1 to {LONGEST} characters")
        made, transport = client(self.account_sid, self.auth_token, self.url, self.bounds)
        try:
            message = made.messages.create(to=text.to, body=body, validity_period=_life(text), **self._sender(), **self._callback(text))
            return _taken(message)
        except TwilioException as problem:
            return _refused(problem, transport)
        except Exception as problem:  # what the way out raises, and answers the client's makers did not think of
            return _bewildered(problem, transport)

    def _sender(self) -> dict[str, Any]:
        if self.messaging_service_sid:
            return {"messaging_service_sid": self.messaging_service_sid}
        return {"from_": self.from_number}

    def _callback(self, text: Text) -> dict[str, Any]:
        return {"status_callback": f"{self.callback}?{urlencode({'delivery': text.key})}"} if self.callback else {}

    def fetch(self, news: Inbound) -> Inbound | Outcome:
        """The text with its pictures; one that is gone or too large comes as an empty file."""
        files: list[Attachment] = []
        for number, line in enumerate(news.fetch.splitlines()[:10], start=1):
            mime, _, url = line.partition(" ")
            content = self._picture(url)
            if content is None:
                return RetryLater("A picture of this text could not be fetched")
            files.append(Attachment(f"picture-{number}{mimetypes.guess_extension(mime) or ''}", mime, content))
        return replace(news, attachments=tuple(files), fetch="")

    def _picture(self, url: str) -> bytes | None:
        """None when it may come later. Only Twilio itself is shown our sign-in, never the machine it sends us on to."""
        if not url.startswith(f"{self.url.rstrip('/')}/"):
            return _fetched(url)
        try:
            answer = exchange(
                "GET", url, {"Authorization": basic(self.account_sid, self.auth_token)}, bounds=replace(self.bounds, size=PICTURE.size)
            )
        except NoAnswer:
            return None
        if answer.status in MOVED:
            return _fetched(answer.headers.get("location", ""))
        if answer.status >= 500 or answer.status == 429:
            return None
        return answer.body if answer.status == 200 and len(answer.body) < PICTURE.size else b""


def _fetched(url: str) -> bytes | None:
    outcome = Fetcher(Caller(bounds=PICTURE)).get(url)
    if getattr(outcome, "retry", False):
        return None
    return outcome.body if isinstance(outcome, Fetched) else b""


def _life(text: Text) -> int:
    if text.expires_at is None:
        return USUAL_LIFE
    return int(min(max((text.expires_at - now()).total_seconds(), SHORTEST_LIFE), LONGEST_LIFE))


# ── reading what Twilio says ─────────────────────────────


def _taken(message: Any) -> Outcome:
    sid, status = as_text(message.sid), as_text(message.status)
    if not sid.startswith(("SM", "MM")):
        return Unknown("Twilio's answer names no text")
    if status in ("failed", "undelivered"):
        return _by_code(_number(message.error_code), 400, words(message.error_message) or status, None)
    return Accepted(sid)


def _refused(problem: TwilioException, transport: Transport) -> Outcome:
    answer = transport.answer
    if answer is None:
        return RetryLater(words(problem))
    if answer.status < 400:
        return Unknown("Twilio's answer could not be read")
    said = as_text(getattr(problem, "msg", "")) or as_text(getattr(problem, "title", "")) or type(problem).__name__
    return _by_code(_number(getattr(problem, "code", 0)), answer.status, words(said), wait_of(answer.headers))


def _bewildered(problem: Exception, transport: Transport) -> Outcome:
    if transport.problem:
        return Unknown(transport.problem.reason) if transport.problem.asked else RetryLater(transport.problem.reason)
    if transport.answer is None:
        return RetryLater(words(problem) or type(problem).__name__)
    return Unknown("Twilio's answer could not be read")


def _number(code: object) -> int:
    return int(code) if isinstance(code, int | str) and str(code).isdecimal() and len(str(code)) < 9 else 0


def _by_code(code: int, status: int, said: str, after: int | None) -> Outcome:
    """By Twilio's own code where it gives one, else by the status."""
    told = f"{code or status}: {said}"
    if code in OPTED_OUT:
        return Rejected(told, kind="opted_out")
    if code in INVALID:
        return Rejected(told, kind="invalid")
    if code in OUR_FAULT or status in (401, 403, 404, 405):
        return Rejected(told, configuration=True)
    if status == 504:  # whoever stood between us did not wait for what became of it
        return Unknown(told)
    if code in LATER or status in (408, 429) or status >= 500:
        return RetryLater(told, after)
    return Rejected(told)
