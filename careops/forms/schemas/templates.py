"""What may be said about forms, and what their readers get."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from careops.core.typed import Line, Lines
from careops.forms.schemas.fields import MOST_FIELDS, SILENT, FormField

Fields = Annotated[list[FormField], Field(min_length=1, max_length=MOST_FIELDS)]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Words = Annotated[Lines, Field(max_length=1000)]
BookingTypes = Annotated[list[UUID], Field(max_length=200, description="After booking one of these it is asked for")]
DueHours = Annotated[int, Field(ge=1, le=8760, description="From asking until it is overdue")]
RemindHours = Annotated[int, Field(ge=0, le=8760, description="Before it is due; 0 reminds nobody")]


def _unlike(fields: list[FormField] | None) -> None:
    keys = [field.key for field in fields or []]
    if len(set(keys)) != len(keys):
        raise ValueError("Two questions have the same key")


class TemplateIn(BaseModel):
    """A new form."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    intro: Words = ""
    thanks: Words = ""
    fields: Fields
    booking_types: BookingTypes = []
    due_hours: DueHours = 48
    remind_hours: RemindHours = 24
    send_copy: bool = True
    active: bool = True

    @model_validator(mode="after")
    def _keys(self) -> Self:
        _unlike(self.fields)
        return self


class TemplateEdit(BaseModel):
    """Any part of a form; other questions are published at once as a new version, and copies begun before keep theirs."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    intro: Words | None = None
    thanks: Words | None = None
    fields: Fields | None = None
    booking_types: BookingTypes | None = None
    due_hours: DueHours | None = None
    remind_hours: RemindHours | None = None
    send_copy: bool | None = None
    active: bool | None = None

    @model_validator(mode="after")
    def _keys(self) -> Self:
        _unlike(self.fields)
        return self


class DraftIn(BaseModel):
    """The questions as they are being built; nobody is asked them before they are published."""

    model_config = ConfigDict(extra="forbid")

    fields: Fields

    @model_validator(mode="after")
    def _keys(self) -> Self:
        _unlike(self.fields)
        return self


class TemplateRow(BaseModel):
    """A form with its present questions; `current` is the number of that version of them, `draft` what is being built."""

    id: UUID
    kind: str
    name: str
    intro: str
    thanks: str
    fields: list[FormField]
    draft: list[FormField] | None
    draft_at: datetime | None
    booking_types: list[UUID]
    due_hours: int
    remind_hours: int
    send_copy: bool
    current: int
    active: bool
    version: int

    @property
    def asks(self) -> int:
        """How many questions there are: headings and pages are none."""
        return sum(1 for field in self.fields if field.kind not in SILENT)


class VersionRow(BaseModel):
    """The questions of one version."""

    number: int
    fields: list[FormField]
    actor_name: str
    created_at: datetime


class Change(BaseModel):
    """What one version did to a question of another: `what` is added, removed, moved or changed; `parts` names what is new of it."""

    key: str
    what: str
    label: str
    was: str = ""
    parts: list[str] = []
