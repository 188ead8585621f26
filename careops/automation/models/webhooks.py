"""Where events are told outside the house, what is owed to each place, and each try to tell it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

DUE = sa.text("due_at IS NOT NULL")
LEASED = sa.text("state = 'leased'")


class WebhookEndpoint(Scoped, table=True):
    """An address that wants to hear of some kinds of events; `sealed` is the key it knows us by, encrypted for this row only.

    After a rotation the key before signs too until `before_until`. `failing_since`: nothing was taken since then. It is left in peace
    until `paused_until`. Switched off by ourselves, it says why in `disabled_reason`.
    """

    __table_args__ = (owned("webhookendpoint"), sa.Index("ix_webhookendpoint_list", "workspace_id", "id"))
    url: str = Field(max_length=2000)
    label: str = Field(default="", max_length=80)
    events: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    sealed: str = Field(sa_type=sa.Text)
    sealed_before: str = Field(default="", sa_type=sa.Text)
    before_until: datetime | None = None
    enabled: bool = True
    disabled_reason: str = Field(default="", max_length=300)
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    last_success_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    version: int = 1


class WebhookCall(Scoped, table=True):
    """One event owed to one address; its bytes are rendered once. `due_at` is when somebody may take it (again), empty once settled.

    `attempts` fences: whoever settles must have made the latest attempt. `tries` counts since it was last asked for by a person.
    """

    __table_args__ = (
        owned("webhookcall"),
        link("endpoint_id", "webhookendpoint", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "endpoint_id", "event_id", name="uq_webhookcall_once"),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'delivered', 'failed')", name="state"),
        sa.CheckConstraint("(state IN ('waiting', 'leased')) = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_webhookcall_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_webhookcall_leased", "endpoint_id", sqlite_where=LEASED, postgresql_where=LEASED),
        sa.Index("ix_webhookcall_list", "workspace_id", "endpoint_id", "id"),
        sa.Index("ix_webhookcall_settled", "settled_at"),
    )
    endpoint_id: UUID
    event_id: UUID
    kind: str = Field(max_length=64)
    body: bytes = Field(sa_type=sa.LargeBinary)
    state: str = Field(default="waiting", max_length=9)
    attempts: int = 0
    tries: int = 0
    due_at: datetime | None = Field(default_factory=now)
    status: int = 0
    reason: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now)
    settled_at: datetime | None = None


class WebhookAttempt(Scoped, table=True):
    """One try: what went out beside the body, what came back. `status` 0: nothing came. Added to, never changed."""

    __table_args__ = (
        link("call_id", "webhookcall", ondelete="CASCADE"),
        sa.Index("ix_webhookattempt_call", "workspace_id", "call_id", "number"),
        sa.Index("ix_webhookattempt_list", "workspace_id", "endpoint_id", "id"),
    )
    call_id: UUID
    endpoint_id: UUID
    kind: str = Field(max_length=64)
    number: int
    headers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    taken: bool = False
    status: int = 0
    reason: str = Field(default="", max_length=300)
    answer: str = Field(default="", max_length=1000)
    milliseconds: int = 0
    at: datetime = Field(default_factory=now)
