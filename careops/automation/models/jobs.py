"""One row for each occurrence of a job, and who leads."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, Table

DUE = sa.text("due_at IS NOT NULL")
RUNNING = sa.text("state = 'running'")


class Lease(Table, table=True):
    """Who does something that one process should do for all, and until when nobody else may. `fence` counts the changes of hands."""

    __table_args__ = (sa.UniqueConstraint("name", name="uq_lease_name"),)
    name: str = Field(max_length=40)
    owner: str = Field(max_length=80)
    fence: int = 1
    until: datetime


class JobRun(Scoped, table=True):
    """One occurrence of a job, once: its `key` is the moment it was planned for, or the wish of whoever asked for it.

    What belongs to no business lives on the platform. `due_at` is when somebody may take it on (again): its time, or the end of a
    lease. `fence` counts how often it was taken on; whoever writes for it must hold the latest.
    """

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "job", "key", name="uq_jobrun_once"),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'skipped')", name="state"),
        sa.CheckConstraint("(state IN ('waiting', 'running')) = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_jobrun_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_jobrun_running", "due_at", sqlite_where=RUNNING, postgresql_where=RUNNING),
        sa.Index("ix_jobrun_list", "workspace_id", "job", "id"),
    )
    job: str = Field(max_length=60)
    key: str = Field(max_length=60)
    state: str = Field(default="waiting", max_length=8)
    planned_at: datetime
    due_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ms: int = 0
    tries: int = 0
    fence: int = 0
    worker: str = Field(default="", max_length=80)
    asked_by: str = Field(default="", max_length=120)
    result: str = Field(default="", max_length=300)
    error: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=now)
