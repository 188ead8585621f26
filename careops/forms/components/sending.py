"""The way to send somebody a form: a button where the person stands, and the dialog it opens."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.forms.components.lists import may_build
from careops.forms.state.sending import Askable, Sending
from careops.ui import kit

HERE: Any = Sending  # a Var to Reflex; to a type checker a plain class


def send_form_button(contact_id: Any, booking_id: Any = "", **more: Any) -> rx.Component:
    """Opens the dialog for that person, and for that booking of theirs; shown to members who may send forms."""
    return may_build(kit.button(_("Send a form"), HERE.start(contact_id, booking_id), icon_name="clipboard-list", **more))


def send_form_dialog() -> rx.Component:
    """Which form; whom it goes to and how stands above the choice."""

    def one(form: Askable) -> rx.Component:
        words = rx.el.span(rx.el.span(form.label, class_name="strong"), rx.el.span(form.detail, class_name="t3"), class_name="grow")
        return rx.el.label(rx.el.input(type="radio", name="form", value=form.value, required=True), words, class_name="card-choice")

    to = kit.facts((_("To"), HERE.who), (_("How"), HERE.way))
    choices = rx.el.fieldset(
        rx.el.legend(_("Form")),
        rx.el.div(rx.foreach(HERE.forms, one), class_name="cards one"),
        kit.shown(HERE.error, kit.error_line(HERE.error)),
        class_name="field",
    )
    none = kit.note(_("There is no form that can be sent."), action=kit.link_button(_("See the forms"), "/app/forms", small=True))
    unreached = kit.note(_("No message goes out. Copy the link from the submission then, and hand it over."), tone="warn")
    form = kit.form(
        to,
        kit.shown(~HERE.reaches, unreached),
        choices,
        kit.form_foot(kit.button(_("Send form"), submit=True, look="primary", icon_name="send"), kit.button(_("Cancel"), HERE.close)),
        on_submit=HERE.send,
    )
    body = rx.cond(HERE.open, rx.cond(HERE.forms.length() > 0, form, none))
    return kit.dialog(_("Send a form"), body, id="send-form", shown=HERE.open, on_close=HERE.close)
