"""One conversation a contact, its messages, and what staff keep beside them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from careops.core.clock import now
from careops.core.db import Scoped, link, owned

DUE = sa.text("due_at IS NOT NULL")
SNOOZED = sa.text("snoozed_until IS NOT NULL")
WAITING = sa.text("waiting_since IS NOT NULL")
WIRED = sa.text("wire_id <> ''")
ANSWERS = sa.text("waited IS NOT NULL")
AUTOMATION = "automation"


class Conversation(Scoped, table=True):
    """Everything said with one contact. What the list shows is kept here, so that it never reads the messages.

    `waiting_since` is the first unanswered word of the contact; `controller` says who may answer by themselves: automation, or
    "staff:<member>" once a person has taken over. A snoozed one is out of the open list until then, or until the contact writes.
    """

    __table_args__ = (
        owned("conversation"),
        link("contact_id", "contact"),
        link("assignee_id", "member"),
        sa.UniqueConstraint("workspace_id", "contact_id", name="uq_conversation_contact"),
        sa.CheckConstraint("status IN ('open', 'closed')", name="status"),
        sa.Index("ix_conversation_list", "workspace_id", "status", "last_message_at", "id"),
        sa.Index("ix_conversation_snoozed", "snoozed_until", sqlite_where=SNOOZED, postgresql_where=SNOOZED),
        sa.Index("ix_conversation_waiting", "workspace_id", "waiting_since", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )
    contact_id: UUID
    status: str = Field(default="open", max_length=8)
    assignee_id: UUID | None = None
    controller: str = Field(default=AUTOMATION, max_length=60)
    paused_by: str = Field(default="", max_length=120)
    automation_paused_at: datetime | None = None
    waiting_since: datetime | None = None
    last_inbound_at: datetime | None = None
    last_message_at: datetime = Field(default_factory=now)
    channel: str = Field(default="", max_length=16)
    preview: str = Field(default="", max_length=200)
    preview_by: str = Field(default="", max_length=120)
    undelivered: bool = False
    snoozed_until: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    closed_at: datetime | None = None
    version: int = 1


class Message(Scoped, table=True):
    """One thing said, noted by staff, or a card that shows something else (`about`, "booking:<id>") as it stands now.

    `key` makes an automatic message, and an incoming one, once only; `wire_id` is its Message-ID. `html` is what came, made harmless;
    `quoted` what it repeated of earlier mail. `unverified`: nothing proves that it is the contact's.
    """

    __table_args__ = (
        owned("message"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_message_key"),
        sa.CheckConstraint("direction IN ('in', 'out')", name="direction"),
        sa.CheckConstraint("kind IN ('message', 'note', 'system', 'card')", name="kind"),
        sa.Index("ix_message_thread", "workspace_id", "conversation_id", "at", "id"),
        sa.Index("ix_message_waited", "workspace_id", "at", "waited", sqlite_where=ANSWERS, postgresql_where=ANSWERS),
        sa.Index("ix_message_wire", "workspace_id", "wire_id", sqlite_where=WIRED, postgresql_where=WIRED),
    )
    conversation_id: UUID
    direction: str = Field(max_length=3)
    kind: str = Field(default="message", max_length=8)
    channel: str = Field(max_length=16)
    automated: bool = False
    title: str = Field(default="", max_length=120)
    subject: str = Field(default="", max_length=250)
    text: str = Field(sa_type=sa.Text)
    author: str = Field(default="", max_length=120)
    member_id: UUID | None = None
    at: datetime
    event_id: UUID | None = None
    reason: str = Field(default="", max_length=300)
    key: str | None = Field(default=None, max_length=200)
    wire_id: str = Field(default="", max_length=250)
    about: str = Field(default="", max_length=60)
    html: str = Field(default="", sa_type=sa.Text)
    quoted: str = Field(default="", sa_type=sa.Text)
    sender: str = Field(default="", max_length=254)
    unverified: bool = False
    files: int = 0
    waited: int | None = None  # seconds the customer had waited for this answer of a person


class ReadMark(Scoped, table=True):
    """Up to when a member has read a conversation."""

    __table_args__ = (
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", name="uq_readmark_one"),
    )
    member_id: UUID
    conversation_id: UUID
    read_at: datetime


class Draft(Scoped, table=True):
    """What a member has begun to write; gone once it is sent or emptied."""

    __table_args__ = (
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "member_id", "conversation_id", "kind", name="uq_draft_one"),
    )
    member_id: UUID
    conversation_id: UUID
    kind: str = Field(max_length=8)
    text: str = Field(sa_type=sa.Text)
    updated_at: datetime


class Attachment(Scoped, table=True):
    """A file of a message; its bytes live here and leave only through a door that knows who asks."""

    __table_args__ = (
        owned("attachment"),
        link("message_id", "message", ondelete="CASCADE"),
        sa.Index("ix_attachment_message", "workspace_id", "message_id"),
    )
    message_id: UUID
    name: str = Field(max_length=200)
    mime: str = Field(max_length=120)
    size: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime = Field(default_factory=now)


class Label(Scoped, table=True):
    """A word staff sort conversations by."""

    __table_args__ = (owned("label"), sa.UniqueConstraint("workspace_id", "name_key", name="uq_label_name"))
    name: str = Field(max_length=40)
    name_key: str = Field(max_length=80)
    tint: int = 1
    created_at: datetime = Field(default_factory=now)


class Labelled(Scoped, table=True):
    """A conversation bears a label."""

    __table_args__ = (
        link("conversation_id", "conversation"),
        link("label_id", "label", ondelete="CASCADE"),
        sa.UniqueConstraint("workspace_id", "conversation_id", "label_id", name="uq_labelled_once"),
        sa.Index("ix_labelled_label", "workspace_id", "label_id"),
    )
    conversation_id: UUID
    label_id: UUID


class Mention(Scoped, table=True):
    """A note calls a member."""

    __table_args__ = (
        link("message_id", "message"),
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "message_id", "member_id", name="uq_mention_once"),
        sa.Index("ix_mention_member", "workspace_id", "member_id", "read_at"),
    )
    message_id: UUID
    conversation_id: UUID
    member_id: UUID
    read_at: datetime | None = None


class Viewing(Scoped, table=True):
    """Who has a conversation open, as of `seen_at`; `writing` while words stand in the composer."""

    __table_args__ = (
        link("member_id", "member"),
        link("conversation_id", "conversation"),
        sa.UniqueConstraint("workspace_id", "conversation_id", "member_id", name="uq_viewing_one"),
    )
    member_id: UUID
    conversation_id: UUID
    seen_at: datetime
    writing: bool = False


class CannedReply(Scoped, table=True):
    """Words kept for answering again, with {variables}; found by `/shortcut`."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "shortcut", name="uq_cannedreply_shortcut"),)
    shortcut: str = Field(max_length=40)
    title: str = Field(max_length=80)
    text: str = Field(sa_type=sa.Text)
    member_id: UUID | None = None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)
    version: int = 1


