"""Setting accounts up, and keeping book of how they do."""

from careops.channels.actions.keeping import add, remove, renew_hook, update
from careops.channels.actions.noting import admit, note
from careops.channels.actions.polling import MAILBOXES, Held, hold_mailbox, look_now, not_read, read_up_to

__all__ = [
    "MAILBOXES",
    "Held",
    "add",
    "admit",
    "hold_mailbox",
    "look_now",
    "not_read",
    "note",
    "read_up_to",
    "remove",
    "renew_hook",
    "update",
]
