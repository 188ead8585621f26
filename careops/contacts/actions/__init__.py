"""Getting to know people, once each, and keeping what they allow."""

from careops.contacts.actions.consenting import agreed_by_asking, choose, consent, heard, lift, settle_suspicion, suppress
from careops.contacts.actions.people import archive, edit, register, restore

__all__ = [
    "agreed_by_asking",
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
