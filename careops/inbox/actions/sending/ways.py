"""By which way a contact is reached, and where."""

from careops.contacts.schemas import ContactRow
from careops.inbox.schemas import By, ReplyBy


def address_of(contact: ContactRow, channel: ReplyBy) -> str:
    """Where a contact is reached on a channel; empty when they are not."""
    return contact.phone if channel == "sms" else contact.email


def way_to(channel: By, contact: ContactRow) -> ReplyBy:
    """By "either": as mail, unless there is only a number."""
    if channel == "either":
        return "sms" if contact.phone and not contact.email else "email"
    return channel
