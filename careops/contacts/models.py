"""One row a person. What makes two entries the same person is unique in the database."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, owned


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
