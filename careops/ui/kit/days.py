"""A day drawn: the ribbon (providers beside hours) and the calendar (columns by provider), with one grammar for a booking.

Edge: confirmed. Outline: happening. Dash: to confirm. Hatch: held or closed. Strike: no-show or cancelled. Tick: completed.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Text, among, classes, hidden, how_many, icon, inline, shown, when
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


def _state_mark(block: Block) -> rx.Component:
    """The little icon at a block's end: what it says of itself first, else what its state adds to its shape."""
    own = rx.el.span(icon(block.flag), hidden(block.flag_label), class_name="flag c-warn")
    marks = [
        ("completed", rx.el.span(icon("check"), class_name="flag")),
        ("no_show", rx.el.span(icon("ban"), class_name="flag c-danger")),
        ("cancelled", rx.el.span(icon("x"), class_name="flag")),
        ("held", rx.el.span(icon("clock"), class_name="flag")),
        ("lift", rx.el.span(icon("grip-vertical"), class_name="flag")),
    ]
    return rx.cond(block.flag, own, rx.match(block.state, *marks, rx.fragment()))


def booking_block(block: Block) -> rx.Component:
    """One booking in a calendar column: name first, then time and service; the buffer hangs under it."""
    first = rx.el.span(
        rx.el.span(block.who, class_name="who"),
        shown(block.tiny, rx.el.span(block.time, class_name="tm num")),
        _state_mark(block),
        class_name="l1",
    )
    second = rx.el.span(rx.el.span(block.time, class_name="num"), " ", block.service, class_name="svc")
    told = hidden(", ", when(block.tiny, block.service, ""), " ", block.state_label, ", ", block.lasts)
    place = {"--top": block.top, "--height": block.height}
    buffer = rx.el.span(
        rx.el.span(block.buffer_label),
        class_name="buf hatch",
        custom_attrs=inline({"--top": block.buffer_top, "--height": block.buffer_height}),
    )
    return rx.el.li(
        rx.el.a(
            first,
            when(block.tiny, rx.fragment(), second),
            told,
            href=block.href,
            class_name=classes("bk", state_class(block.state), when(block.tiny, "tiny"), when(block.current, "on")),
            aria_current=when(block.current, "true", None),
            custom_attrs=inline(place),
            data_booking=block.id,
        ),
        shown(block.buffer_label, buffer),
    )


def closed_block(closed: Closed) -> rx.Component:
    """A hatched stretch nobody can book."""
    return rx.el.li(
        shown(closed.label, rx.el.span(closed.label)),
        shown(closed.said, hidden(closed.said)),
        class_name="cal-off hatch",
        custom_attrs=inline({"--top": closed.top, "--height": closed.height}),
    )


def calendar_column(lane: Lane) -> rx.Component:
    """One provider's day, top to bottom."""
    return rx.el.section(
        rx.el.header(
            avatar(lane.initials, lane.tint),
            rx.el.span(
                rx.el.span(lane.name, class_name="strong clip block"),
                rx.el.span(lane.about, class_name="t3 xs clip block"),
                class_name="grow",
            ),
            class_name="cal-h",
        ),
        rx.el.ol(rx.foreach(lane.closed, closed_block), rx.foreach(lane.blocks, booking_block), class_name="cal-b"),
        class_name=classes("cal-col", when(lane.chosen, "is-me")),
        aria_label=lane.full_name,
        data_lane=lane.id,
    )


def now_line(at: Text) -> rx.Component:
    """Now is ink: a dark line across the day, never red."""
    return rx.el.div(rx.el.i(custom_attrs=inline({"--top": at, "--left": at})), class_name="cal-now", aria_hidden="true")


def calendar_day(
    label: Text,
    hours: Sequence[Hour] | rx.Var[list[Hour]],
    lanes: Sequence[Lane] | rx.Var[list[Lane]],
    *,
    hour_count: int | rx.Var[int],
    now: Text = "",
    now_at: Text = "",
) -> rx.Component:
    """A day as columns by provider; a phone shows the chosen one. Blocks, hours and the now line carry ready percentages."""
    columns = how_many(lanes)
    gutter = rx.el.div(
        rx.el.div(class_name="cal-h"),
        rx.el.div(
            rx.foreach(hours, lambda hour: rx.el.span(hour.label, custom_attrs=inline({"--top": hour.at}))),
            shown(now, rx.el.b(now, class_name="now", custom_attrs=inline({"--top": now_at}))),
            class_name="cal-b",
        ),
        class_name="cal-gut",
        aria_hidden="true",
    )
    return rx.el.div(
        rx.el.div(
            gutter,
            rx.foreach(lanes, calendar_column),
            shown(now, now_line(now_at)),
            class_name="cal-grid",
            custom_attrs=inline({"--columns": columns, "--hours": hour_count}),
        ),
        class_name="cal",
        tab_index=0,
        role="region",
        aria_label=label,
    )


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


def who_strip(label: Text, lanes: Sequence[Lane] | rx.Var[list[Lane]]) -> rx.Component:
    """Whose day a phone shows."""

    def person(lane: Lane) -> rx.Component:
        return rx.el.a(avatar(lane.initials, lane.tint, size="s"), lane.name, href=lane.href, aria_current=when(lane.chosen, "true", None))

    return rx.el.nav(rx.foreach(lanes, person), class_name="cal-who only-s", aria_label=label)
