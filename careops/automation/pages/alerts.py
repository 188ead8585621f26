"""The alerts: everything that needs a person."""

from typing import Any

import reflex as rx

from careops.automation.state import Alerts, Line
from careops.core.i18n import text as _
from careops.frame.components import frame
from careops.ui import kit

LIST: Any = Alerts  # a Var to Reflex; to a type checker a plain class


def alerts() -> rx.Component:
    """The open ones by how pressing they are, or the resolved."""
    everything = ~LIST.resolved & (LIST.priority == "")
    views = kit.tabs(
        _("Which alerts"),
        kit.tab(_("Open"), "/app/alerts", current=everything, count=LIST.open),
        kit.tab(_("Critical"), "/app/alerts?priority=critical", current=LIST.priority == "critical", count=LIST.critical),
        kit.tab(_("Resolved"), "/app/alerts?standing=resolved", current=LIST.resolved),
    )
    nothing = rx.cond(
        LIST.resolved,
        rx.el.p(_("Nothing was resolved yet."), class_name="t2"),
        kit.empty(
            _("Nothing needs you"),
            _("Messages that failed and other things only a person can mend appear here, the most pressing first."),
            ghost=[kit.skeleton(), kit.skeleton("40%")],
        ),
    )
    listed = kit.loaded(LIST.loaded, LIST.lines, alert_line, nothing, label=_("Alerts"))
    more = kit.more_button(LIST.more, kit.button(_("Show more"), LIST.show_more))
    return frame(
        kit.page(kit.page_header(_("Alerts")), rx.el.div(views, listed, more, class_name="stack stack-4")),
        title=_("Alerts"),
        active="alerts",
    )


def alert_line(line: Line) -> rx.Component:
    """One alert: mend it, say that it was seen, or that it is dealt with."""
    do = rx.el.div(
        rx.cond(line.read, rx.fragment(), kit.button(_("Mark as read"), LIST.read(line.id), look="quiet", small=True)),
        kit.button(_("Resolve"), LIST.resolve(line.id), small=True, icon_name="check"),
        class_name="flex flex-wrap gap-2",
    )
    return kit.needs_you(
        line.sentence,
        line.href,
        why=line.why,
        icon_name=line.icon,
        tone=line.tone,
        urgency=line.urgency,
        action=rx.cond(LIST.resolved, kit.link_button(line.fix, line.href, look="quiet", small=True), do),
    )
