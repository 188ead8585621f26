"""What is said in conversations, and what their readers get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.contacts.schemas import Email, Name, Phone
from careops.core.typed import Lines
from careops.inbox.schemas.keeping import AttachmentRow, Card, LabelRow

Show = Literal["open", "mine", "unassigned", "unread", "waiting", "snoozed", "mentions", "closed", "all"]
ReplyBy = Literal["email", "sms"]
By = Literal["email", "sms", "either"]
DraftKind = Literal["reply", "note"]
Said = Annotated[Lines, Field(min_length=1, max_length=20_000)]


# ── input ────────────────────────────────────────────────


class WriteIn(BaseModel):
    """What somebody writes on the public contact page; an address or a number is needed to answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Cleo Marsh", "email": "cleo@example.com", "message": "Is there parking nearby?"}]},
    )
    name: Name
    email: Email = ""
    phone: Phone = ""
    message: Annotated[Lines, Field(min_length=1, max_length=5000)]


class ReplyIn(BaseModel):
    """A person's answer; `close` ends the matter with it. One that is `undoable` leaves ten seconds later, and can be undone until then.

    `files` are ids of what was attached to the asking member's draft there.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Yes, behind the house.", "channel": "email"}]})
    text: Said
    channel: ReplyBy = "email"
    close: bool = False
    undoable: bool = False
    files: Annotated[list[UUID], Field(max_length=10)] = []


class NoteIn(BaseModel):
    """A note; `@Name` in it calls a member, and so does an id in `mentions`."""

    model_config = ConfigDict(extra="forbid")
    text: Said
    mentions: Annotated[list[UUID], Field(max_length=50)] = []


class AssignIn(BaseModel):
    """Whose conversation it is; null for nobody's."""

    model_config = ConfigDict(extra="forbid")
    member_id: UUID | None


class ConversationChange(BaseModel):
    """Any part of it; `assignee_id: null` unassigns."""

    model_config = ConfigDict(extra="forbid")
    status: Literal["open", "closed"] | None = None
    assignee_id: UUID | None = None


# ── what readers get ─────────────────────────────────────


class ConversationRow(BaseModel):
    """A conversation as a list shows it. `unread` is the asking member's own, and `called`: a note calls them that they have not seen."""

    id: UUID
    contact_id: UUID
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    initials: str = ""
    tint: int = 1
    status: str
    assignee_id: UUID | None
    assignee_name: str = ""
    controller: str
    paused_by: str
    automation_paused_at: datetime | None
    waiting_since: datetime | None
    last_inbound_at: datetime | None
    last_message_at: datetime
    channel: str
    preview: str
    preview_by: str
    undelivered: bool
    unread: bool = False
    called: bool = False
    snoozed_until: datetime | None = None
    labels: list[LabelRow] = []
    created_at: datetime
    version: int


class MessageRow(BaseModel):
    """One thing said; `state` is how its delivery stands, empty where there is none.

    `quoted` is what it repeats of earlier mail; `has_html` says that it came with a look of its own. A `card` shows something else.
    """

    id: UUID
    conversation_id: UUID
    direction: str
    kind: str
    channel: str
    automated: bool
    title: str
    subject: str
    text: str
    author: str
    member_id: UUID | None
    at: datetime
    reason: str
    about: str = ""
    quoted: str = ""
    has_html: bool = False
    sender: str = ""
    unverified: bool = False
    attachments: list[AttachmentRow] = []
    card: Card | None = None
    delivery_id: UUID | None = None
    state: str = ""
    problem: str = ""


class LookRow(BaseModel):
    """A mail as it came, made harmless: nothing in `html` runs or loads anything. Show it in a frame without rights all the same."""

    html: str


class UndoneRow(BaseModel):
    """An answer that was taken back: the words that are in its author's draft now."""

    conversation_id: UUID
    channel: str
    text: str


class ReceivedRow(BaseModel):
    """The words have arrived; `id` is the message's."""

    id: UUID


class CountsRow(BaseModel):
    """How many conversations each filter shows; `mentions` counts those that call the asking member and were not looked at yet."""

    open: int = 0
    mine: int = 0
    unassigned: int = 0
    unread: int = 0
    waiting: int = 0
    snoozed: int = 0
    mentions: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a person's answer, and since when."""

    conversation_id: UUID
    contact_id: UUID
    name: str
    since: datetime
