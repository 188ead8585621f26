"""Setting accounts up, and keeping book of how they do."""

from careops.channels.actions.keeping import add, remove, renew_hook, update
from careops.channels.actions.noting import admit, note, note_outcome

__all__ = ["add", "admit", "note", "note_outcome", "remove", "renew_hook", "update"]
