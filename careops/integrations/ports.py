"""What CareOps asks of a wire, and the four ways it can end.

Whoever sends must know which: only `RetryLater` and a configuration fault may go on to the next provider, and after
`Unknown` nobody may guess, because the message may have arrived.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

# ── what is sent ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a letter; one of type text/calendar also stands beside the text, so that mail programs offer to answer it."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, rendered once: sending it again sends the same bytes. `sender` and `reply_to` are (name, address)."""

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


@dataclass(frozen=True, slots=True)
class Text:
    """One text message; `to` is E.164."""

    message_id: str
    to: str
    text: str


# ── how it ended ─────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took it; `provider_id` is its own name for it, if it gave one."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """It will never take it. `configuration` when our account is at fault, not the message: another provider may still take it."""

    reason: str
    configuration: bool = False


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


class Gateway(Protocol):
    """One configured account of a mail provider. It never raises for what a provider may do, and always ends in time."""

    @property
    def address(self) -> str:
        """The address letters leave from."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Hands one letter over; blocks for seconds, so never inside a transaction or a request."""
        ...
