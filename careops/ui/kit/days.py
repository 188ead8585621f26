"""A day drawn as a ribbon (providers beside hours), and one grammar for a booking wherever it is drawn.

Edge: confirmed. Outline: happening. Dash: to confirm. Hatch: held or closed. Strike: no-show or cancelled. Tick: completed.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Text, among, classes, hidden, icon, inline, shown, when
from careops.ui.kit.parts import avatar, status
from careops.ui.kit.rows import STATES, Block, Closed, Day, Hour, Lane


def state_class(state: Text) -> Any:
    """The block class of a booking's state; ghost, lift and new (while moving or making one) name themselves."""
    if isinstance(state, rx.Var):
        known = [(key, css) for key, (css, _tone, _icon) in STATES.items()]
        return rx.match(state, *known, state)
    return STATES[state][0] if state in STATES else state


def booking_status(state: Text, label: Text, *, plain: bool = False) -> rx.Component:
    """The pill of a booking's state: `state` is a key of STATES, `label` the workspace's word for it."""
    if not isinstance(state, rx.Var):
        _css, tone, mark = STATES[state]
        return status(label, tone, mark, plain=plain)
    known = [(key, status(label, tone, mark, plain=plain)) for key, (_css, tone, mark) in STATES.items()]
    return among(state, known, status(label, "", "circle-dashed", plain=plain))


def day_ribbon(
    hours: Sequence[Hour] | rx.Var[list[Hour]],
    lanes: Sequence[Lane] | rx.Var[list[Lane]],
    *,
    hour_count: int | rx.Var[int],
    now: Text = "",
    now_at: Text = "",
) -> rx.Component:
    """A day as lanes by provider beside hours; a phone shows what is now and next for each."""
    axis = rx.el.div(
        rx.foreach(hours, lambda hour: rx.el.span(hour.label, custom_attrs=inline({"--left": hour.at}))),
        shown(now, rx.el.b(now, custom_attrs=inline({"--left": now_at}))),
        class_name="rib-hours",
        aria_hidden="true",
    )
    line = rx.el.div(rx.el.i(custom_attrs=inline({"--left": now_at})), class_name="rib-now", aria_hidden="true")
    return rx.el.div(
        axis, rx.foreach(lanes, _ribbon_lane), shown(now, line), class_name="ribbon", custom_attrs=inline({"--hours": hour_count})
    )


def _ribbon_lane(lane: Lane) -> rx.Component:
    return rx.el.div(
        rx.el.h3(avatar(lane.initials, lane.tint, size="s"), rx.el.span(lane.name), class_name="rib-who"),
        rx.el.ul(rx.foreach(lane.closed, _ribbon_closed), rx.foreach(lane.blocks, _ribbon_block), class_name="rib-track"),
        class_name="rib-lane",
    )


def _ribbon_closed(closed: Closed) -> rx.Component:
    return rx.el.li(class_name="rib-off hatch", aria_hidden="true", custom_attrs=inline({"--left": closed.left, "--width": closed.width}))


def _ribbon_block(block: Block) -> rx.Component:
    mark = rx.match(block.state, ("no_show", icon("ban")), ("pending", icon("circle-dashed")), rx.fragment())
    return rx.el.li(
        rx.el.a(
            rx.el.span(block.time, class_name="tm num only-s-inline"),
            " ",
            rx.el.span(mark, " ", rx.cond(block.short, block.short, block.who), class_name="who"),
            " ",
            rx.el.span(block.service, class_name="svc"),
            hidden(", ", block.time, ", ", block.state_label),
            href=block.href,
            class_name=classes("bk", state_class(block.state)),
            custom_attrs=inline({"--left": block.left, "--width": block.width}),
        ),
        class_name="is-" + block.when,
    )


def booking_mark(state: Text, who: Child, service: Child) -> rx.Component:
    """A booking's shape by itself, outside a day: in a legend, in a list of choices."""
    return rx.el.span(
        rx.el.span(rx.el.span(who, class_name="who"), class_name="l1"),
        rx.el.span(service, class_name="svc"),
        class_name=classes("bk", state_class(state)),
    )


def booking_card(
    title: Child, time: Child, *, state: Text, state_label: Text, detail: Child | None = None, actions: Sequence[Child] = ()
) -> rx.Component:
    """A booking inside a conversation, with what can be done about it."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(title, class_name="h3"),
            rx.el.p(time, class_name="t2 num"),
            rx.el.p(detail, class_name="t3") if detail is not None else rx.fragment(),
            class_name="grow",
        ),
        booking_status(state, state_label),
        rx.el.div(*actions, class_name="bkcard-do") if actions else rx.fragment(),
        class_name="bkcard",
    )


def week_strip(days: Sequence[Day] | rx.Var[list[Day]]) -> rx.Component:
    """The days of a week, on a phone."""

    def day(row: Day) -> rx.Component:
        return rx.el.a(rx.el.span(row.name), rx.el.b(row.number), href=row.href, aria_current=when(row.current, "date", None))

    return rx.el.nav(rx.foreach(days, day), class_name="cal-week only-s", aria_label=_("Days"))
