"""One row for each reaction, each switch that was touched, each thing that needs a person."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped

DUE = sa.text("due_at IS NOT NULL")
OPEN = sa.text("resolved_at IS NULL")


class RuleSwitch(Scoped, table=True):
    """A built-in rule that was switched; without a row it is on."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "rule", name="uq_ruleswitch_rule"),)
    rule: str = Field(max_length=60)
    enabled: bool
    changed_at: datetime = Field(default_factory=now)


class Run(Scoped, table=True):
    """What one rule made of one event, once. `due_at` is set while it is to be tried again."""

    __table_args__ = (
        sa.UniqueConstraint("event_id", "rule", name="uq_run_once"),
        sa.CheckConstraint("state IN ('done', 'skipped', 'waiting', 'failed')", name="state"),
        sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_run_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_run_list", "workspace_id", "id"),
    )
    event_id: UUID
    event_kind: str = Field(max_length=64)
    rule: str = Field(max_length=60)
    contact_id: UUID | None = None
    state: str = Field(max_length=8)
    reason: str = Field(default="", max_length=300)
    message_id: UUID | None = None
    tries: int = 1
    due_at: datetime | None = None
    at: datetime = Field(default_factory=now)
