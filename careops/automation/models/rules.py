"""The rules as their owners keep them, and one row for everything a rule made of something that happened."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

DUE = sa.text("due_at IS NOT NULL")


class Rule(Scoped, table=True):
    """A rule. Of a built-in one only what the owner changed is kept: without a `definition` it says what CareOps makes it say.

    `name` is its own for ever, and stands in its runs. A removed rule is archived, so that its runs can still be read.
    """

    __table_args__ = (
        owned("rule"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_rule_name"),
    )
    name: str = Field(max_length=60)
    title: str = Field(default="", max_length=120)
    built_in: bool = False
    enabled: bool = True
    trigger: str = Field(default="", max_length=64)
    definition: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))  # type: ignore[arg-type]
    version: int = 1
    created_at: datetime = Field(default_factory=now)
    changed_at: datetime = Field(default_factory=now)
    archived_at: datetime | None = None


class Run(Scoped, table=True):
    """What one rule made of one stretch of one thing's life (`episode`), once. `due_at` is set while it waits.

    `unmatched`: a condition did not hold. `skipped`: it would have acted, and `reason` says why it did not. `moved`: skipped since
    the episode was over, so that it may come back. `snapshot` holds the facts its conditions were asked of, `depth` how many rules
    stand behind the event that set it off.
    """

    __table_args__ = (
        owned("run"),
        sa.UniqueConstraint("workspace_id", "rule", "subject", "episode", name="uq_run_episode"),
        sa.CheckConstraint("state IN ('done', 'skipped', 'unmatched', 'waiting', 'failed')", name="state"),
        sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_run_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_run_list", "workspace_id", "id"),
        sa.Index("ix_run_rule", "workspace_id", "rule", "at"),
        sa.Index("ix_run_contact", "workspace_id", "contact_id", "at"),
    )
    event_id: UUID
    event_kind: str = Field(max_length=64)
    rule: str = Field(max_length=60)
    rule_version: int = 1
    subject: UUID
    episode: str = Field(max_length=120)
    contact_id: UUID | None = None
    state: str = Field(max_length=10)
    reason: str = Field(default="", max_length=300)
    moved: bool = False
    message_id: UUID | None = None
    tries: int = 1
    depth: int = 0
    due_at: datetime | None = None
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime = Field(default_factory=now)


class RunStep(Scoped, table=True):
    """One line of a run's log: what was asked or done and how it came out (`ok`; empty where there is nothing to come out)."""

    __table_args__ = (
        link("run_id", "run", ondelete="CASCADE"),
        sa.Index("ix_runstep_run", "workspace_id", "run_id", "id"),
    )
    run_id: UUID
    kind: str = Field(max_length=12)
    told: str = Field(default="", max_length=300)
    ok: bool | None = None
    message_id: UUID | None = None
    at: datetime = Field(default_factory=now)
