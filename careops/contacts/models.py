"""One row a person. What makes two entries the same person is unique in the database."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

AWAY = sa.text("archived_at IS NOT NULL")
NO_WAY = sa.text("email = '' AND phone = ''")


class Contact(Scoped, table=True):
    """A customer or lead.

    `email_key` is what two spellings of an address have in common; `phone_key` is the number of somebody without an address
    (families share a phone, so a number alone is not a person once there is an address). `found_by` holds the words of the search, whose
    index the migration makes (`contactwords`).
    """

    __table_args__ = (
        owned("contact"),
        sa.UniqueConstraint("workspace_id", "email_key", name="uq_contact_email"),
        sa.UniqueConstraint("workspace_id", "phone_key", name="uq_contact_phone"),
        sa.Index("ix_contact_phone", "workspace_id", "phone"),
        sa.Index("ix_contact_name", "workspace_id", "name_key", "id"),
        sa.Index("ix_contact_created", "workspace_id", "created_at", "id"),
        sa.Index("ix_contact_source", "workspace_id", "source", "name_key", "id"),
        sa.Index("ix_contact_archived", "workspace_id", "name_key", "id", sqlite_where=AWAY, postgresql_where=AWAY),
        sa.Index("ix_contact_unreachable", "workspace_id", "name_key", "id", sqlite_where=NO_WAY, postgresql_where=NO_WAY),
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
    merged_into: UUID | None = None  # whom this entry turned out to be; everything of theirs is there now
    version: int = 1


class Dependent(Scoped, table=True):
    """Somebody a contact books for: a student, a child, a pet."""

    __table_args__ = (
        owned("dependent"),
        link("contact_id", "contact"),
        sa.Index("ix_dependent_contact", "workspace_id", "contact_id", "id"),
    )
    contact_id: UUID
    name: str = Field(max_length=120)
    relation: str = Field(default="", max_length=40)
    born_on: date | None = None
    notes: str = Field(default="", sa_type=sa.Text)
    created_at: datetime = Field(default_factory=now)
    archived_at: datetime | None = None
    version: int = 1


class Tag(Scoped, table=True):
    """A word people are grouped by."""

    __table_args__ = (owned("tag"), sa.UniqueConstraint("workspace_id", "name_key", name="uq_tag_name"))
    name: str = Field(max_length=40)
    name_key: str = Field(max_length=80)
    tint: int = 1
    created_at: datetime = Field(default_factory=now)


class Tagged(Scoped, table=True):
    """A contact bears a tag."""

    __table_args__ = (
        link("contact_id", "contact", ondelete="CASCADE"),
        link("tag_id", "tag", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "tag_id", "contact_id", name="uq_tagged_once"),
        sa.Index("ix_tagged_contact", "workspace_id", "contact_id"),
    )
    contact_id: UUID
    tag_id: UUID


class FieldKind(StrEnum):
    """What sort of thing a business keeps of people."""

    text = "text"
    number = "number"
    date = "date"
    choice = "choice"
    yes_no = "yes_no"


class CustomField(Scoped, table=True):
    """Something more a business keeps of everybody. Its key stays the same when the words change."""

    __table_args__ = (
        owned("customfield"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_customfield_key"),
        sa.CheckConstraint("kind IN ('text', 'number', 'date', 'choice', 'yes_no')", name="kind"),
    )
    key: str = Field(max_length=40)
    label: str = Field(max_length=80)
    kind: str = Field(max_length=8)
    options: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    position: int = 0
    archived_at: datetime | None = None
    version: int = 1


class CustomValue(Scoped, table=True):
    """What is kept of one contact. `text` is how it reads; `number` and `day` are there to compare by."""

    __table_args__ = (
        link("contact_id", "contact", ondelete="CASCADE"),
        link("field_id", "customfield", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "contact_id", "field_id", name="uq_customvalue_one"),
        sa.Index("ix_customvalue_text", "workspace_id", "field_id", "text"),
        sa.Index("ix_customvalue_number", "workspace_id", "field_id", "number"),
        sa.Index("ix_customvalue_day", "workspace_id", "field_id", "day"),
    )
    contact_id: UUID
    field_id: UUID
    text: str = Field(max_length=500)
    number: float | None = None
    day: date | None = None


class Segment(Scoped, table=True):
    """A saved way to look at the list: who fulfils its conditions, now."""

    __table_args__ = (owned("segment"), sa.UniqueConstraint("workspace_id", "name_key", name="uq_segment_name"))
    name: str = Field(max_length=80)
    name_key: str = Field(max_length=160)
    filter: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)


class Merge(Scoped, table=True):
    """Two entries became one. `moved` names every row that changed hands (table → ids), `before` both entries as they were."""

    __table_args__ = (
        owned("merge"),
        link("kept_id", "contact"),
        link("merged_id", "contact"),
        sa.Index("ix_merge_kept", "workspace_id", "kept_id"),
    )
    kept_id: UUID
    merged_id: UUID
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    actor_name: str = Field(default="", max_length=200)
    at: datetime = Field(default_factory=now)
    undone_at: datetime | None = None


class Erasure(Scoped, table=True):
    """Somebody was forgotten: how much of them there was, and nothing of who it was."""

    __table_args__ = (sa.Index("ix_erasure_at", "workspace_id", "at", "id"),)
    contact_id: UUID
    removed: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # table → rows
    actor_name: str = Field(default="", max_length=200)
    at: datetime = Field(default_factory=now)


class ImportStatus(StrEnum):
    """How far an import is."""

    uploaded = "uploaded"
    waiting = "waiting"
    running = "running"
    done = "done"
    failed = "failed"
    undone = "undone"


class ImportTask(StrEnum):
    """What is done with a file, or was last: it is looked over (a dry run), brought in, or taken out again."""

    look = "look"
    run = "run"
    undo = "undo"


DUE = sa.text("status IN ('waiting', 'running')")


class ImportRun(Scoped, table=True):
    """A file that is brought in. It is looked at (a dry run) before anything is made; a job works it off in small transactions."""

    __table_args__ = (
        owned("importrun"),
        sa.CheckConstraint("status IN ('uploaded', 'waiting', 'running', 'done', 'failed', 'undone')", name="status"),
        sa.CheckConstraint("task IN ('look', 'run', 'undo')", name="task"),
        sa.Index("ix_importrun_list", "workspace_id", "created_at", "id"),
        sa.Index("ix_importrun_due", "created_at", sqlite_where=DUE, postgresql_where=DUE),
    )
    what: str = Field(max_length=16)  # contacts, bookings, items
    origin: str = Field(max_length=24)  # csv, acuity, square, fresha, calendly, easyappointments, calcom
    file_name: str = Field(max_length=200)
    options: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # mapping of columns, what to do with who is known
    report: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what a dry run, then the run, found: counts, first errors
    status: str = Field(default=ImportStatus.uploaded, max_length=10)
    task: str = Field(default=ImportTask.look, max_length=4)
    total: int = 0
    done: int = 0
    lease: str = Field(default="", max_length=40)
    leased_until: datetime | None = None
    actor_name: str = Field(default="", max_length=200)
    member_id: UUID | None = None
    created_at: datetime = Field(default_factory=now)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    content: bytes | None = Field(default=None, sa_type=sa.LargeBinary)  # last, so that lists need not read past it; gone after a while


class ImportedRow(Scoped, table=True):
    """One record of a file and what became of it. `source_key` names it where it comes from, so that it is brought in once for ever."""

    __table_args__ = (
        link("import_id", "importrun", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "import_id", "number", name="uq_importedrow_number"),
        sa.Index("ix_importedrow_source", "workspace_id", "source_key"),
        sa.Index("ix_importedrow_subject", "workspace_id", "subject"),
        sa.CheckConstraint("outcome IN ('made', 'changed', 'known', 'refused')", name="outcome"),
    )
    import_id: UUID
    number: int
    source_key: str = Field(default="", max_length=200)
    outcome: str = Field(max_length=8)
    kind: str = Field(default="contact", max_length=16)
    subject: UUID | None = None
    reason: str = Field(default="", max_length=300)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what undoing puts back


class Consent(Scoped, table=True):
    """What somebody allowed or took back, for one channel and one purpose ("all" for every one); added to, never changed.

    The latest word counts. `source` is where it was said (keyword, link, form, staff, import, api), `wording` the very words.
    """

    __table_args__ = (
        link("contact_id", "contact"),
        sa.CheckConstraint("channel IN ('email', 'sms')", name="channel"),
        sa.CheckConstraint("purpose IN ('service', 'marketing', 'all')", name="purpose"),
        sa.Index("ix_consent_contact", "workspace_id", "contact_id", "id"),
        sa.Index("ix_consent_said", "workspace_id", "channel", "purpose", "allowed", "contact_id"),
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
