"""Making forms, editing them without losing what was asked before, asking for copies and answering them."""

from careops.forms.actions.asking import (
    remind,
    remind_of_due,
    request,
    request_for_booking,
    resend,
    set_due,
    tell_overdue,
    waive,
    waive_for_booking,
    was_sent,
)
from careops.forms.actions.building import (
    archive_template,
    create_template,
    discard_draft,
    duplicate_template,
    edit_template,
    publish,
    restore_version,
    save_draft,
    set_contact_form,
)
from careops.forms.actions.contacting import write_in
from careops.forms.actions.copying import mail_copy
from careops.forms.actions.filling import attach, draw, opened, save, send
from careops.forms.actions.mapping import take_suggestion

__all__ = [
    "archive_template",
    "attach",
    "create_template",
    "discard_draft",
    "draw",
    "duplicate_template",
    "edit_template",
    "mail_copy",
    "opened",
    "publish",
    "remind",
    "remind_of_due",
    "request",
    "request_for_booking",
    "resend",
    "restore_version",
    "save",
    "save_draft",
    "send",
    "set_contact_form",
    "set_due",
    "take_suggestion",
    "tell_overdue",
    "waive",
    "waive_for_booking",
    "was_sent",
    "write_in",
]
