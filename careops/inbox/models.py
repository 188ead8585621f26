"""One conversation a contact, its messages, and one delivery for each message that leaves the house."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

DUE = sa.text("due_at IS NOT NULL")
AUTOMATION = "automation"


class State(StrEnum):
    """Where a delivery stands. `failed`: refused for good; `dead`: tried too often; `unknown`: it may have arrived."""

    queued = "queued"
    leased = "leased"
    sent = "sent"
    failed = "failed"
    dead = "dead"
    unknown = "unknown"


class Conversation(Scoped, table=True):
    """Everything said with one contact. What the list shows is kept here, so that it never reads the messages.

    `waiting_since` is the first unanswered word of the contact; `controller` says who may answer by themselves: automation, or
    "staff:<member>" once a person has taken over.
    """

    __table_args__ = (
        owned("conversation"),
        link("contact_id", "contact"),
        link("assignee_id", "member"),
        sa.UniqueConstraint("workspace_id", "contact_id", name="uq_conversation_contact"),
        sa.CheckConstraint("status IN ('open', 'closed')", name="status"),
        sa.Index("ix_conversation_list", "workspace_id", "status", "last_message_at", "id"),
    )
    contact_id: UUID
    status: str = Field(default="open", max_length=8)
    assignee_id: UUID | None = None
    controller: str = Field(default=AUTOMATION, max_length=60)
    paused_by: str = Field(default="", max_length=120)
    automation_paused_at: datetime | None = None
    waiting_since: datetime | None = None
    last_inbound_at: datetime | None = None
    last_message_at: datetime = Field(default_factory=now)
    channel: str = Field(default="", max_length=16)
    preview: str = Field(default="", max_length=200)
    preview_by: str = Field(default="", max_length=120)
    undelivered: bool = False
    created_at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None
    version: int = 1


class Message(Scoped, table=True):
    """One thing said, or noted by staff. `key` makes an automatic message once only; `wire_id` is its Message-ID."""

    __table_args__ = (
        owned("message"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_message_key"),
        sa.CheckConstraint("direction IN ('in', 'out')", name="direction"),
        sa.CheckConstraint("kind IN ('message', 'note', 'system')", name="kind"),
        sa.Index("ix_message_thread", "workspace_id", "conversation_id", "at", "id"),
    )
    conversation_id: UUID
    direction: str = Field(max_length=3)
    kind: str = Field(default="message", max_length=8)
    channel: str = Field(max_length=16)
    automated: bool = False
    title: str = Field(default="", max_length=120)
    subject: str = Field(default="", max_length=250)
    text: str = Field(sa_type=sa.Text)
    author: str = Field(default="", max_length=120)
    member_id: UUID | None = None
    at: datetime
    event_id: UUID | None = None
    reason: str = Field(default="", max_length=300)
    key: str | None = Field(default=None, max_length=200)
    wire_id: str = Field(default="", max_length=250)


class Delivery(Scoped, table=True):
    """One letter on its way, rendered once. `due_at` is when somebody may take it (again); empty once it is settled.

    `attempts` fences: whoever settles must have made the latest attempt. `integration_id` is the account it left through, or,
    while `pinned`, the only one it may leave through (a test). Mail about accounts has no message and lives on the platform.
    """

    __table_args__ = (
        owned("delivery"),
        link("message_id", "message"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_delivery_key"),
        sa.CheckConstraint("state IN ('queued', 'leased', 'sent', 'failed', 'dead', 'unknown')", name="state"),
        sa.CheckConstraint("(state IN ('queued', 'leased')) = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_delivery_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_delivery_message", "workspace_id", "message_id"),
        sa.Index("ix_delivery_list", "workspace_id", "created_at", "id"),
    )
    message_id: UUID | None = None
    contact_id: UUID | None = None
    key: str = Field(max_length=200)
    channel: str = Field(max_length=16)
    purpose: str = Field(max_length=16)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=250)
    letter: dict[str, Any] = Field(sa_type=sa.JSON)
    state: str = Field(default=State.queued, max_length=8)
    attempts: int = 0
    tries: int = 0
    due_at: datetime | None = Field(default_factory=now)
    pinned: bool = False
    integration_id: UUID | None = None
    via: str = Field(default="", max_length=80)
    local: bool = False
    provider_id: str = Field(default="", max_length=250)
    reason: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now)
    settled_at: datetime | None = None


class ReadMark(Scoped, table=True):
    """Up to when a member has read a conversation."""

    __table_args__ = (
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", name="uq_readmark_one"),
    )
    member_id: UUID
    conversation_id: UUID
    read_at: datetime


class Draft(Scoped, table=True):
    """What a member has begun to write; gone once it is sent or emptied."""

    __table_args__ = (
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", "kind", name="uq_draft_one"),
    )
    member_id: UUID
    conversation_id: UUID
    kind: str = Field(max_length=8)
    text: str = Field(sa_type=sa.Text)
    updated_at: datetime
