"""Conversations and what leaves and enters through the outbox."""

from careops.inbox.models.conversations import (
    AUTOMATION,
    Attachment,
    CannedReply,
    Conversation,
    Draft,
    Label,
    Labelled,
    Mention,
    Message,
    MessageTemplate,
    ReadMark,
    ScheduledReply,
    Viewing,
)
from careops.inbox.models.outbox import Arrival, Attempt, Delivery, Purpose, State

__all__ = [
    "AUTOMATION",
    "Arrival",
    "Attachment",
    "Attempt",
    "CannedReply",
    "Conversation",
    "Delivery",
    "Draft",
    "Label",
    "Labelled",
    "Mention",
    "Message",
    "MessageTemplate",
    "Purpose",
    "ReadMark",
    "ScheduledReply",
    "State",
    "Viewing",
]
