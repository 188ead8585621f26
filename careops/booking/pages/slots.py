"""Published times, week by week, and one session with everybody in it."""

from typing import Any

import reflex as rx

from careops.booking.components.one import may_manage
from careops.booking.components.slots import (
    ONE,
    PAGE,
    SHOWN,
    guest_line,
    pattern_line,
    publish_form,
    session_actions,
    session_forms,
    session_seats,
    slot_line,
)
from careops.booking.state.session import SessionPage
from careops.booking.state.slots import Slots
from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit


def slots() -> rx.Component:
    """A week of published times, and the patterns that publish them."""
    publish = may_manage(kit.button(_("Publish times"), PAGE.start, look="primary", icon_name="plus", key="n"))
    week = rx.el.div(
        _step(PAGE.shown.before, "chevron-left", _("Week before")),
        rx.el.h2(PAGE.shown.title, class_name="strong num"),
        _step(PAGE.shown.after, "chevron-right", _("Week after")),
        class_name="row between",
    )
    nothing = kit.empty(
        _("No times in this week"),
        _("Publish single times or a weekly pattern; customers book seats in them."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    listed = kit.loaded(PAGE.loaded, PAGE.shown.lines, slot_line, nothing, label=_("Published times"))
    patterns = rx.cond(
        PAGE.shown.patterns.length() > 0,
        kit.section(
            _("Every week"), kit.rows(rx.foreach(PAGE.shown.patterns, pattern_line), boxed=True, label=_("Weekly patterns")), id="patterns"
        ),
        rx.fragment(),
    )
    head = kit.page_header(_("Published times"), kit.link_button(_("Calendar"), "/app/calendar"), publish)
    content = kit.page(head, rx.el.div(week, listed, patterns, class_name="stack stack-5"), narrow=True)
    return frame(rx.fragment(content, publish_form()), title=_("Published times"), active="calendar")


def _step(href: Any, icon: str, label: str) -> rx.Component:
    return rx.el.a(kit.icon(icon), href=href, class_name="btn btn-quiet btn-icon", aria_label=label)


def session() -> rx.Component:
    """One session: when, how full, who."""
    nobody = kit.empty(_("Nobody yet"), _("Guests appear here as they book a seat."), ghost=[kit.skeleton(), kit.skeleton("40%")])
    found = rx.el.article(
        rx.el.div(
            rx.el.div(rx.el.h1(SHOWN.service, class_name="h2"), kit.status(SHOWN.state, SHOWN.tone, "circle"), class_name="row between"),
            rx.el.p(SHOWN.day, " ", SHOWN.time, class_name="m num"),
            rx.el.p(_("With"), " ", SHOWN.provider, class_name="t2"),
            kit.shown(SHOWN.note, rx.el.p(SHOWN.note, class_name="t2")),
            class_name="stack",
        ),
        session_seats(),
        kit.shown(ONE.errors.get("form", ""), kit.note(ONE.errors.get("form", ""), tone="danger", live=True)),
        session_actions(),
        kit.section(
            _("Guests"),
            rx.cond(SHOWN.guests.length() > 0, kit.rows(rx.foreach(SHOWN.guests, guest_line), boxed=True, label=_("Guests")), nobody),
            id="guests",
        ),
        class_name="stack stack-5",
    )
    missing = kit.note(_("This time does not exist, or it belongs to another workspace."), tone="warn")
    body = rx.cond(ONE.missing, missing, rx.cond(SHOWN.id, found, kit.skeleton_rows(6)))
    crumbs = kit.crumbs(_("Published times"), "/app/slots", SHOWN.service)
    return frame(rx.fragment(crumbs, kit.page(body, narrow=True), session_forms()), title=_("Session"), active="calendar")


PAGES = (
    Page("/app/slots", _("Published times"), slots, (Slots.live,), Permission.bookings_view),
    Page("/app/slots/[slot_id]", _("Session"), session, (SessionPage.live,), Permission.bookings_view),
)
