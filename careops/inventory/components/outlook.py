"""The forecast drawn: what there was as a line, what there will be dashed, the threshold, and the same as a table beneath."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.inventory.state.outlook import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, DayLine, Mark
from careops.ui import kit

DAYS = (kit.Column(_("Day")), kit.Column(_("At its end"), number=True), kit.Column(_("Out"), number=True), kit.Column(_("In"), number=True))


def forecast(chart: Any) -> rx.Component:
    """The figure with its sentence; nothing for what nobody counts."""
    drawing = rx.el.svg(
        rx.el.svg.path(d=f"M{LEFT} {BOTTOM}H{RIGHT}", class_name="ax"),
        rx.el.svg.path(d=f"M{LEFT} {TOP}H{RIGHT}", class_name="ax"),
        rx.el.svg.path(d="M" + chart.now + f" {TOP}V{BOTTOM}", class_name="ax"),
        rx.cond(chart.limit, rx.el.svg.path(d=chart.limit, class_name="ln lim"), rx.fragment()),
        rx.cond(chart.ordered, rx.el.svg.path(d=chart.ordered, class_name="ln prev dash"), rx.fragment()),
        rx.cond(chart.before, rx.el.svg.path(d=chart.before, class_name="ln"), rx.fragment()),
        rx.el.svg.path(d=chart.ahead, class_name="ln dash"),
        rx.cond(chart.ends, rx.el.svg.circle(cx=chart.end_x, cy=chart.end_y, r="4", class_name="pt"), rx.fragment()),
        rx.el.svg.text(chart.most, x=str(LEFT - 6), y=str(TOP + 4), text_anchor="end"),
        rx.el.svg.text("0", x=str(LEFT - 6), y=str(BOTTOM + 4), text_anchor="end"),
        rx.el.svg.text(chart.limit_words, x=str(RIGHT), y=chart.limit_y, text_anchor="end"),
        rx.foreach(chart.marks, _mark),
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=chart.sentence,
    )
    days = kit.table(_("Day by day"), DAYS, rx.foreach(chart.days, _day), two_lines_on_phone=False)
    return rx.el.figure(
        rx.el.figcaption(
            rx.el.span(chart.sentence, class_name=rx.cond(chart.tone, "m strong " + chart.tone, "m strong")),
            rx.el.span(chart.pace, class_name="t2"),
        ),
        drawing,
        rx.cond(chart.ordered, rx.el.p(_("The grey line counts on what is ordered."), class_name="t3 xs"), rx.fragment()),
        rx.el.details(rx.el.summary(_("Show as table")), days),
        class_name="st-chart",
    )


def _mark(mark: Mark) -> rx.Component:
    return rx.el.svg.text(mark.words, x=mark.x, y=str(HEIGHT - 6), text_anchor=mark.anchor)


def _day(day: DayLine) -> rx.Component:
    return kit.table_row(day.day, (day.level, "r"), (day.used, "r"), (day.came, "r"))
