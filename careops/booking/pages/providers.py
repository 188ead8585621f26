"""Who and what is booked: the list, and the page of one."""

from typing import Any

import reflex as rx

from careops.booking.components.parts import problems_of, save_line
from careops.booking.components.providers import HERE, LIST, about, dates, hours, provider_line, time_off
from careops.booking.state.provider import ProviderEditor
from careops.booking.state.providers import ProviderList
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

PERSON, RESOURCE = "/app/settings/providers/new-person", "/app/settings/providers/new-resource"


def providers() -> rx.Component:
    """People, and rooms and things."""

    def part(title: str, lines: Any, name: str, nothing: rx.Component, add: rx.Component) -> rx.Component:
        return kit.section(title, kit.loaded(LIST.loaded, lines, provider_line, nothing, label=title, count=2), id=name, end=add)

    nobody = kit.empty(
        _("Nobody can be booked yet"),
        _("Whoever gives your services, with their hours."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.link_button(_("Add somebody"), PERSON, look="primary", icon_name="plus"),
    )
    nothing = kit.empty(
        _("No rooms or equipment"),
        _("What services share: a room, three chairs, a laser. They are booked along, so that two never need the same one."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=kit.link_button(_("Add a room or thing"), RESOURCE, icon_name="plus"),
    )
    add_one = kit.link_button(_("Add a room or thing"), RESOURCE, small=True, look="quiet", icon_name="plus")
    content = kit.page(
        kit.page_header(
            _("People and rooms"),
            kit.link_button(_("Add somebody"), PERSON, look="primary", icon_name="plus", key="n"),
            sentence=rx.el.p(
                _("Who and what can be booked, and when."), " ", kit.link(_("Services"), "/app/settings/services"), class_name="t2"
            ),
        ),
        kit.sections(
            part(_("People"), LIST.people, "people", nobody, rx.fragment()),
            part(
                _("Rooms and equipment"), LIST.resources, "resources", nothing, rx.cond(LIST.resources.length() > 0, add_one, rx.fragment())
            ),
        ),
        narrow=True,
    )
    return frame(content, title=_("People and rooms"), active="settings")


def provider() -> rx.Component:
    """One person, room or thing."""
    new = HERE.id.startswith("new-")
    editor = rx.el.form(
        problems_of(HERE.errors, HERE.problems),
        rx.cond(HERE.stale, _stale(), rx.fragment()),
        about(),
        hours(),
        save_line(
            rx.cond(new, _("Add"), _("Save")),
            kit.link_button(_("Back to the list"), "/app/settings/providers"),
            rx.cond(new, rx.fragment(), rx.el.span(kit.button(_("Delete"), look="danger", opens="delete-provider"), class_name="end")),
        ),
        on_submit=HERE.save,
        no_validate=True,
        class_name="editor",
        key=HERE.form_key.to_string(),
    )
    missing = kit.note(_("Nobody and nothing here, or it belongs to another workspace."), tone="warn")
    rest = rx.cond(new, rx.fragment(), kit.sections(dates(), time_off()))
    body = rx.cond(HERE.missing, missing, rx.cond(HERE.loaded, rx.el.div(editor, rest, class_name="stack stack-5"), kit.skeleton_rows(6)))
    delete = kit.confirm_dialog(
        _("Delete this one?"),
        _("Only who was never booked can be deleted. Otherwise switch them off: their bookings stay."),
        id="delete-provider",
        verb=_("Delete"),
        keep=_("Keep it"),
        on_confirm=HERE.delete,
    )
    crumbs = kit.crumbs(_("People and rooms"), "/app/settings/providers", HERE.title)
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True), delete), title=_("People and rooms"), active="settings")


def _stale() -> rx.Component:
    return kit.note(
        _("Somebody else saved this in the meantime. What you typed is still here."),
        tone="warn",
        action=rx.el.span(
            kit.button(_("Keep mine, then save"), HERE.insist, small=True),
            kit.button(_("Show theirs"), HERE.give_in, small=True),
            class_name="row",
        ),
        live=True,
    )


PAGES = (
    Page("/app/settings/providers", _("People and rooms"), providers, (ProviderList.load,), Permission.settings),
    Page("/app/settings/providers/[provider]", _("People and rooms"), provider, (ProviderEditor.load,), Permission.settings),
)
