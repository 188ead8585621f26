"""Getting to know people, once each, and keeping what they allow."""

from careops.contacts.actions.people import archive, edit, register, restore

__all__ = ["archive", "edit", "register", "restore"]
