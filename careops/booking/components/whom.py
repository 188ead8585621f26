"""The customer's part of the booking form."""

from typing import Any

import reflex as rx

from careops.booking.state import BookingForm, Found, Whom
from careops.core.i18n import text as _
from careops.ui import kit

FORM: Any = BookingForm  # Vars to Reflex; to a type checker plain classes
WHOM: Any = Whom


def customer() -> rx.Component:
    """Who it is, if they are known, and who of theirs comes; else their name and how to reach them."""
    return rx.cond(
        WHOM.contact,
        rx.el.div(
            rx.el.span(_("Customer"), class_name="strong"),
            rx.el.div(
                kit.avatar(WHOM.contact.initials, WHOM.contact.tint),
                rx.el.span(WHOM.contact.name, rx.el.br(), rx.el.span(WHOM.contact.detail, class_name="t3"), class_name="grow"),
                kit.icon_button("x", _("Choose somebody else"), WHOM.choose("")),
                class_name="row card",
            ),
            kit.shown(
                WHOM.dependents.length(),
                kit.select(_("For"), "dependent", WHOM.dependents, first=_("Themselves"), error=FORM.errors.get("dependent_id", "")),
            ),
            class_name="stack",
        ),
        rx.el.div(
            kit.field(
                _("Customer's name"),
                "name",
                on_change=WHOM.find.debounce(250),
                error=FORM.errors.get("name", ""),
                help_text=_("Type to find somebody you know"),
                autocomplete="off",
            ),
            rx.cond(
                WHOM.found.length() > 0, rx.el.ul(rx.foreach(WHOM.found, _known), class_name="rows", aria_label=_("Contacts that fit"))
            ),
            kit.form_row(
                kit.field(_("Email"), "email", type="email", error=FORM.errors.get("email", ""), optional=True, autocomplete="off"),
                kit.field(_("Phone"), "phone", type="tel", error=FORM.errors.get("phone", ""), optional=True, autocomplete="off"),
            ),
            class_name="stack stack-3",
        ),
    )


def _known(found: Found) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            kit.avatar(found.initials, found.tint),
            rx.el.span(found.name, " ", rx.el.span(found.detail, class_name="t3"), class_name="grow"),
            type="button",
            on_click=WHOM.choose(found.id),
            class_name="row",
        )
    )
