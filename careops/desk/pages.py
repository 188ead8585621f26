"""Everything about one contact."""

from typing import Any

import reflex as rx

from careops.contacts.components import kept, reachability
from careops.contacts.state import Consents
from careops.contacts.state.keeping import Kept
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.desk.components import identity, identity_dialogs, who_else
from careops.desk.schemas import HappenedRow, TopicRow, VisitRow
from careops.desk.state import Desk
from careops.forms.components.sending import send_form_button, send_form_dialog
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

HERE: Any = Desk  # Vars to Reflex; to a type checker a plain class and row
PERSON: Any = Desk.person


def contact() -> rx.Component:
    """The person, what is ahead, what happened."""
    crumbs = kit.crumbs(
        _("Contacts"),
        "/app/contacts",
        PERSON.name,
        kit.shown(PERSON.conversation_href, kit.link_button(_("Message"), PERSON.conversation_href, icon_name="message-square")),
        send_form_button(PERSON.id),
        kit.link_button(_("Book"), "/app/calendar?new=1&contact=" + PERSON.id, look="primary", icon_name="plus"),
    )
    found = rx.el.div(_head(), who_else(PERSON.id), _timeline(), _summary(), class_name="page ct")
    found = rx.fragment(found, identity_dialogs(PERSON.id), send_form_dialog())
    missing = kit.page(kit.note(_("This contact does not exist, or belongs to another workspace."), tone="warn"), narrow=True)
    body = rx.cond(Desk.missing, missing, rx.cond(PERSON.id, rx.fragment(crumbs, found), kit.page(kit.skeleton_rows(6))))
    return frame(body, title=_("Contact"), active="contacts", phone_top=False)


def _head() -> rx.Component:
    reach = rx.el.ul(
        kit.shown(PERSON.phone, rx.el.li(kit.icon("smartphone"), rx.el.span(PERSON.phone, class_name="num"))),
        kit.shown(PERSON.email, rx.el.li(kit.icon("mail"), rx.el.span(PERSON.email))),
        class_name="ct-reach",
        aria_label=_("How to reach them"),
    )
    named = rx.el.div(rx.el.h2(PERSON.name, class_name="h1"), rx.el.p(PERSON.since, class_name="t2"), reach, class_name="grow")
    return rx.el.header(kit.avatar(PERSON.initials, PERSON.tint, size="xl"), named, class_name="ct-head")


def _timeline() -> rx.Component:
    def row(happened: HappenedRow) -> rx.Component:
        what = rx.cond(happened.href, kit.link(happened.what, happened.href), happened.what)
        look: dict[str, Any] = {"icon_name": happened.icon, "tone": happened.tone}
        told = rx.cond(happened.more, kit.moment(what, happened.at, more=happened.more, **look), kit.moment(what, happened.at, **look))
        return rx.fragment(kit.shown(happened.day, kit.moment_day(happened.day)), told)

    def topic(one: TopicRow) -> rx.Component:
        return kit.tab_button(one.label, HERE.narrow(one.key), current=HERE.topic == one.key)

    nothing = rx.el.p(_("Nothing of this kind yet."), class_name="t3")
    return rx.el.section(
        rx.el.h3(_("What happened"), class_name="h2"),
        rx.el.div(rx.foreach(PERSON.topics, topic), class_name="tabs", role="group", aria_label=_("Show only")),
        rx.cond(PERSON.happened.length() > 0, kit.timeline(rx.foreach(PERSON.happened, row)), nothing),
        kit.more_button(PERSON.older, kit.button(_("Older"), HERE.show_older)),
        class_name="ct-tl",
        aria_label=_("Timeline"),
    )


def _summary() -> rx.Component:
    nothing = rx.el.p(_("Nothing booked."), class_name="t3")
    about = kit.facts(
        (_("Language"), rx.cond(PERSON.language, PERSON.language, "–")),
        (_("Time zone"), rx.cond(PERSON.timezone, PERSON.timezone, "–")),
        (_("Note"), rx.cond(PERSON.notes, PERSON.notes, "–")),
    )
    figures = PERSON.figures
    came = kit.facts(
        (_("Visits"), kit.num(figures.visits)),
        (_("No-shows"), kit.num(figures.no_shows)),
        (_("Cancellations"), kit.num(figures.cancellations)),
        (_("Last visit"), figures.last_visit),
        (_("Worth so far"), kit.num(figures.spent)),
    )
    return rx.el.aside(
        kit.shown(figures.visits, kit.section(_("Figures"), came, id="figures")),
        kit.section(
            _("Upcoming"), rx.cond(PERSON.upcoming.length() > 0, kit.rows(rx.foreach(PERSON.upcoming, _visit)), nothing), id="upcoming"
        ),
        kit.section(_("Earlier"), rx.cond(PERSON.past.length() > 0, kit.rows(rx.foreach(PERSON.past, _visit)), nothing), id="earlier"),
        reachability(),
        kept(),
        identity(PERSON.id),
        kit.section(_("About"), about, id="about"),
        class_name="ct-side",
        aria_label=_("Summary"),
    )


def _visit(visit: VisitRow) -> rx.Component:
    return kit.list_row(visit.when, visit.href, detail=visit.what, end=kit.booking_status(visit.state, visit.state_label, plain=True))


PAGES = (Page("/app/contacts/[contact_id]", _("Contact"), contact, (Desk.live, Consents.live, Kept.live), Permission.contacts_view),)
