"""What staff keep beside conversations: labels, kept words, answers for later, and what a search finds."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from careops.core.typed import Line, Lines

# Inside of a schemas package nothing imports its own package: the shared words are told again.
Words = Annotated[Lines, Field(min_length=1, max_length=20_000)]
TINTS = 6


# ── input ────────────────────────────────────────────────


class SnoozeIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"until": "2026-11-23T09:00:00Z"}]})
    until: AwareDatetime


class LabelIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Bridal", "tint": 3}]})
    name: Annotated[Line, Field(min_length=1, max_length=40)]
    tint: Annotated[int, Field(ge=1, le=TINTS)] = 1


class LabelsIn(BaseModel):
    """The labels the conversation bears from now on, all of them."""

    model_config = ConfigDict(extra="forbid")
    label_ids: Annotated[list[UUID], Field(max_length=50)]


class CannedIn(BaseModel):
    """Words kept for answering again; {first_name}, {business} and others are filled in when they are used."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"shortcut": "parking", "title": "Where to park", "text": "Hi {first_name}, behind the house."}]},
    )
    shortcut: Annotated[Line, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    title: Annotated[Line, Field(min_length=1, max_length=80)]
    text: Words


class ScheduleIn(BaseModel):
    """An answer for later; with `hold_if_written` it stays here once the contact has written before it left."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "How was your week?", "send_at": "2026-11-30T09:00:00Z"}]},
    )
    text: Words
    channel: Annotated[str, Field(pattern="^(email|sms)$")] = "email"
    send_at: AwareDatetime
    hold_if_written: bool = True


class ScheduleChange(BaseModel):
    """Other words or another time for an answer that has not left; one that was held waits again."""

    model_config = ConfigDict(extra="forbid")
    text: Words | None = None
    send_at: AwareDatetime | None = None


class ViewingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    writing: bool = False


# ── what readers get ─────────────────────────────────────


class LabelRow(BaseModel):
    id: UUID
    name: str
    tint: int


class CannedRow(BaseModel):
    """Kept words as they were written."""

    id: UUID
    shortcut: str
    title: str
    text: str
    version: int


class FilledRow(BaseModel):
    """Kept words with one contact's values in them."""

    id: UUID
    shortcut: str
    title: str
    text: str


class ScheduledRow(BaseModel):
    """An answer for later: waiting, held (why stands in `reason`), sent, cancelled or failed."""

    id: UUID
    conversation_id: UUID
    member_id: UUID
    author: str = ""
    channel: str
    text: str
    send_at: datetime
    hold_if_written: bool
    state: str
    reason: str
    message_id: UUID | None
    created_at: datetime


class ViewerRow(BaseModel):
    """A member who has the conversation open just now."""

    member_id: UUID
    name: str
    initials: str
    tint: int
    writing: bool


class NoteRow(BaseModel):
    """What somebody of the team wrote for the others."""

    id: UUID
    conversation_id: UUID
    author: str
    text: str
    at: datetime


class MentionRow(BaseModel):
    """A note that calls the asking member."""

    id: UUID
    conversation_id: UUID
    message_id: UUID
    contact_name: str
    author: str
    text: str
    at: datetime
    read: bool


class WayRow(BaseModel):
    """A channel to answer by: whether it is open, and if not, why."""

    channel: str
    address: str
    open: bool
    why: str = ""


class AttachmentRow(BaseModel):
    id: UUID
    name: str
    mime: str
    size: int


class Piece(BaseModel):
    """A part of a found line; `hit`: what was looked for."""

    text: str
    hit: bool


class FoundRow(BaseModel):
    """A message that holds every word, with the line around the first of them."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    contact_name: str = ""
    initials: str = ""
    tint: int = 1
    direction: str
    kind: str
    channel: str
    author: str
    at: datetime
    pieces: list[Piece]


class Card(BaseModel):
    """Something of another domain that stands in the thread, as it is now; `tone` is ok, info, warn, danger or nothing."""

    title: str
    lines: list[str] = []
    state: str = ""
    tone: str = ""
    icon: str = "calendar"
    href: str = ""
    link: str = ""
