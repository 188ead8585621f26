"""What passes between the outbox and its dispatcher, and what readers of the outbox get."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from careops.contacts.schemas import Email
from careops.core.typed import Moment
from careops.integrations.ports import Outcome

# ── between the outbox and its dispatcher ────────────────


@dataclass(frozen=True, slots=True)
class Way:
    """One account a delivery may leave through; the platform's own has no id. `version` tells when its set-up changed."""

    label: str
    integration_id: UUID | None = None
    version: int = 0
    local: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery somebody took on `until` then. `ways` are its accounts in their order; the first has made room for it.

    `unsettled`: an earlier try may have arrived. `alone`: it leaves through its first way or not at all.
    """

    id: UUID
    workspace_id: UUID
    channel: str
    purpose: str
    recipient: str
    attempts: int
    tries: int
    priority: int
    due_at: datetime
    until: datetime
    expires_at: datetime | None
    ways: tuple[Way, ...]
    stored: dict[str, Any] = field(repr=False)
    unsettled: bool = False
    alone: bool = False
    held_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One hand-over: through which account, how it ended, how long it took. `keyed`: that account knows the key it was sent with."""

    way: Way
    outcome: Outcome
    milliseconds: int = 0
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A delivery and every account that was tried for it, the last one deciding; none when it was let go of unsent."""

    claimed: Claimed
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One workspace's messages by one channel: what waits for the same accounts."""

    workspace_id: UUID
    channel: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a claim brought: deliveries to hand over, how many were settled unsent, and who has to rest until when."""

    claimed: tuple[Claimed, ...] = ()
    settled: int = 0
    resting: dict[Pair, datetime] = field(default_factory=dict[Pair, datetime])


# ── what came of asking for a message ────────────────────


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is in the outbox."""

    message_id: UUID


@dataclass(frozen=True, slots=True)
class Skipped:
    """It was not sent, and why."""

    reason: str


# ── input ────────────────────────────────────────────────


class TestIn(BaseModel):
    """Where the test message goes; left out, to whoever asks."""

    __test__ = False
    model_config = ConfigDict(extra="forbid")
    to: Email = ""


class ReplayIn(BaseModel):
    """Which failed deliveries are sent again, by the filters of the list; nothing named means all but those that may have arrived."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"state": "dead", "channel": "email"}]})
    state: Literal["failed", "dead", "unknown"] | None = None
    channel: Literal["email", "sms"] | None = None
    integration_id: UUID | None = None
    contact_id: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


# ── what readers get ─────────────────────────────────────


class DeliveryRow(BaseModel):
    """One letter and how it stands; the letter itself is in `OutboxRow`."""

    id: UUID
    message_id: UUID | None
    contact_id: UUID | None
    channel: str
    purpose: str
    recipient: str
    subject: str
    state: str
    attempts: int
    due_at: datetime | None
    integration_id: UUID | None
    via: str
    local: bool
    provider_id: str
    reason: str
    created_at: datetime
    settled_at: datetime | None
    delivered_at: datetime | None = None
    expires_at: datetime | None = None


class OutboxRow(DeliveryRow):
    """A letter that stayed here, with what is in it."""

    text: str
    html: str
    attachments: list[str]


class AttemptRow(BaseModel):
    """One hand-over to one account and how it ended."""

    id: UUID
    number: int
    integration_id: UUID | None
    via: str
    outcome: str
    reason: str
    milliseconds: int
    at: datetime


class RetriedRow(BaseModel):
    """How many were sent again; `left` says whether more are waiting for it."""

    count: int
    left: bool
