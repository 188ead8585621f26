"""One row a fact; never changed but for the mark that automation has reacted."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.db import Scoped

WAITING = sa.text("reacted_at IS NULL")


class Event(Scoped, table=True):
    """A fact about `subject`; ids are uuid7, so they sort by time. `reacted_at` is null until automation has dealt with it.

    `cause` is the run of a rule that brought it about, `depth` how many rules stand behind it: 0 where people did it.
    """

    __table_args__ = (
        sa.Index("ix_event_subject", "workspace_id", "subject", "id"),
        sa.Index("ix_event_contact", "workspace_id", "contact", "id"),
        sa.Index("ix_event_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    kind: str = Field(max_length=64)
    subject: UUID
    contact: UUID | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    actor_kind: str = Field(max_length=16)
    actor_id: UUID | None = None
    actor_name: str = Field(default="", max_length=200)
    source: str = Field(max_length=16)
    occurred_at: datetime
    reacted_at: datetime | None = None
    depth: int = 0
    cause: UUID | None = None
