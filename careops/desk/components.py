"""What is told of a person beside other work."""

from typing import Any

import reflex as rx

from careops.contacts.components import may_manage
from careops.core.i18n import text as _
from careops.desk.rules.telling import COPYING
from careops.desk.state import Alike, Beside, Identity, Pick
from careops.frame.state import Frame
from careops.ui import kit

FRAME: Any = Frame
HERE: Any = Identity
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


# ── who the person is, on their page ─────────────────────


@rx.memo
def asked_who_else(contact_id: rx.Var[str]) -> rx.Component:
    """Looks for others who may be the same when it appears; a component of its own, so that another contact makes it appear again."""
    return rx.el.div(on_mount=HERE.load(contact_id))


def who_else(contact_id: Any) -> rx.Component:
    """The banner of the page: somebody may be the same person."""

    def alike(one: Alike) -> rx.Component:
        look_at = kit.button(_("Look and merge"), HERE.start_merge(one.id), small=True, icon_name="users")
        return kit.note(rx.el.strong(one.name), " ", one.detail, tone="warn", action=look_at)

    some = rx.el.div(rx.foreach(HERE.alike, alike), class_name="stack ct-merge")
    return may_manage(rx.cond((HERE.contact == contact_id) & (HERE.alike.length() > 0), some))


def identity_dialogs(contact_id: Any) -> rx.Component:
    """Merging and erasing; they ask who else there is as soon as they are there."""
    dialogs = rx.cond(HERE.contact == contact_id, rx.fragment(_merge_dialog(), _erase_dialog()))
    return rx.fragment(dialogs, rx.el.div(asked_who_else(contact_id=contact_id), key="who-" + contact_id))


def identity(contact_id: Any) -> rx.Component:
    """What can be done about who they are: undo a merge, take a copy of everything, forget them."""

    def joined(one: Alike) -> rx.Component:
        words = rx.el.span(rx.el.span(one.name, class_name="strong clip block"), rx.el.span(one.detail, class_name="t2 clip block"))
        undo = kit.button(_("Undo the merge"), HERE.unmerge(one.id), small=True, icon_name="undo-2")
        return rx.el.li(rx.el.div(words, class_name="grow"), undo, class_name="row")

    path = "/api/v1/contacts/" + contact_id + "/export"
    copy = kit.link_button(_("Export everything"), path, icon_name="download", small=True, outside=True, download="contact.zip")
    for permission in COPYING:
        copy = rx.cond(FRAME.shown.allowed.contains(permission.value), copy)
    forget = kit.button(_("Erase this person"), HERE.start_erase, small=True, icon_name="trash-2", look="danger")
    merged = kit.shown(HERE.joined.length(), kit.rows(rx.foreach(HERE.joined, joined), label=_("Merged into this contact")))
    return may_manage(kit.section(_("Identity and data"), merged, rx.el.div(copy, forget, class_name="row wrap"), id="identity"))


def _merge_dialog() -> rx.Component:
    def pick(one: Pick) -> rx.Component:
        name = "take:" + one.key  # pyright: ignore[reportOperatorIssue] - a Var at run time
        both = rx.cond(one.key == "notes", rx.el.option(_("Both, one under the other"), value="both"))
        choice = rx.el.select(
            rx.el.option(one.kept, value="kept"),
            rx.el.option(one.merged, value="merged"),
            both,
            name=name,
            default_value=one.side,
            class_name="input",
            aria_label=one.label,
        )
        drawn = rx.el.div(choice, kit.icon("chevron-down"), class_name="select")
        return rx.el.label(rx.el.span(one.label, class_name="t2"), drawn, class_name="stack")

    form = kit.form(
        rx.el.p(_("Everything of this contact moves over. The merge can be undone."), class_name="t2"),
        rx.foreach(HERE.picks, pick),
        rx.el.ul(rx.foreach(HERE.moves, lambda line: rx.el.li(line)), class_name="t2"),
        kit.shown(HERE.stricter, kit.note(_("One of the two said no to some messages: that counts from then on."), tone="warn")),
        kit.form_foot(kit.button(_("Cancel"), HERE.cancel), kit.button(_("Merge"), submit=True, look="primary")),
        on_submit=HERE.merge,
    )
    body = rx.cond(HERE.doing == "merge", rx.el.div(form, key=HERE.other))
    return kit.dialog(_("Are they the same person?"), body, id="merge", shown=HERE.doing == "merge", on_close=HERE.cancel)


def _erase_dialog() -> rx.Component:
    expected = rx.el.label(
        rx.el.input(type="checkbox", name="cancel", value="yes"), " ", _("Cancel their upcoming bookings with it"), class_name="row"
    )
    form = kit.form(
        rx.el.p(_("Nothing of them is left but figures without a name. This cannot be undone."), class_name="t2"),
        rx.el.ul(rx.foreach(HERE.moves, lambda line: rx.el.li(line)), class_name="t2"),
        kit.shown(HERE.upcoming, expected),
        rx.el.label(
            rx.el.span(_("Type the name to confirm"), class_name="t2"),
            rx.el.input(name="name", class_name="input", placeholder=HERE.name, auto_complete="off", required=True, max_length=120),
            class_name="stack",
        ),
        kit.shown(HERE.problem, kit.note(HERE.problem, tone="danger", live=True)),
        kit.form_foot(kit.button(_("Cancel"), HERE.cancel), kit.button(_("Erase for ever"), submit=True, look="danger-fill")),
        on_submit=HERE.erase,
    )
    body = rx.cond(HERE.doing == "erase", rx.el.div(form, key=HERE.name))
    return kit.dialog(_("Erase this person?"), body, id="erase", shown=HERE.doing == "erase", on_close=HERE.cancel)
