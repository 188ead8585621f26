"""The form that adds or changes somebody, and who may."""

from typing import Any

import reflex as rx

from careops.contacts.state.people import ContactForm
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.state import Frame
from careops.ui import kit

FORM: Any = ContactForm  # a Var to Reflex; to a type checker a plain class
FRAME: Any = Frame
DIALOG = "contact-form"


def may_manage(component: rx.Component, otherwise: rx.Component | None = None) -> rx.Component:
    """Shown to members who may change contacts; the action checks again."""
    return rx.cond(FRAME.shown.allowed.contains(Permission.contacts_manage.value), component, otherwise or rx.fragment())


def contact_form() -> rx.Component:
    """The dialog; put it once on any page that opens it with `ContactForm.start` or `ContactForm.edit(id)`."""
    fields = kit.form(
        kit.field(_("Name"), "name", default_value=FORM.values["name"], error=FORM.errors["name"], auto_complete="off"),
        kit.field(_("Email"), "email", default_value=FORM.values["email"], error=FORM.errors["email"], optional=True, input_mode="email"),
        kit.field(_("Phone"), "phone", default_value=FORM.values["phone"], error=FORM.errors["phone"], optional=True, type="tel"),
        kit.textarea(_("Note"), "notes", default_value=FORM.values["notes"], error=FORM.errors["notes"], optional=True),
        kit.form_foot(
            kit.button(_("Cancel"), FORM.cancel),
            kit.button(rx.cond(FORM.contact_id, _("Save changes"), _("Add contact")), look="primary", submit=True),
        ),
        on_submit=FORM.save,
    )
    return kit.dialog(
        rx.cond(FORM.contact_id, _("Change contact"), _("New contact")),
        rx.el.div(fields, key=FORM.form_key),
        id=DIALOG,
        shown=FORM.open,
        on_close=FORM.cancel,
    )
