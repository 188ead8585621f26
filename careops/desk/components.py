"""What is told of a person beside other work."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.desk.state import Beside
from careops.ui import kit

BESIDE: Any = Beside  # a Var to Reflex; to a type checker a plain class


@rx.memo
def asked_about(contact_id: rx.Var[str]) -> rx.Component:
    """Asks for the contact's next booking when it appears; a component of its own, so that another contact makes it appear again."""
    return rx.el.div(on_mount=BESIDE.load(contact_id))


def next_booking(contact_id: Any) -> rx.Component:
    """The next booking of that contact and the way to a new one, in the inbox's context pane."""
    visit = BESIDE.visit
    told = rx.cond(visit.id, kit.context_booking(visit.when, visit.what, visit.href), rx.el.p(_("Nothing booked."), class_name="t2"))
    book = kit.link_button(_("Book"), "/app/calendar?new=1&contact=" + contact_id, icon_name="plus", small=True)
    known = rx.cond(BESIDE.contact == contact_id, rx.fragment(told, book), kit.skeleton("70%"))
    return kit.context_part(_("Next booking"), known, rx.el.div(asked_about(contact_id=contact_id), key=contact_id))
