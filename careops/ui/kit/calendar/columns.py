"""Days side by side: providers' columns of one day, or the seven days of a week."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from careops.ui.kit.basics import Flag, Handler, Text, classes, hidden, how_many, icon, inline, shown, when
from careops.ui.kit.calendar.hands import Board, keys_hint, spoken
from careops.ui.kit.calendar.rows import NEVER, Block, Column, Mark, Shade, Verdict
from careops.ui.kit.days import state_class
from careops.ui.kit.parts import avatar

Number = int | rx.Var[int]


def board(
    label: Text,
    columns: Sequence[Column] | rx.Var[list[Column]],
    marks: Sequence[Mark] | rx.Var[list[Mark]],
    *,
    opens: Number,
    closes: Number,
    id: str = "board",
    now: Text = "",
    now_at: Number = NEVER,
    scroll_to: Number = 0,
    step: Number = 15,
    length: Number = 60,
    hour_cycle: Number = 24,
    may_change: Flag = True,
    verdict: Verdict | rx.Var[Verdict] | None = None,
    settled: Number = 0,
    **acts: Handler,
) -> rx.Component:
    """The grid with its hands; the package's docstring is the contract."""
    grid = rx.el.div(
        _axis(marks, now, now_at),
        rx.foreach(columns, _column),
        class_name="board-grid",
        custom_attrs=inline({"--columns": how_many(columns), "--open": opens, "--close": closes}),
    )
    scroller = rx.el.div(grid, class_name="board-scroll", role="application", aria_label=label, aria_describedby=f"{id}-keys")
    return Board.create(
        _whose(label, columns),
        scroller,
        keys_hint(f"{id}-keys"),
        opens=opens,
        closes=closes,
        step=step,
        length=length,
        hour_cycle=hour_cycle,
        may_change=may_change,
        scroll_to=scroll_to,
        verdict=Verdict() if verdict is None else verdict,
        settled=settled,
        words=spoken(),
        id=id,
        class_name="board",
        **{name: act for name, act in acts.items() if act is not None},
    )


def _whose(label: Text, columns: Sequence[Column] | rx.Var[list[Column]]) -> rx.Component:
    """The columns by name, on a phone: one is in sight, the others are a tap or a swipe away."""

    def one(column: Column) -> rx.Component:
        face = shown(column.initials, avatar(column.initials, column.tint, size="s"))
        return rx.el.button(face, column.name, type="button", data_to=column.id, key=column.id)

    return rx.el.nav(rx.foreach(columns, one), class_name="board-who only-s", aria_label=label)


def _axis(marks: Sequence[Mark] | rx.Var[list[Mark]], now: Text, now_at: Number) -> rx.Component:
    hours = rx.foreach(marks, lambda mark: rx.el.span(mark.label, custom_attrs=inline({"--at": mark.at})))
    pill = shown(now, rx.el.b(now, class_name="now", custom_attrs=inline({"--at": now_at})))
    return rx.el.div(
        rx.el.div(class_name="board-h"), rx.el.div(hours, pill, class_name="board-b num"), class_name="board-axis", aria_hidden="true"
    )


def _column(column: Column) -> rx.Component:
    name = rx.el.span(column.name, class_name="strong clip block")
    words = rx.el.span(name, shown(column.about, rx.el.span(column.about, class_name="t3 xs clip block")), class_name="grow")
    head = rx.fragment(shown(column.initials, avatar(column.initials, column.tint)), words)
    line = rx.el.i(class_name="board-now", aria_hidden="true", custom_attrs=inline({"--at": column.now}))
    return rx.el.section(
        rx.el.header(rx.cond(column.href, rx.el.a(head, href=column.href, class_name="board-hl"), head), class_name="board-h"),
        rx.el.div(
            rx.foreach(column.shades, _shade),
            rx.el.ol(rx.foreach(column.blocks, _slot)),
            rx.cond(column.now >= 0, line, rx.fragment()),
            class_name="board-b",
        ),
        class_name=classes("board-col", when(column.current, "is-me")),
        key=column.id,
        role="group",
        aria_label=rx.cond(column.full_name, column.full_name, column.name),
        data_column=column.id,
        data_name=column.name,
        data_turns_at=column.turns_at,
        data_turns_by=column.turns_by,
    )


