"""The alerts: everything that needs a person."""

from typing import Any

import reflex as rx

from careops.automation.state import Alerts, Line, Mate
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.ui import kit

LIST: Any = Alerts  # a Var to Reflex; to a type checker a plain class


def alerts() -> rx.Component:
    """The open ones by how pressing they are, one's own, those put off, or the resolved."""
    everything = (LIST.standing == "open") & (LIST.priority == "")
    views = kit.tabs(
        _("Which alerts"),
        kit.tab(_("Open"), "/app/alerts", current=everything, count=LIST.open),
        kit.tab(_("Critical"), "/app/alerts?priority=critical", current=LIST.priority == "critical", count=LIST.critical),
        kit.tab(_("Mine"), "/app/alerts?standing=mine", current=LIST.standing == "mine", count=LIST.mine),
        kit.tab(_("Snoozed"), "/app/alerts?standing=snoozed", current=LIST.standing == "snoozed", count=LIST.snoozed),
        kit.tab(_("Resolved"), "/app/alerts?standing=resolved", current=LIST.standing == "resolved"),
    )
    nothing = rx.cond(
        LIST.standing == "open",
        kit.empty(
            _("Nothing needs you"),
            _("Messages nobody answered, requests nobody confirmed and whatever else needs a person appear here, the most pressing first."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
        ),
        rx.el.p(_("There is nothing here."), class_name="t2"),
    )
    listed = kit.loaded(LIST.loaded, LIST.lines, alert_line, nothing, label=_("Alerts"))
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    return frame(
        kit.page(kit.page_header(_("Alerts")), rx.el.div(views, listed, more, class_name="stack stack-4")),
        title=_("Alerts"),
        active="alerts",
    )


def alert_line(line: Line) -> rx.Component:
    """One alert: mend it, give it to somebody, put it off, or say that it is dealt with."""
    resolved = LIST.standing == "resolved"
    do = rx.el.div(
        kit.button(_("Resolve"), LIST.resolve(line.id), small=True, icon_name="check"),
        kit.menu(
            [kit.icon("ellipsis"), kit.hidden(_("More to do with this alert"))],
            rx.cond(line.read, rx.fragment(), kit.menu_item(_("Mark as read"), LIST.read(line.id), icon_name="eye")),
            rx.cond(line.snoozed, kit.menu_item(_("Bring it back"), LIST.snooze(line.id, ""), icon_name="clock"), _put_off(line)),
            kit.menu_line(),
            rx.foreach(LIST.team, lambda mate: _give(line, mate)),
            rx.cond(line.assignee != "", kit.menu_item(_("Give it to nobody"), LIST.assign(line.id, ""), icon_name="x"), rx.fragment()),
        ),
        class_name="flex flex-wrap items-center gap-2",
    )
    back = kit.button(_("Open again"), LIST.reopen(line.id), look="quiet", small=True, icon_name="rotate-ccw")
    return kit.needs_you(
        line.sentence,
        line.href,
        why=line.why,
        icon_name=line.icon,
        tone=line.tone,
        urgency=line.urgency,
        action=rx.cond(resolved, back, do),
    )


def _put_off(line: Line) -> rx.Component:
    return rx.fragment(
        kit.menu_item(_("Snooze for an hour"), LIST.snooze(line.id, "hour"), icon_name="clock"),
        kit.menu_item(_("Snooze for a day"), LIST.snooze(line.id, "day"), icon_name="clock"),
        kit.menu_item(_("Snooze for a week"), LIST.snooze(line.id, "week"), icon_name="clock"),
    )


def _give(line: Line, mate: Mate) -> rx.Component:
    return kit.menu_item(rx.fragment(_("Give it to"), " ", mate.name), LIST.assign(line.id, mate.id), icon_name="user")
