"""One delivery for each message that leaves the house, each attempt at it, and what providers told us, kept before it is understood."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

DUE = sa.text("due_at IS NOT NULL")


class State(StrEnum):
    """Where a delivery stands, in the order it gets there.

    `skipped`: the gate said no at the last moment. `failed`: refused for good. `dead`: tried too often. `unknown`: it may have
    arrived. What providers tell later: `delivered`, `bounced`, `complained`.
    """

    queued = "queued"
    leased = "leased"
    sent = "sent"
    delivered = "delivered"
    skipped = "skipped"
    failed = "failed"
    dead = "dead"
    unknown = "unknown"
    bounced = "bounced"
    complained = "complained"


class Purpose(StrEnum):
    """Why it leaves. `account` and `test` pass every gate, and so does `opt_out`, the one text that confirms a STOP; `reply` is a
    person's own; `service` and `marketing` need consent."""

    account = "account"
    test = "test"
    opt_out = "opt_out"
    reply = "reply"
    service = "service"
    marketing = "marketing"


class Delivery(Scoped, table=True):
    """One letter or text on its way, rendered once. `due_at` is when somebody may take it (again); empty once it is settled.

    `attempts` fences: whoever settles must have made the latest attempt. `integration_id` is the account it is leaving or left
    through, or, while `pinned`, the only one it may leave through (a test; or a provider that must settle what is unknown). The
    lower the `priority` number, the sooner: 0 a person waits for it, 3 facts of a booking, 5 what serves, 9 campaigns. Past
    `expires_at` it is not sent any more. One that `yields` is not sent once a person has taken the conversation over. Mail about
    accounts has no message and lives on the platform.
    """

    __table_args__ = (
        owned("delivery"),
        link("message_id", "message"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_delivery_key"),
        sa.CheckConstraint(
            "state IN ('queued', 'leased', 'sent', 'delivered', 'skipped', 'failed', 'dead', 'unknown', 'bounced', 'complained')",
            name="state",
        ),
        sa.CheckConstraint("(state IN ('queued', 'leased')) = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_delivery_due", "priority", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_delivery_message", "workspace_id", "message_id"),
        sa.Index("ix_delivery_list", "workspace_id", "created_at", "id"),
        sa.Index("ix_delivery_provider", "workspace_id", "provider_id"),
        sa.Index("ix_delivery_wire", "workspace_id", "wire_id"),
    )
    message_id: UUID | None = None
    contact_id: UUID | None = None
    key: str = Field(max_length=200)
    channel: str = Field(max_length=16)
    purpose: str = Field(max_length=16)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=250)
    letter: dict[str, Any] = Field(sa_type=sa.JSON)
    state: str = Field(default=State.queued, max_length=10)
    priority: int = 5
    attempts: int = 0
    tries: int = 0
    due_at: datetime | None = Field(default_factory=now)
    expires_at: datetime | None = None
    yields: bool = False
    pinned: bool = False
    integration_id: UUID | None = None
    via: str = Field(default="", max_length=80)
    local: bool = False
    provider_id: str = Field(default="", max_length=250)
    wire_id: str = Field(default="", max_length=250)
    reason: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now)
    settled_at: datetime | None = None
    delivered_at: datetime | None = None


class Attempt(Scoped, table=True):
    """One hand-over to one account and how it ended; added to, never changed."""

    __table_args__ = (
        link("delivery_id", "delivery", ondelete="CASCADE"),
        sa.CheckConstraint("outcome IN ('accepted', 'rejected', 'retry_later', 'unknown')", name="outcome"),
        sa.Index("ix_attempt_delivery", "workspace_id", "delivery_id", "at"),
    )
    delivery_id: UUID
    number: int
    integration_id: UUID | None = None
    via: str = Field(default="", max_length=80)
    outcome: str = Field(max_length=12)
    reason: str = Field(default="", max_length=300)
    milliseconds: int = 0
    at: datetime = Field(default_factory=now)


class Arrival(Scoped, table=True):
    """What a provider told us, raw: kept once by the provider's own id before it is understood, then dealt with by the dispatcher.

    `kind`: `status` of something we sent, or a `message` from somebody. `parked`: about something we do not know (yet).
    """

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "integration_id", "event_id", name="uq_arrival_once"),
        sa.CheckConstraint("kind IN ('status', 'message')", name="kind"),
        sa.CheckConstraint("state IN ('waiting', 'done', 'parked', 'failed')", name="state"),
        sa.CheckConstraint("(state IN ('waiting', 'parked')) = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_arrival_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_arrival_list", "workspace_id", "received_at", "id"),
    )
    integration_id: UUID
    provider: str = Field(max_length=16)
    event_id: str = Field(max_length=250)
    kind: str = Field(max_length=8)
    body: dict[str, Any] = Field(sa_type=sa.JSON)
    raw: bytes = Field(default=b"", sa_type=sa.LargeBinary)
    state: str = Field(default="waiting", max_length=8)
    tries: int = 0
    due_at: datetime | None = Field(default_factory=now)
    reason: str = Field(default="", max_length=300)
    message_id: UUID | None = None
    received_at: datetime = Field(default_factory=now)
