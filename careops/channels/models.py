"""One row a provider account."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, owned


class Integration(Scoped, table=True):
    """An account messages leave or arrive through; `sealed` holds its secrets, encrypted for this row only.

    `failures` in a row open the breaker until `open_until`; then one message may try. `window_*` count the hour that began at
    `window_at`. `per_minute` 0 is the provider's own limit; `busy_until` is how far ahead that rate is used up. `hook_salt` makes
    its webhook address; `progress` is how far a mailbox was read, at `polled_at` for the last time.
    """

    __table_args__ = (
        owned("integration"),
        sa.CheckConstraint("kind IN ('local', 'smtp', 'resend', 'sendgrid', 'twilio', 'imap')", name="kind"),
        sa.CheckConstraint("channel IN ('email', 'sms', 'mailbox')", name="channel"),
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
    failures: int = 0
    open_until: datetime | None = None
    window_at: datetime | None = None
    window_sent: int = 0
    window_failed: int = 0
    per_minute: int = 0
    busy_until: datetime | None = None
    hook_salt: str = Field(default="", max_length=32)
    progress: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    polled_at: datetime | None = None
