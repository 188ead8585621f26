"""Calendars of other programs: private feeds that go out, busy times that come in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.crypto import new_token
from careops.core.db import Scoped, link, owned


class FeedScope(StrEnum):
    provider = "provider"  # or resource: both are booked
    workspace = "workspace"


class CalendarFeed(Scoped, table=True):
    """A private address at which a calendar program reads; revoked, it is gone. The address is derived from id and salt.

    It shows no more than whoever made it may see: with their membership it ends too.
    """

    __table_args__ = (owned("calendarfeed"), link("provider_id", "provider", ondelete="CASCADE"))
    name: str = Field(max_length=120)
    scope: str = Field(max_length=16)
    provider_id: UUID | None = None
    member_id: UUID | None = None  # whoever made it
    with_names: bool = True  # whether it tells who comes
    link_salt: str = Field(default_factory=lambda: new_token()[:16], max_length=16)
    created_at: datetime = Field(default_factory=now)
    last_read_at: datetime | None = None
    revoked_at: datetime | None = None


class CalendarImport(Scoped, table=True):
    """A foreign calendar whose busy times a provider is not offered in; its last good copy stays until a better one came.

    Whoever takes it on moves `next_at` ahead: that is their lease, and what they bring counts only while it stands.
    """

    __table_args__ = (
        owned("calendarimport"),
        link("provider_id", "provider", ondelete="CASCADE"),
        sa.Index("ix_calendarimport_due", "enabled", "next_at"),
    )
    provider_id: UUID
    name: str = Field(max_length=120)
    sealed_url: str = Field(sa_type=sa.Text)  # the address is a secret of its owner
    host: str = Field(default="", max_length=255)  # what may be shown of it
    enabled: bool = True
    etag: str = Field(default="", max_length=500)
    last_modified: str = Field(default="", max_length=100)
    sealed_copy: str = Field(default="", sa_type=sa.Text)  # the last good file's times, nothing else of it
    next_at: datetime = Field(default_factory=now)
    fetched_at: datetime | None = None
    succeeded_at: datetime | None = None
    expanded_at: datetime | None = None  # when its times were last worked out for the days ahead
    stretches: int = 0
    error: str = Field(default="", max_length=500)
    failures: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)