class ScheduledReply(Scoped, table=True):
    """An answer that goes out later, unless the contact writes first: it was armed at `armed_inbound_at`, and holds once that moved."""

    __table_args__ = (
        owned("scheduledreply"),
        link("conversation_id", "conversation"),
        link("member_id", "member"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'held', 'cancelled', 'failed')", name="state"),
        sa.CheckConstraint("(state = 'waiting') = (due_at IS NOT NULL)", name="due"),
        sa.Index("ix_scheduledreply_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        sa.Index("ix_scheduledreply_conversation", "workspace_id", "conversation_id"),
    )
    conversation_id: UUID
    member_id: UUID
    channel: str = Field(max_length=16)
    text: str = Field(sa_type=sa.Text)
    send_at: datetime
    due_at: datetime | None
    hold_if_written: bool = True
    armed_inbound_at: datetime | None = None
    state: str = Field(default="waiting", max_length=10)
    reason: str = Field(default="", max_length=300)
    message_id: UUID | None = None
    created_at: datetime = Field(default_factory=now)


class MessageTemplate(Scoped, table=True):
    """An owner's own words for one automatic message, channel and language; the highest version counts, none means ours."""

    __table_args__ = (sa.UniqueConstraint("workspace_id", "name", "channel", "locale", "version", name="uq_messagetemplate_version"),)
    name: str = Field(max_length=60)
    channel: str = Field(max_length=16)
    locale: str = Field(max_length=16)
    version: int
    subject: str = Field(default="", max_length=250)
    body: str = Field(default="", sa_type=sa.Text)
    active: bool = True
    member_id: UUID | None = None
    created_at: datetime = Field(default_factory=now)