def _shade(shade: Shade) -> rx.Component:
    """Behind the bookings: closed is shaded, what somebody took is hatched."""
    return rx.el.div(
        shown(shade.label, rx.el.span(shade.label)),
        shown(shade.said, hidden(shade.said)),
        class_name=classes("board-shade", rx.cond(shade.kind == "closed", "", "hatch")),
        data_at=shade.at,
        data_len=shade.minutes,
        custom_attrs=inline({"--at": shade.at, "--len": shade.minutes}),
    )


def _slot(block: Block) -> rx.Component:
    """One block: its buffers, its one or two pieces, and the end that may be pulled."""
    place = {"--at": block.at, "--len": block.minutes, "--lane": block.lane, "--lanes": block.lanes}
    sizes = {"--gap-at": block.gap_at, "--gap": block.gap_minutes, "--before": block.before, "--after": block.after}
    opened = rx.el.a(
        rx.el.span(_inside(block), class_name=classes("bk", state_class(block.state), when(block.current, "on"))),
        rx.cond(block.gap_minutes > 0, _rest(block), rx.fragment()),
        hidden(_told(block)),
        href=block.href,
        tab_index=-1,
        draggable=False,
        aria_current=when(block.current, "true", None),
        class_name=classes("slot-a", rx.cond(block.gap_minutes > 0, "has-gap", "")),
    )
    return rx.el.li(
        rx.cond(block.before > 0, rx.el.span(class_name="slot-buf hatch is-before", aria_hidden="true"), rx.fragment()),
        opened,
        rx.cond(
            block.after > 0,
            rx.el.span(rx.el.span(block.after_label), class_name="slot-buf hatch is-after", aria_hidden="true"),
            rx.fragment(),
        ),
        rx.cond(block.resizable, rx.el.span(class_name="slot-end", aria_hidden="true"), rx.fragment()),
        key=block.id,  # a block keeps its element wherever it stands in the list, so that a hand or the focus on it stays
        class_name="slot",
        custom_attrs=inline({**place, **sizes}),
        data_id=block.id,
        data_at=block.at,
        data_len=block.minutes,
        data_lane=block.lane,
        data_gap_at=block.gap_at,
        data_gap=block.gap_minutes,
        data_movable=rx.cond(block.movable, "true", "false"),
        data_resizable=rx.cond(block.resizable, "true", "false"),
    )


def _inside(block: Block) -> rx.Component:
    """Name first, then time and service; where there is room for one line, the name with its time."""
    first = rx.el.span(
        rx.el.span(block.who, class_name="who"),
        rx.el.span(block.time, class_name="tm num", aria_hidden="true", data_time="true"),
        _mark(block),
        class_name="l1",
    )
    seats = shown(block.seats, rx.el.span(icon("users"), " ", block.seats, class_name="seats num", aria_hidden="true"))
    return rx.fragment(
        first, rx.el.span(rx.el.span(block.time, class_name="num", data_time="true"), " ", block.service, class_name="svc"), seats
    )


def _rest(block: Block) -> rx.Component:
    """The second piece after a processing gap, tied to the first by a line."""
    name = rx.el.span(rx.el.span(block.who, class_name="who"), class_name="l1")
    rest = rx.el.span(name, class_name=classes("bk", "rest", state_class(block.state)), aria_hidden="true")
    return rx.fragment(rx.el.i(class_name="slot-join", aria_hidden="true"), rest)


def _told(block: Block) -> Any:
    """What the shape says to the eye: state, length, seats."""
    return rx.fragment(", ", block.state_label, ", ", block.lasts, shown(block.seats, rx.fragment(", ", block.seats)))


def _mark(block: Block) -> rx.Component:
    """The little icon at a block's end: what it says of itself first, else what its state adds to its shape."""
    marks = [
        ("completed", rx.el.span(icon("check"), class_name="flag")),
        ("no_show", rx.el.span(icon("ban"), class_name="flag c-danger")),
        ("cancelled", rx.el.span(icon("x"), class_name="flag")),
        ("held", rx.el.span(icon("clock"), class_name="flag")),
    ]
    own = rx.el.span(icon(block.flag), hidden(block.flag_label), class_name="flag c-warn")
    return rx.cond(block.flag, own, rx.match(block.state, *marks, rx.fragment()))
