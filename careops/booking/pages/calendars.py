"""Calendars in other programs at /app/settings/calendars: links to be read there, calendars that are read here, a file."""

from typing import Any

import reflex as rx

from careops.booking.components.calendars import asking_dialog, feed_form, feed_line, import_form, import_line, made_dialog
from careops.booking.state.calendars import Calendars
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.frame.state import Frame
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
HERE: Any = Calendars
FRAME: Any = Frame


def calendars() -> rx.Component:
    """Members see their own, whoever keeps the settings sees all."""
    back = rx.cond(
        FRAME.shown.allowed.contains(Permission.settings.value),
        kit.link(_("All settings"), "/app/settings"),
        kit.link(_("Calendar"), "/app/calendar"),
    )
    content = kit.page(
        kit.page_header(
            _("Calendars"),
            sentence=rx.el.p(_("Bookings in other programs, and their busy times here."), " ", back, class_name="t2"),
        ),
        kit.sections(_links(), _imports(), _file()),
        narrow=True,
    )
    over = (feed_form(), made_dialog(), import_form(), asking_dialog())
    return frame(rx.fragment(content, *over), title=_("Calendars"), active="settings")


def _links() -> rx.Component:
    nobody = HERE.loaded & (HERE.shared.length() == 0)
    new = {"on_click": HERE.start("feed"), "icon_name": "plus"}
    nothing = kit.empty(
        _("No calendar links"),
        _("See bookings on your phone or beside your own calendar: a private link, read by Apple, Google or Outlook."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=rx.cond(
            nobody, kit.note(_("You are not set up as somebody who can be booked.")), kit.button(_("Make a link"), look="primary", **new)
        ),
    )
    return kit.section(
        _("Links for other programs"),
        kit.loaded(HERE.loaded, HERE.feeds, feed_line, nothing, label=_("Calendar links"), count=1),
        id="links",
        end=rx.cond(HERE.feeds.length() > 0, kit.button(_("Make a link"), small=True, **new), rx.fragment()),
    )


def _imports() -> rx.Component:
    new = {"on_click": HERE.start("import"), "icon_name": "plus"}
    add = rx.cond(HERE.kept.length() > 0, kit.button(_("Read a calendar"), look="primary", **new), rx.fragment())
    nothing = kit.empty(
        _("No other calendar is read"),
        _("Where you are busy in your own calendar, customers are not offered you. It is read every quarter of an hour."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
        action=add,
    )
    return kit.section(
        _("Busy times from elsewhere"),
        kit.loaded(HERE.loaded, HERE.imports, import_line, nothing, label=_("Calendars that are read"), count=1),
        id="busy",
        end=rx.cond(HERE.imports.length() > 0, kit.button(_("Read a calendar"), small=True, **new), rx.fragment()),
    )


def _file() -> rx.Component:
    days = kit.form_row(
        kit.field(_("From"), "first_day", type="date", value=HERE.first_day, on_change=lambda day: HERE.span("first_day", day)),
        kit.field(_("To"), "last_day", type="date", value=HERE.last_day, on_change=lambda day: HERE.span("last_day", day)),
    )
    have = kit.link_button(_("Download (.ics)"), HERE.export_href, outside=True, icon_name="download", download="bookings.ics")
    words = rx.el.p(_("Everybody’s bookings of some days, a year at most, to be opened in another program."), class_name="t2")
    return kit.section(_("As a file"), rx.el.div(words, days, kit.form_foot(have), class_name="stack stack-4"), id="file")


PAGES = (Page("/app/settings/calendars", _("Calendars"), calendars, (Calendars.live,), Permission.bookings_view),)
