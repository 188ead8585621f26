"""What may be said about forms, and what their readers get."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from careops.core.typed import Line, Lines
from careops.forms.models import Status as Status


class FieldKind(StrEnum):
    """What sort of answer a question takes."""

    text = "text"
    long_text = "long_text"
    email = "email"
    phone = "phone"
    number = "number"
    date = "date"
    time = "time"
    choice = "choice"
    multi_choice = "multi_choice"
    yes_no = "yes_no"
    rating = "rating"
    file = "file"
    signature = "signature"
    consent = "consent"
    section = "section"


CHOICES = frozenset({FieldKind.choice, FieldKind.multi_choice})


class FormField(BaseModel):
    """One question. Its key is what answers are kept under and stays the same when the words change."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    kind: FieldKind
    label: Line = Field(min_length=1, max_length=200)
    required: bool = False
    help: Line = Field(default="", max_length=300)
    options: list[Annotated[Line, Field(min_length=1, max_length=120)]] = Field(default=[], max_length=50)

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        if (self.kind in CHOICES) != bool(self.options):
            raise ValueError("Give a choice its options, and only a choice")
        if len(set(self.options)) != len(self.options):
            raise ValueError("Two options are the same")
        if self.kind is FieldKind.section and self.required:
            raise ValueError("A section cannot be required")
        return self


def _unlike(fields: list[FormField] | None) -> None:
    keys = [field.key for field in fields or []]
    if len(set(keys)) != len(keys):
        raise ValueError("Two questions have the same key")


class TemplateIn(BaseModel):
    """A new form."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=120)
    intro: Lines = Field(default="", max_length=1000)
    fields: list[FormField] = Field(min_length=1, max_length=80)
    booking_types: list[UUID] = Field(default=[], max_length=200, description="After booking one of these it is asked for")

    @model_validator(mode="after")
    def _keys(self) -> Self:
        _unlike(self.fields)
        return self


class TemplateEdit(BaseModel):
    """Any part of a form; other questions make a new version, and copies begun before keep theirs."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = Field(default=None, min_length=1, max_length=120)
    intro: Lines | None = Field(default=None, max_length=1000)
    fields: list[FormField] | None = Field(default=None, min_length=1, max_length=80)
    booking_types: list[UUID] | None = Field(default=None, max_length=200)
    active: bool | None = None

    @model_validator(mode="after")
    def _keys(self) -> Self:
        _unlike(self.fields)
        return self


class RequestIn(BaseModel):
    """Who is asked to fill in which form."""

    model_config = ConfigDict(extra="forbid")

    template_id: UUID
    contact_id: UUID
    booking_id: UUID | None = None
    due_at: AwareDatetime | None = None


class TemplateRow(BaseModel):
    """A form with its present questions; `current` is the number of that version of them."""

    id: UUID
    kind: str
    name: str
    intro: str
    fields: list[FormField]
    booking_types: list[UUID]
    current: int
    active: bool
    version: int


class VersionRow(BaseModel):
    """The questions of one version."""

    number: int
    fields: list[FormField]
    created_at: datetime


class SubmissionRow(BaseModel):
    """One copy; `status` is overdue once its time has passed."""

    id: UUID
    template_id: UUID
    form: str
    number: int
    contact_id: UUID
    booking_id: UUID | None
    status: str
    answers: dict[str, Any]
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    completed_at: datetime | None


class FormCounts(BaseModel):
    """How many copies stand where; one that is late counts as overdue only."""

    pending: int = 0
    in_progress: int = 0
    overdue: int = 0
    completed: int = 0
