"""The waitlist: who would come if a time were free."""

from typing import Any

import reflex as rx

from careops.booking.components.waitlist import give_dialog, wait_row
from careops.booking.state.waitlist import STATES, Waitlist
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

LIST: Any = Waitlist  # a Var to Reflex; to a type checker a plain class

SHOWN = [("open", _("Everybody who waits")), *((key, label) for key, (label, _tone, _icon) in STATES.items()), ("all", _("All, also past"))]
COLUMNS = (_("Customer"), _("Waits for"), _("When"), _("Since"), _("State"))


def waitlist() -> rx.Component:
    """Who waits, in their order, with what would suit them."""
    head = kit.page_header(
        _("Bookings"),
        kit.link_button(_("Calendar"), "/app/calendar"),
    )
    views = kit.tabs(
        _("Which bookings"),
        kit.tab(_("Today"), "/app/bookings?view=today"),
        kit.tab(_("Upcoming"), "/app/bookings?view=upcoming"),
        kit.tab(_("Past"), "/app/bookings?view=past"),
        kit.tab(_("Waitlist"), "/app/bookings/waitlist", current=True),
    )
    narrowed = rx.el.div(
        kit.select(_("Show"), "status", SHOWN, value=LIST.status, on_change=lambda given: LIST.filter("status", given)),
        kit.select(_("Service"), "type", LIST.types, value=LIST.type, on_change=lambda given: LIST.filter("type", given)),
        kit.select(_("With"), "provider", LIST.providers, value=LIST.provider, on_change=lambda given: LIST.filter("provider", given)),
        class_name="grid grid-cols-2 sm:flex sm:flex-wrap gap-2 items-end",
    )
    columns = [*(kit.Column(words) for words in COLUMNS), kit.Column(_("Next step"), number=True)]
    table = rx.cond(
        LIST.lines.length() > 0,
        kit.table(_("Waitlist"), columns, rx.foreach(LIST.lines, wait_row)),
        kit.empty(
            _("Nobody waits"),
            _("Customers who find nothing free can join the waitlist of a service that has one. What frees up is then offered to them."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
            action=kit.link_button(_("Open the calendar"), "/app/calendar"),
        ),
    )
    more = rx.cond(LIST.more, kit.button(_("Show more"), LIST.show_more), rx.fragment())
    body = rx.el.div(views, narrowed, rx.cond(LIST.loaded, rx.fragment(table, more), kit.skeleton_rows(6)), class_name="stack stack-4")
    return frame(rx.fragment(kit.page(head, body), give_dialog()), title=_("Waitlist"), active="bookings")


PAGES = (Page("/app/bookings/waitlist", _("Waitlist"), waitlist, (Waitlist.live,), Permission.bookings_view),)
