"""What the owner says about the business: one row a workspace, and the days on which it is closed."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.db import Scoped, owned


class Business(Scoped, table=True):
    """How a workspace presents itself and tells time and money; its name, address word and status live in the workspace.

    The row appears with the first thing that is said. On observed public holidays it is closed, but for `open_holidays`.
    Automatic messages rest from `quiet_from` to `quiet_until` (minutes of the day, in the reader's zone; equal: never). Whoever
    writes is to be answered within `answer_minutes`, and each day's digest goes out at `digest_minute` (none: never).
    """

    __table_args__ = (
        owned("business"),
        sa.UniqueConstraint("workspace_id", name="uq_business_workspace"),
        sa.CheckConstraint("hour_cycle IN (12, 24)", name="hour_cycle"),
        sa.CheckConstraint("first_weekday BETWEEN 0 AND 6", name="first_weekday"),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439", name="quiet"),
        sa.CheckConstraint("answer_minutes BETWEEN 5 AND 10080", name="answer"),
        sa.CheckConstraint("digest_minute BETWEEN 0 AND 1439", name="digest"),
    )
    trade: str = Field(default="", max_length=20)
    timezone: str = Field(default="UTC", max_length=64)
    currency: str = Field(default="EUR", max_length=3)
    country: str = Field(default="", max_length=2)
    locale: str = Field(default="en", max_length=16)
    hour_cycle: int = 24
    first_weekday: int = 0
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=300)
    accent: str = Field(default="", max_length=7)
    initials: str = Field(default="", max_length=2)
    description: str = Field(default="", max_length=1000)
    welcome: str = Field(default="", max_length=1000)
    cancellation_policy: str = Field(default="", max_length=1000)
    vocabulary: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    holidays_observed: bool = False
    holiday_region: str = Field(default="", max_length=20)
    open_holidays: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    quiet_from: int = 21 * 60
    quiet_until: int = 9 * 60
    answer_minutes: int = 240
    digest_minute: int | None = 7 * 60
    version: int = 1


class Closure(Scoped, table=True):
    """Days on which nobody is served, both ends included.

    A public holiday is a closure too; its `holiday_key` says which one it stands for, so that there is never a second.
    """

    __table_args__ = (
        owned("closure"),
        sa.UniqueConstraint("workspace_id", "holiday_key", name="uq_closure_holiday"),
        sa.CheckConstraint("last_day >= first_day", name="span"),
        sa.CheckConstraint("source IN ('owner', 'holiday')", name="source"),
        sa.Index("ix_closure_last_day", "workspace_id", "last_day"),
    )
    first_day: date
    last_day: date
    name: str = Field(max_length=120)
    source: str = Field(default="owner", max_length=10)
    holiday_key: str | None = Field(default=None, max_length=10)
    version: int = 1
