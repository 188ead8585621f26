"""What is sold: the list of services, and the page of one."""

import reflex as rx

from careops.booking.components.parts import problems_of, save_line
from careops.booking.components.services import (
    HERE,
    LIST,
    add_ons,
    again,
    basics,
    group,
    needs,
    place,
    policy,
    rules,
    service_line,
    time,
    variants,
    who,
)
from careops.booking.components.services.recipe import recipe
from careops.booking.state.recipe import Recipe
from careops.booking.state.service import ServiceEditor
from careops.booking.state.services import ServiceList
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

NEW = "/app/settings/services/new"


def services() -> rx.Component:
    """Everything that is sold, in order."""
    nothing = kit.empty(
        _("Nothing to book yet"),
        _("A service has a name, a length and a price, and somebody who does it."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.link_button(_("Add the first service"), NEW, look="primary", icon_name="plus"),
    )
    sentence = rx.el.p(
        _("In the order of your booking page."),
        " ",
        kit.link(_("People and rooms"), "/app/settings/providers"),
        class_name="t2",
    )
    content = kit.page(
        kit.page_header(
            _("Services"), kit.link_button(_("Add service"), NEW, look="primary", icon_name="plus", key="n"), sentence=sentence
        ),
        kit.loaded(LIST.loaded, LIST.lines, service_line, nothing, label=_("Services")),
        narrow=True,
    )
    return frame(content, title=_("Services"), active="settings")


def service() -> rx.Component:
    """One service with everything about it."""
    editor = rx.el.form(
        problems_of(HERE.errors, HERE.problems),
        rx.cond(HERE.stale, _stale(), rx.fragment()),
        *[part() for part in (basics, time, variants, add_ons, who, needs, group, rules, policy, again, place)],
        save_line(
            rx.cond(HERE.id == "new", _("Add service"), _("Save")),
            kit.link_button(_("Back to the list"), "/app/settings/services"),
            rx.el.span(HERE.next_free, class_name="t2 num only-l"),
            rx.cond(
                HERE.id == "new",
                rx.fragment(),
                rx.el.span(kit.button(_("Delete"), look="danger", opens="delete-service"), class_name="end"),
            ),
        ),
        on_submit=HERE.save,
        no_validate=True,
        class_name="editor",
        key=HERE.form_key.to_string(),
    )
    missing = kit.note(_("This service does not exist, or it belongs to another workspace."), tone="warn")
    body = rx.cond(
        HERE.missing, missing, rx.cond(HERE.loaded, rx.fragment(editor, rx.el.div(recipe(), class_name="mt-8")), kit.skeleton_rows(6))
    )
    delete = kit.confirm_dialog(
        _("Delete this service?"),
        _("Only one that was never booked can be deleted. Otherwise switch it off: its bookings stay."),
        id="delete-service",
        verb=_("Delete service"),
        keep=_("Keep it"),
        on_confirm=HERE.delete,
    )
    crumbs = kit.crumbs(_("Services"), "/app/settings/services", HERE.title)
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True), delete), title=_("Service"), active="settings")


def _stale() -> rx.Component:
    return kit.note(
        _("Somebody else saved this service in the meantime. What you typed is still here."),
        tone="warn",
        action=rx.el.span(
            kit.button(_("Keep mine, then save"), HERE.insist, small=True),
            kit.button(_("Show theirs"), HERE.give_in, small=True),
            class_name="row",
        ),
        live=True,
    )


PAGES = (
    Page("/app/settings/services", _("Services"), services, (ServiceList.load,), Permission.settings),
    Page("/app/settings/services/[service]", _("Service"), service, (ServiceEditor.load, Recipe.load), Permission.settings),
)
