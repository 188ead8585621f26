"""One row a provider account."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, owned


class Integration(Scoped, table=True):
    """An account letters leave through; `sealed` is its secret, encrypted for this row only."""

    __table_args__ = (
        owned("integration"),
        sa.CheckConstraint("kind IN ('local', 'smtp')", name="kind"),
        sa.CheckConstraint("channel IN ('email', 'sms')", name="channel"),
        sa.Index("ix_integration_order", "workspace_id", "channel", "position"),
    )
    kind: str = Field(max_length=16)
    channel: str = Field(max_length=16)
    label: str = Field(max_length=80)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    sealed: str = Field(default="", sa_type=sa.Text)
    position: int = 0
    enabled: bool = True
    tested_at: datetime | None = None
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_error: str = Field(default="", max_length=300)
    created_at: datetime = Field(default_factory=now)
    version: int = 1
