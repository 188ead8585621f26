"""Getting to know people, once each, and keeping what they allow."""

from careops.contacts.actions.consenting import choose, consent, heard, lift, settle_suspicion, suppress
from careops.contacts.actions.people import archive, edit, register, restore

__all__ = [
    "archive",
    "choose",
    "consent",
    "edit",
    "heard",
    "lift",
    "register",
    "restore",
    "settle_suspicion",
    "suppress",
]
