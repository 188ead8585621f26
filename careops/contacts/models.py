"""One row a person. What makes two entries the same person is unique in the database."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned


class Contact(Scoped, table=True):
    """A customer or lead.

    `email_key` is what two spellings of an address have in common; `phone_key` is the number of somebody without an address
    (families share a phone, so a number alone is not a person once there is an address). `found_by` is what search reads.
    """

    __table_args__ = (
        owned("contact"),
        sa.UniqueConstraint("workspace_id", "email_key", name="uq_contact_email"),
        sa.UniqueConstraint("workspace_id", "phone_key", name="uq_contact_phone"),
        sa.Index("ix_contact_phone", "workspace_id", "phone"),
        sa.Index("ix_contact_name", "workspace_id", "name_key", "id"),
        sa.Index("ix_contact_created", "workspace_id", "created_at", "id"),
    )
    name: str = Field(max_length=120)
    name_key: str = Field(max_length=240)
    email: str = Field(default="", max_length=254)
    email_key: str | None = Field(default=None, max_length=254)
    phone: str = Field(default="", max_length=20)
    phone_key: str | None = Field(default=None, max_length=20)
    found_by: str = Field(default="", sa_type=sa.Text)
    locale: str = Field(default="", max_length=16)
    timezone: str = Field(default="", max_length=64)
    source: str = Field(max_length=20)
    notes: str = Field(default="", sa_type=sa.Text)
    created_at: datetime = Field(default_factory=now)
    archived_at: datetime | None = None
    version: int = 1


class Consent(Scoped, table=True):
    """What somebody allowed or took back, for one channel and one purpose ("all" for every one); added to, never changed.

    The latest word counts. `source` is where it was said (keyword, link, form, staff, import, api), `wording` the very words.
    """

    __table_args__ = (
        link("contact_id", "contact"),
        sa.CheckConstraint("channel IN ('email', 'sms')", name="channel"),
        sa.CheckConstraint("purpose IN ('service', 'marketing', 'all')", name="purpose"),
        sa.Index("ix_consent_contact", "workspace_id", "contact_id", "id"),
    )
    contact_id: UUID
    channel: str = Field(max_length=16)
    purpose: str = Field(max_length=16)
    allowed: bool
    basis: str = Field(default="", max_length=40)
    source: str = Field(max_length=20)
    wording: str = Field(default="", max_length=500)
    ip: str = Field(default="", max_length=45)
    browser: str = Field(default="", max_length=200)
    member_id: UUID | None = None
    actor_name: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=now)


class Suppression(Scoped, table=True):
    """An address nothing is sent to, by its hash, so that it outlives the contact: opted out, bounced, complained, erased."""

    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "channel", "address_hash", "reason", name="uq_suppression_once"),
        sa.CheckConstraint("channel IN ('email', 'sms')", name="channel"),
        sa.CheckConstraint("reason IN ('bounced', 'complained', 'invalid', 'opted_out', 'erased')", name="reason"),
    )
    channel: str = Field(max_length=16)
    address_hash: str = Field(max_length=64)
    reason: str = Field(max_length=12)
    detail: str = Field(default="", max_length=300)
    at: datetime = Field(default_factory=now)
