"""What may be said about copies, and what their readers get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.core.typed import Line, Moment, Version
from careops.forms.models import Status as Status
from careops.forms.schemas.fields import FormField
from careops.inbox.schemas import WriteIn


class RequestIn(BaseModel):
    """Who is asked to fill in which form; due when the form says, unless another time is given."""

    model_config = ConfigDict(extra="forbid")

    template_id: UUID
    contact_id: UUID
    booking_id: UUID | None = None
    due_at: Moment | None = None


class DueIn(BaseModel):
    """Until when; nothing for a copy that is never overdue."""

    model_config = ConfigDict(extra="forbid")

    due_at: Moment | None


class WaiveIn(BaseModel):
    """Why it need not be filled in any more."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"why": "She told us everything on the phone"}]})

    why: Annotated[Line, Field(min_length=3, max_length=500)]


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
    page: int
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    opened_at: datetime | None
    begun_at: datetime | None
    completed_at: datetime | None
    reminded_at: datetime | None
    waived_at: datetime | None
    waived_by: str
    waived_why: str
    version: int


class FileRow(BaseModel):
    """A file that answers a question."""

    id: UUID
    submission_id: UUID
    key: str
    name: str
    mime: str
    size: int
    created_at: datetime


class AnswerRow(BaseModel):
    """One question as it was asked, and what was answered: `answer` as kept, `text` as it reads."""

    key: str
    kind: str
    label: str
    answer: Any = None
    text: str = ""
    files: list[FileRow] = []
    suggests: bool = False


class FilledRow(BaseModel):
    """One copy as it was asked: the questions that were shown, in the words of its version, with their answers."""

    submission: SubmissionRow
    intro: str
    contact_name: str
    fields: list[FormField]
    answers: list[AnswerRow]


class CopyRow(BaseModel):
    """A copy as whoever fills it in sees it: what is asked, in the words of its version, and what was answered so far."""

    id: UUID
    template_id: UUID
    contact_id: UUID
    booking_id: UUID | None
    form: str
    intro: str
    thanks: str
    send_copy: bool
    number: int
    fields: list[FormField]
    answers: dict[str, Any]
    files: list[FileRow]
    status: str
    page: int
    version: int
    due_at: datetime | None
    completed_at: datetime | None


class FillIn(BaseModel):
    """Answers by their keys: what is named changes, null takes an answer back. `version` is the one they were read with."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[Annotated[str, Field(max_length=40)], Any] = Field(max_length=80)
    version: Version | None = None
    page: int | None = Field(default=None, ge=0, le=80)


class SendIn(BaseModel):
    """Sends what was answered."""

    model_config = ConfigDict(extra="forbid")

    version: Version | None = None


class PublicCopyRow(BaseModel):
    """A copy over the API, for whoever holds its link.

    `answers` fulfil `answers_schema` once it is sent; then they are told only where the form hands out a copy, and never once it is waived.
    """

    form: str
    intro: str
    status: str
    fields: list[FormField]
    answers: dict[str, Any]
    version: int
    due_at: datetime | None
    completed_at: datetime | None
    answers_schema: dict[str, Any]


class WayRow(BaseModel):
    """How somebody hears that they are asked; `says` is a sentence, of why not where nothing reaches them."""

    reaches: bool
    says: str


class AskableRow(BaseModel):
    """A form that can be sent; `awaited` when they were asked for it already and have not sent it back."""

    id: UUID
    name: str
    questions: int
    due_hours: int
    awaited: bool


class AskingRow(BaseModel):
    """Whom a form would go to, by which way, and which forms there are."""

    contact_id: UUID
    contact_name: str
    way: WayRow
    forms: list[AskableRow]


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands behind somebody who writes without an account: the address they come from, and the work their browser did."""

    address: str
    challenge: str = ""
    work: str = ""


class ContactIn(WriteIn):
    """What somebody writes over the API: the words, what the business asks besides by its keys, and the work that was done."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "Cleo Marsh", "email": "cleo@example.com", "message": "Is there parking nearby?", "answers": {}}]
        },
    )
    answers: dict[Annotated[str, Field(max_length=40)], Any] = Field(default_factory=dict[str, Any], max_length=80)
    challenge: Annotated[Line, Field(max_length=1000)] = ""
    work: Annotated[Line, Field(max_length=20)] = ""


class ContactFormRow(BaseModel):
    """What the business asks of whoever writes to it, besides name, address and words.

    Work is to be done: find the number n for which SHA-256 of "{seed}:{n}" begins with `bits` zeros, where the seed is the first 32
    hexadecimal digits of SHA-256 of the challenge, a line break and the message. Who does not may write less often.
    """

    intro: str
    fields: list[FormField]
    challenge: str
    bits: int


class FormCounts(BaseModel):
    """How many copies stand where; one that is late counts as overdue only."""

    pending: int = 0
    in_progress: int = 0
    overdue: int = 0
    completed: int = 0
