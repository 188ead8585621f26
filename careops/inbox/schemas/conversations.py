"""What is said in conversations, and what their readers get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from careops.contacts.schemas import Email, Name, Phone
from careops.core.typed import Lines
from careops.inbox.schemas.keeping import AttachmentRow, Card, LabelRow
from careops.integrations.ports import Letter, Text

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
    """A person's answer; `close` ends the matter with it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "Yes, behind the house.", "channel": "email"}]})
    text: Said
    channel: ReplyBy = "email"
    close: bool = False


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


class TestIn(BaseModel):
    """Where the test message goes; left out, to whoever asks."""

    __test__ = False
    model_config = ConfigDict(extra="forbid")
    to: Email = ""


# ── what readers get ─────────────────────────────────────


class ConversationRow(BaseModel):
    """A conversation as a list shows it. `unread` is the asking member's own."""

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


class ReceivedRow(BaseModel):
    """The words have arrived; `id` is the message's."""

    id: UUID


class DeliveryRow(BaseModel):
    """One letter and how it stands; the letter itself is in `OutboxRow`."""

    id: UUID
    message_id: UUID | None
    contact_id: UUID | None
    channel: str
    purpose: str
    recipient: str
    subject: str
    state: str
    attempts: int
    due_at: datetime | None
    integration_id: UUID | None
    via: str
    local: bool
    provider_id: str
    reason: str
    created_at: datetime
    settled_at: datetime | None


class OutboxRow(DeliveryRow):
    """A letter that stayed here, with what is in it."""

    text: str
    html: str
    attachments: list[str]


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


# ── between the outbox and its dispatcher ────────────────


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery somebody took on until its lease ends; `sender` is the name it goes out under."""

    id: UUID
    workspace_id: UUID
    channel: str
    purpose: str
    attempts: int
    tries: int
    letter: Letter | Text
    pinned_to: UUID | None


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is in the outbox."""

    message_id: UUID


@dataclass(frozen=True, slots=True)
class Skipped:
    """It was not sent, and why."""

    reason: str
