"""Getting to know people, once each, and keeping what they allow."""

from careops.contacts.actions.bulk import do_to_many
from careops.contacts.actions.consenting import choose, consent, heard, lift, settle_suspicion, suppress
from careops.contacts.actions.dependents import add_dependent, archive_dependent, change_dependent, restore_dependent
from careops.contacts.actions.fields import add_field, archive_field, change_field, restore_field
from careops.contacts.actions.people import archive, edit, register, restore
from careops.contacts.actions.segments import remove_segment, save_segment
from careops.contacts.actions.tagging import add_tag, remove_tag, rename_tag, set_tags

__all__ = [
    "add_dependent",
    "add_field",
    "add_tag",
    "archive",
    "archive_dependent",
    "archive_field",
    "change_dependent",
    "change_field",
    "choose",
    "consent",
    "do_to_many",
    "edit",
    "heard",
    "lift",
    "register",
    "remove_segment",
    "remove_tag",
    "rename_tag",
    "restore",
    "restore_dependent",
    "restore_field",
    "save_segment",
    "set_tags",
    "settle_suspicion",
    "suppress",
]
