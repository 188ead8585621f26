"""What CareOps asks of a wire, the four ways it can end, and what a wire tells by itself later.

Whoever sends must know which: only `RetryLater` and a configuration fault may go on to the next provider, and after
`Unknown` nobody may guess, because the message may have arrived.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

# ── what is sent ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a letter; one of type text/calendar also stands beside the text, so that mail programs offer to answer it."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, rendered once: sending it again sends the same bytes. `sender` and `reply_to` are (name, address).

    `key` is the delivery's id: providers that know idempotency keys are given it, the others carry it to their webhooks.
    """

    message_id: str
    date: datetime
    sender: tuple[str, str]
    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: tuple[str, str] = ("", "")
    headers: dict[str, str] = field(default_factory=dict[str, str])
    attachments: tuple[Attachment, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One text message; `to` is E.164, `key` the delivery's id. Past `expires_at` the carrier is to drop it."""

    message_id: str
    to: str
    text: str
    key: str = ""
    expires_at: datetime | None = None


# ── how it ended ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it; `provider_id` is its own name for it, if it gave one."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """It will never take it. `configuration` when our account is at fault, not the message: another provider may still take it.

    `kind` tells what is wrong with the recipient: they opted out (nobody else may try either), or there is no such address.
    """

    reason: str
    configuration: bool = False
    kind: Literal["", "opted_out", "invalid"] = ""


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Not now; nothing was sent. `after` seconds when the provider said so."""

    reason: str
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection ended after the message was handed over: it may have arrived."""

    reason: str


Outcome = Accepted | Rejected | RetryLater | Unknown


class MailGateway(Protocol):
    """One configured account of a mail provider. It never raises for what a provider may do, and always ends in time."""

    @property
    def address(self) -> str:
        """The address letters leave from."""
        ...

    @property
    def honours_keys(self) -> bool:
        """Whether the same key sent again within a day is sent once: then, and only then, `Unknown` may be tried again here."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Hands one letter over; blocks for seconds, so never inside a transaction or a request."""
        ...


class TextGateway(Protocol):
    """One configured account of a text message provider, under the same promises."""

    @property
    def address(self) -> str:
        """The number, or the sender pool, texts leave from."""
        ...

    @property
    def honours_keys(self) -> bool:
        """As with mail."""
        ...

    def send(self, text: Text) -> Outcome:
        """Hands one text over; blocks for seconds, so never inside a transaction or a request."""
        ...


Gateway = MailGateway | TextGateway


# ── what a provider tells by itself ──────────────────────

Standing = Literal["sent", "delivered", "deferred", "bounced", "complained", "failed", "opted_out"]


@dataclass(frozen=True, slots=True)
class StatusNews:
    """How something we sent goes on. `delivery_key` is the key we sent along, if the provider gave it back; else `provider_id` tells.

    `bounced` and `opted_out` are for ever; `failed` is about this message only; `deferred` means the provider goes on trying.
    `wire_id` is the Message-ID the mail really has: replies will name it.
    """

    event_id: str
    provider_id: str
    delivery_key: str
    state: Standing
    reason: str
    wire_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says about a mail of ours: to whom, what it did, and why. A `status` "5.…" is for ever, "4.…" for now."""

    recipient: str
    action: str
    status: str
    reason: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message from somebody. `recipients` is every address it went to, the envelope's first: one may carry our token.

    `headers` have small names; of several with one name the first counts. `fetch` is not empty when the provider told only that
    something came: hand it to the account's `fetch`, outside any transaction, for the rest. `report` is there when a mail server
    wrote. `raw` is a mail that could not be read; whoever keeps it can look at it again.
    """

    event_id: str
    channel: Literal["email", "sms"]
    sender: tuple[str, str]
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    headers: Mapping[str, str]
    attachments: tuple[Attachment, ...]
    at: datetime
    fetch: str = ""
    report: Report | None = None
    raw: bytes = b""


News = StatusNews | Inbound


class BadSignature(ValueError):
    """What called is not the provider, or says again what it said long ago."""


class FetchingGateway(Protocol):
    """An account whose webhooks do not bring everything."""

    def fetch(self, news: Inbound) -> Inbound | Outcome:
        """The whole message, or why not (yet); blocks for seconds."""
        ...
