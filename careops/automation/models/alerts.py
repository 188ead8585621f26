"""One row for each thing that needs a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, owned

OPEN = sa.text("resolved_at IS NULL")


class Alert(Scoped, table=True):
    """Something that needs a person; at most one open for each cause.

    `standing`: its cause is still there, whatever a person said about it. Without a `resolver_id` it was resolved by itself.
    """

    __table_args__ = (
        owned("alert"),
        sa.Index("uq_alert_open", "workspace_id", "cause", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_alert_list", "workspace_id", "id"),
        sa.Index("ix_alert_cause", "workspace_id", "cause", "id"),
        sa.CheckConstraint("priority IN ('low', 'medium', 'high', 'critical')", name="priority"),
    )
    cause: str = Field(max_length=120)
    kind: str = Field(max_length=40)
    priority: str = Field(max_length=8)
    subject: UUID
    contact_id: UUID | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    times: int = 1
    created_at: datetime = Field(default_factory=now)
    last_at: datetime = Field(default_factory=now)
    read_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_by: str = Field(default="", max_length=120)
    resolver_id: UUID | None = None
    standing: bool = True
    assignee_id: UUID | None = None
    assignee: str = Field(default="", max_length=120)
    snoozed_until: datetime | None = None
