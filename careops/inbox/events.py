"""What happened in conversations and in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from careops.activity.events import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Fact):
    """A contact wrote; `subject` is the message."""

    kind: ClassVar[str] = "message.received"
    conversation_id: UUID
    channel: str
    preview: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReplied(Fact):
    """Staff answered; `subject` is the message. `waited_since`: how long the contact had waited for it, if they did."""

    kind: ClassVar[str] = "message.replied"
    conversation_id: UUID
    channel: str
    preview: str
    waited_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFact(Fact):
    """`subject` is the conversation."""

    kind: ClassVar[str] = "conversation.changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationClosed(ConversationFact):
    kind: ClassVar[str] = "conversation.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReopened(ConversationFact):
    kind: ClassVar[str] = "conversation.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(ConversationFact):
    """`assignee` is empty when it is nobody's now."""

    kind: ClassVar[str] = "conversation.assigned"
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationPaused(ConversationFact):
    kind: ClassVar[str] = "conversation.automation_paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationResumed(ConversationFact):
    kind: ClassVar[str] = "conversation.automation_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(ConversationFact):
    kind: ClassVar[str] = "conversation.noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnoozed(ConversationFact):
    """Put aside until a moment, or until the contact writes."""

    kind: ClassVar[str] = "conversation.snoozed"
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationWoken(ConversationFact):
    """Among the open ones again."""

    kind: ClassVar[str] = "conversation.woken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationLabelled(ConversationFact):
    """`labels` are those it bears now."""

    kind: ClassVar[str] = "conversation.labelled"
    labels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMentioned(ConversationFact):
    """A note calls somebody of the team."""

    kind: ClassVar[str] = "conversation.mentioned"
    member_id: UUID
    member: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyScheduled(ConversationFact):
    kind: ClassVar[str] = "reply.scheduled"
    send_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeld(ConversationFact):
    """An answer for later stayed here; `reason` says why."""

    kind: ClassVar[str] = "reply.held"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCancelled(ConversationFact):
    """Somebody took an answer for later back."""

    kind: ClassVar[str] = "reply.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyUndone(ConversationFact):
    """Somebody took an answer back before it left."""

    kind: ClassVar[str] = "reply.undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(Fact):
    """A letter was refused, tried too often, or nobody knows whether it arrived (`state`); `subject` is the delivery."""

    kind: ClassVar[str] = "delivery.failed"
    state: str
    recipient: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(Fact):
    """A person had it sent again; `subject` is the delivery."""

    kind: ClassVar[str] = "delivery.retried"
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecovered(Fact):
    """It went out after all; `subject` is the delivery."""

    kind: ClassVar[str] = "delivery.recovered"
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySkipped(Fact):
    """It was not sent after all, and why: the gate said no at the last moment, or it came too late; `subject` is the delivery."""

    kind: ClassVar[str] = "delivery.skipped"
    message_id: UUID | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryCancelled(Fact):
    """A person took it back before it left; `subject` is the delivery."""

    kind: ClassVar[str] = "delivery.cancelled"
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangersHeld(Fact):
    """More strangers write at once than people do, so that the rest waits for its turn; `subject` is the workspace."""

    kind: ClassVar[str] = "arrival.held"
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangersLetIn(Fact):
    """Nobody waits for their turn any more; `subject` is the workspace."""

    kind: ClassVar[str] = "arrival.let_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalFailed(Fact):
    """What a provider told could not be dealt with, and waits for a person; `subject` is the arrival, `about` status or message."""

    kind: ClassVar[str] = "arrival.failed"
    provider: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReworded(Fact):
    """An automatic message got other words (`own`), or ours again; `subject` is the workspace."""

    kind: ClassVar[str] = "message.reworded"
    template: str
    channel: str
    locale: str
    own: bool
