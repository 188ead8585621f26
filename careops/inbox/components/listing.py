"""The list: filters, search, rows, and what a search finds."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inbox.state import Hit, Inbox, Line, Mark, Part, Tab
from careops.ui import kit

# Reflex turns these into Vars; to a type checker they are plain classes.
SHOWN: Any = Inbox.shown
BOX: Any = Inbox


def conversations() -> list[rx.Component]:
    """Filters, search and rows."""
    words = kit.search_box(_("Find people and words"), "find", on_change=BOX.search, key="/")
    narrowed = rx.el.a(SHOWN.narrowed, kit.icon("x"), kit.hidden(_("remove")), href="/app/inbox", class_name="chip")
    listed = rx.cond(SHOWN.searched, _found(), _rows())
    return [
        kit.list_head(_("Inbox"), _filters()),
        rx.el.nav(rx.foreach(SHOWN.tabs, _tab), class_name="tabs ib-tabs", aria_label=_("Show")),
        rx.el.div(words, kit.shown(SHOWN.narrowed, narrowed), class_name="ib-find"),
        rx.cond(BOX.loaded, listed, kit.skeleton_rows(6)),
    ]


def _filters() -> rx.Component:
    """The filters that have no tab, labels and channels."""
    channels = (("email", _("Email")), ("sms", _("SMS")), ("form", _("Contact form")))
    return kit.menu(
        kit.icon("list-filter"),
        rx.foreach(SHOWN.tabs, _rare),
        kit.menu_line(),
        *[kit.menu_link(label, f"/app/inbox?channel={key}") for key, label in channels],
        rx.cond(SHOWN.labels.length() > 0, kit.menu_line(), rx.fragment()),
        rx.foreach(SHOWN.labels, _label),
        kit.menu_line(),
        kit.menu_link(_("Labels and canned replies"), "/app/settings/inbox", icon_name="settings"),
        label=_("Show others"),
    )


def _label(label: Mark) -> rx.Component:
    return rx.el.a(kit.label_mark(label.name, label.tint), href="/app/inbox?label=" + label.id)


def _tab(tab: Tab) -> rx.Component:
    return rx.cond(tab.in_row, kit.tab(tab.label, tab.href, current=tab.current, count=tab.count), rx.fragment())


def _rare(tab: Tab) -> rx.Component:
    said = rx.fragment(tab.label, rx.el.span(tab.count, class_name="end t3 num"))
    return rx.cond(tab.in_row, rx.fragment(), kit.menu_link(said, tab.href))


def _rows() -> rx.Component:
    rows = rx.fragment(
        kit.conversation_rows(
            rx.foreach(SHOWN.lines, _row),
            kit.shown(SHOWN.more, rx.el.li(kit.button(_("Show more"), BOX.show_more, small=True), class_name="list-more")),
            label=_("Conversations"),
        )
    )
    nothing = kit.empty(
        _("Nobody here"),
        _("Conversations open by themselves when somebody writes, books or is added."),
        ghost=[kit.skeleton(), kit.skeleton("40%")],
    )
    return rx.cond(SHOWN.lines.length() > 0, rows, nothing)


def _row(line: Line) -> rx.Component:
    trouble = rx.el.span(kit.icon("triangle-alert", "xs"), _("Not delivered"), class_name="xs c-danger row")
    asleep = rx.el.span(kit.icon("alarm-clock", "xs"), line.snoozed, class_name="xs t3 row")
    whose = rx.fragment(kit.avatar(line.assignee_initials, line.assignee_tint, size="s"), kit.hidden(_("assigned to"), " ", line.assignee))
    more = rx.el.span(
        rx.foreach(line.labels, _mark),
        kit.shown(line.undelivered, trouble),
        kit.shown(line.snoozed, asleep),
        class_name="ib-more",
    )
    told = line.undelivered | (line.snoozed != "") | (line.labels.length() > 0)  # type: ignore[attr-defined]
    return kit.conversation_row(
        line.name,
        line.preview,
        line.href,
        initials=line.initials,
        tint=line.tint,
        when_said=rx.fragment(rx.cond(line.waits, kit.hidden(_("waiting"), " "), rx.fragment()), line.said),
        channel_icon=line.icon,
        channel=line.channel,
        unread=line.unread,
        late=line.late,
        current=line.current,
        extra=kit.shown(told, more),
        end=kit.shown(line.assignee_initials, whose),
    )


def _mark(label: Mark) -> rx.Component:
    return kit.label_mark(label.name, label.tint)


# ── what a search finds ──────────────────────────────────


def _found() -> rx.Component:
    nothing = rx.el.p(_("No message and nobody by these words."), class_name="ib-sub")
    people = rx.fragment(rx.el.li(_("People"), class_name="ib-sub"), rx.foreach(SHOWN.lines, _row))
    messages = rx.fragment(rx.el.li(_("Messages"), class_name="ib-sub"), rx.foreach(SHOWN.hits, _hit))
    more = rx.el.li(kit.button(_("Show more"), BOX.show_more, small=True), class_name="list-more")
    rows = kit.conversation_rows(
        rx.cond(SHOWN.lines.length() > 0, people, rx.fragment()),
        rx.cond(SHOWN.hits.length() > 0, messages, rx.fragment()),
        kit.shown(SHOWN.more, more),
        label=_("What was found"),
    )
    return rx.cond((SHOWN.lines.length() + SHOWN.hits.length()) > 0, rows, nothing)


def _hit(hit: Hit) -> rx.Component:
    return kit.found_row(
        hit.name,
        kit.shown(hit.by, rx.fragment(rx.el.b(hit.by), " ")),
        rx.foreach(hit.parts, _part),
        href=hit.href,
        initials=hit.initials,
        tint=hit.tint,
        at=hit.at,
        channel_icon=hit.icon,
        channel=hit.channel,
    )


def _part(part: Part) -> rx.Component:
    return rx.cond(part.hit, rx.el.mark(part.text), rx.fragment(part.text))
