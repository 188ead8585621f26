"""Forms, their versions, and the copies people were asked to fill in."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.crypto import new_token
from careops.core.db import Scoped, link, owned

ONE_CONTACT_FORM = sa.text("kind = 'contact'")


class Kind(StrEnum):
    """What a form is for: the public contact page (one a workspace), or sent to somebody."""

    contact = "contact"
    booking = "booking"


class Status(StrEnum):
    """How far a copy is; overdue is told by the clock, not stored."""

    pending = "pending"
    in_progress = "in_progress"
    completed = "completed"
    overdue = "overdue"
    waived = "waived"


class FormTemplate(Scoped, table=True):
    """A form; `current` is the published version new copies are asked with, `draft` what is being built.

    `booking_types` are ids: booking stands above forms.
    """

    __table_args__ = (
        owned("formtemplate"),
        sa.Index("uq_formtemplate_contact", "workspace_id", unique=True, sqlite_where=ONE_CONTACT_FORM, postgresql_where=ONE_CONTACT_FORM),
        sa.Index("ix_formtemplate_name", "workspace_id", "name", "id"),
        sa.CheckConstraint("kind IN ('contact', 'booking')", name="kind"),
        sa.CheckConstraint("due_hours BETWEEN 1 AND 8760 AND remind_hours >= 0", name="hours"),
    )
    kind: str = Field(default=Kind.booking, max_length=10)
    name: str = Field(max_length=120)
    intro: str = Field(default="", max_length=1000)
    thanks: str = Field(default="", max_length=1000)
    due_hours: int = 48  # from asking until it is overdue
    remind_hours: int = 24  # before it is due; 0 reminds nobody
    send_copy: bool = True
    draft: list[dict[str, Any]] | None = Field(default=None, sa_type=sa.JSON)  # what the builder holds and nobody is asked yet
    draft_at: datetime | None = None
    booking_types: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    current: int = 1
    active: bool = True
    version: int = 1
    archived_at: datetime | None = None


class FormVersion(Scoped, table=True):
    """The questions as they were asked from one publication to the next; never changed, so that every answer stays readable.

    `fields` is the part people see, in its order; `answers` the JSON Schema (2020-12) that whole answers fulfil.
    """

    __table_args__ = (
        link("template_id", "formtemplate"),
        sa.UniqueConstraint("workspace_id", "template_id", "number", name="uq_formversion_number"),
    )
    template_id: UUID
    number: int
    fields: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    actor_name: str = Field(default="", max_length=200)
    created_at: datetime


class FormSubmission(Scoped, table=True):
    """One copy somebody was asked to fill in, on the version it began with: an obligation with its dates.

    `page` is how far they came; `overdue_at` when it was told that its time is over. `prefilled` are the answers that were known
    when it was opened. `salt` is in the private link: a new one withdraws the old link.
    """

    __table_args__ = (
        owned("formsubmission"),
        link("template_id", "formtemplate"),
        link("contact_id", "contact"),
        sa.UniqueConstraint("workspace_id", "template_id", "booking_id", name="uq_formsubmission_booking"),
        sa.Index("ix_formsubmission_status", "workspace_id", "status", "due_at"),
        sa.Index("ix_formsubmission_contact", "workspace_id", "contact_id", "id"),
        sa.Index("ix_formsubmission_list", "workspace_id", "created_at", "id"),
        sa.Index("ix_formsubmission_template", "workspace_id", "template_id", "created_at", "id"),
        sa.CheckConstraint("status IN ('pending', 'in_progress', 'completed', 'waived')", name="status"),
    )
    template_id: UUID
    number: int
    contact_id: UUID
    booking_id: UUID | None = None
    status: str = Field(default=Status.pending, max_length=12)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime
    due_at: datetime | None = None
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    overdue_at: datetime | None = None
    reminded_at: datetime | None = None
    waived_at: datetime | None = None
    waived_by: str = Field(default="", max_length=200)
    waived_why: str = Field(default="", max_length=500)
    page: int = 0
    prefilled: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    salt: str = Field(default_factory=lambda: new_token()[:16], max_length=16)
    version: int = 1


class FormFile(Scoped, table=True):
    """A file or a drawn signature that answers a question; its bytes live here and leave only through a door that knows who asks."""

    __table_args__ = (
        owned("formfile"),
        link("submission_id", "formsubmission", ondelete="CASCADE"),
        sa.Index("ix_formfile_submission", "workspace_id", "submission_id"),
    )
    submission_id: UUID
    key: str = Field(max_length=40)
    name: str = Field(max_length=200)
    mime: str = Field(max_length=120)
    size: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime
