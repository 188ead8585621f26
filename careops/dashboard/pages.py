"""Today at /app, and the reports at /app/reports."""

from typing import Any

import reflex as rx

from careops.core.actor import Permission
from careops.core.i18n import text as _
from careops.dashboard.components import chart
from careops.dashboard.schemas import ChaseLine, NeedLine, Saying, WaitLine
from careops.dashboard.schemas.reports import Part
from careops.dashboard.state import Reports, Today
from careops.frame.components import frame
from careops.frame.pages import Page
from careops.ui import kit

PAGE: Any = Today.page
DAY: Any = Today.day
HERE: Any = Today


def today() -> rx.Component:
    """What needs a person, who waits, the day, and what to chase."""
    head = rx.el.header(
        rx.el.div(
            rx.el.h1(PAGE.title, class_name="h1"),
            rx.el.p(rx.foreach(PAGE.said, _said), class_name="today-sum"),
        ),
        rx.el.div(kit.link_button(_("New booking"), "/app/calendar?new=1", icon_name="plus", key="n"), class_name="today-do only-l"),
        class_name="today-head",
    )
    content = rx.el.div(head, _setup(), _needs(), _waiting(), _day(), _chase(), class_name="page today")
    return frame(rx.cond(HERE.loaded, content, kit.page(kit.skeleton_rows(5))), title=_("Today"), active="today")


def _said(part: Saying) -> rx.Component:
    words = rx.cond(part.href, rx.el.a(part.words, href=part.href, class_name="link"), rx.el.span(part.words))
    return rx.fragment(words, rx.el.span(part.then, class_name="whitespace-pre-wrap"))


def _setup() -> rx.Component:
    go_on = kit.link_button(_("Go on setting up"), "/app/onboarding", look="primary")
    open_up = kit.note(_("Your booking page is not open yet."), tone="info", action=go_on)
    return rx.cond(PAGE.setup, rx.el.div(open_up, class_name="col-span-full"), rx.fragment())


def _needs() -> rx.Component:
    nothing = kit.empty(
        _("Nothing needs you"),
        _("Requests to confirm, failed messages and low stock appear here."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    drawn = rx.cond(
        PAGE.needs.length() > 0, kit.rows(rx.foreach(PAGE.needs, _need), boxed=True, numbered=True, label=_("Needs you now")), nothing
    )
    return rx.el.div(
        kit.section(_("Needs you now"), drawn, id="now", count=PAGE.needs.length(), end=kit.link(_("Alerts"), "/app/alerts")),
        class_name="today-now",
    )


def _need(line: NeedLine, place: int) -> rx.Component:
    confirm = HERE.confirm(line.booking)
    act = rx.cond(
        line.booking,
        # Only the first thing to do is the page's primary action.
        rx.cond(place == 0, kit.button(line.fix, confirm, look="primary"), kit.button(line.fix, confirm)),
        kit.link_button(line.fix, line.href),
    )
    return kit.needs_you(line.sentence, line.href, why=line.why, icon_name=line.icon, tone=line.tone, urgency=line.urgency, action=act)


def _waiting() -> rx.Component:
    nothing = rx.el.p(_("Everybody has an answer."), class_name="t3")
    drawn = rx.cond(PAGE.waiting.length() > 0, kit.rows(rx.foreach(PAGE.waiting, _wait)), nothing)
    part = kit.section(_("Waiting for an answer"), drawn, id="wait", end=kit.link(_("Inbox"), "/app/inbox"))
    return rx.cond(PAGE.sees_inbox, rx.el.div(part, class_name="today-wait"), rx.fragment())


def _wait(line: WaitLine) -> rx.Component:
    return kit.list_row(
        line.name, line.href, detail=line.preview, start=kit.avatar(line.initials, line.tint), end=kit.late(line.waited, line.late)
    )


def _day() -> rx.Component:
    ribbon = rx.cond(
        DAY.lanes.length() > 0,
        kit.day_ribbon(DAY.hours, DAY.lanes, hour_count=DAY.hour_count, now=DAY.now, now_at=DAY.now_at),
        rx.el.p(_("Nobody has working hours yet."), class_name="t3"),
    )
    part = kit.section(_("The day"), ribbon, id="day", end=kit.link(_("Calendar"), "/app/calendar"))
    return rx.cond(PAGE.sees_bookings, rx.el.div(part, class_name="today-day"), rx.fragment())


def _chase() -> rx.Component:
    more = kit.rows(rx.foreach(PAGE.stock, lambda part: kit.list_row(part.words, part.href)))
    shelf = rx.fragment(kit.rows(rx.foreach(PAGE.short, _short)), kit.shown(PAGE.stock.length() > 0, more))
    short = kit.section(_("Running low"), shelf, id="low", end=kit.link(_("Inventory"), "/app/inventory"))
    chased = kit.rows(rx.foreach(PAGE.forms, lambda part: kit.list_row(part.words, part.href)))
    forms = kit.section(_("Forms to chase"), chased, id="forms", end=kit.link(_("Forms"), "/app/forms"))
    return rx.cond(
        (PAGE.short.length() > 0) | (PAGE.forms.length() > 0) | (PAGE.stock.length() > 0),
        rx.el.div(
            kit.shown(PAGE.forms.length() > 0, forms),
            kit.shown((PAGE.short.length() > 0) | (PAGE.stock.length() > 0), short),
            class_name="today-chase",
        ),
        rx.fragment(),
    )


def _short(line: ChaseLine) -> rx.Component:
    words = rx.el.span(rx.el.span(line.name, class_name="clip"), rx.el.span(line.left, class_name="xs num"), class_name="row between")
    return rx.el.li(
        rx.el.a(
            rx.el.span(words, kit.level(line.have, line.of, line.said, tick=line.tick, tone=line.tone), class_name="grow stack"),
            href=line.href,
            class_name="lrow",
        )
    )


# ── reports ──────────────────────────────────────────────

SEEN: Any = Reports.page
THERE: Any = Reports


def reports() -> rx.Component:
    """The range, whether it is compared, and every subject's charts."""
    head = kit.page_header(_("Reports"), sentence=rx.el.p(SEEN.said, class_name="today-sum"))
    parts = rx.el.div(rx.foreach(SEEN.parts, _part), class_name="reports")
    nothing = kit.empty(
        _("Nothing to report on"), _("Your role sees no bookings, messages, forms or stock."), ghost=[kit.skeleton(), kit.skeleton("40%")]
    )
    content = kit.page(head, _range(), rx.cond(SEEN.parts.length() > 0, parts, nothing))
    return frame(rx.cond(THERE.loaded, content, kit.page(kit.skeleton_rows(8))), title=_("Reports"), active="reports")


def _range() -> rx.Component:
    """How long: the usual stretches, or any days; all of it stands in the address."""
    usual = [("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]
    stretches = kit.segmented(_("Days"), usual, value=SEEN.range, hrefs=[SEEN.links[key] for key, _words in usual])
    typed = rx.el.form(
        kit.field(_("From"), "from", type="date", default_value=SEEN.first, key=f"from-{SEEN.first}"),
        kit.field(_("To"), "to", type="date", default_value=SEEN.last, key=f"to-{SEEN.last}"),
        kit.button(_("Show"), submit=True),
        on_submit=THERE.choose,
    )
    words = rx.cond(SEEN.compared, _("Leave out the days before"), _("Compare with the days before"))
    return rx.el.div(stretches, typed, rx.el.a(words, href=SEEN.links["compare"], class_name="link"), class_name="report-bar")


def _part(part: Part) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(part.title, id=f"report-{part.key}"), class_name="sec-head"),
        rx.el.div(rx.foreach(part.pictures, chart), class_name="charts"),
        aria_labelledby=f"report-{part.key}",
    )


PAGES = (
    Page("/app", _("Today"), today, (Today.live,)),
    Page("/app/reports", _("Reports"), reports, (Reports.live,), Permission.reports),
)
