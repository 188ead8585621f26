"""Rows, tables, tabs, facts; and what stands in a list's place while it is empty or on its way."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, classes, hidden, how_many, icon, shown, when


def rows(*items: Child, boxed: bool = False, numbered: bool = False, label: Text = "") -> rx.Component:
    """A list with hairlines between its rows; each child is one `rx.el.li` or a foreach of them."""
    make = rx.el.ol if numbered else rx.el.ul
    more: dict[str, Any] = {"aria_label": label} if not isinstance(label, str) or label else {}
    return make(*items, class_name=classes("list", "boxed" if boxed else ""), **more)


def list_row(
    title: Child,
    href: Text,
    *,
    detail: Child | None = None,
    start: rx.Component | None = None,
    end: Child | None = None,
    current: Flag = False,
) -> rx.Component:
    """One row, 44 to 56 px, all of it the link: first line strong, second grey, a time at the end."""
    return rx.el.li(
        rx.el.a(
            start or rx.fragment(),
            rx.el.span(
                rx.el.span(title, class_name="strong clip block"),
                rx.el.span(detail, class_name="t2 clip block") if detail is not None else rx.fragment(),
                class_name="grow",
            ),
            rx.el.span(end, class_name="t3 xs num") if end is not None else rx.fragment(),
            href=href,
            class_name="lrow",
            aria_current=when(current, "true", None),
            data_row="true",
        )
    )


def plain_row(*content: Child, end: Child | None = None, class_name: str = "") -> rx.Component:
    """One row that is not a link: its buttons fix it in place."""
    return rx.el.li(
        rx.el.div(
            *content,
            rx.el.span(end, class_name="end") if end is not None else rx.fragment(),
            class_name=classes("lrow hit", class_name),
            data_row="true",
        )
    )


def needs_you(
    sentence: Text, href: Text, *, why: Text, icon_name: Text, tone: Text = "", urgency: Text, action: rx.Component
) -> rx.Component:
    """One thing that needs a person now: a sentence with its fix as the button. `urgency` is its word for readers."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(icon(icon_name), hidden(urgency, ":"), class_name=classes("need-i", tone)),
            rx.el.div(rx.el.a(sentence, href=href, class_name="need-t"), rx.el.p(why, class_name="t2"), class_name="grow"),
            action,
            class_name="lrow need",
            data_row="true",
        )
    )


class Column(NamedTuple):
    """A head of a table; `number` puts it right, in figures of one width."""

    title: str
    number: bool = False


def table(
    caption: Text,
    columns: Sequence[Column],
    body: rx.Component | Sequence[rx.Component],
    *,
    two_lines_on_phone: bool = True,
    told: bool = False,
) -> rx.Component:
    """Heads and rows without zebra or vertical lines; on a phone each row becomes a card of two lines, or of three when the second
    column is a sentence (`told`)."""
    heads = [rx.el.th(column.title, scope="col", class_name="r" if column.number else "") for column in columns]
    filled = [body] if isinstance(body, rx.Component) else list(body)
    return rx.el.table(
        rx.el.caption(caption, class_name="vh"),
        rx.el.thead(rx.el.tr(*heads)),
        rx.el.tbody(*filled),
        class_name=classes("table", "cards-s" if two_lines_on_phone else "", "told" if told else ""),
    )


def table_row(*cells: Child | tuple[Child, str], selected: Flag = False) -> rx.Component:
    """One row of a table; a cell may be a pair of content and class ("r" for numbers)."""
    drawn = [rx.el.td(cell[0], class_name=cell[1]) if isinstance(cell, tuple) else rx.el.td(cell) for cell in cells]
    return rx.el.tr(*drawn, class_name=when(selected, "is-on", ""), data_row="true")


def row_link(label: Child, href: Text) -> rx.Component:
    """The first cell's link; it covers its whole row."""
    return rx.el.a(label, href=href, class_name="row-link")


def tabs(label: Text, *items: rx.Component) -> rx.Component:
    """Views of one list, each a link."""
    return rx.el.nav(*items, class_name="tabs", aria_label=label)


def tab(label: Text, href: Text, *, current: Flag = False, count: Text | int | rx.Var[int] | None = None) -> rx.Component:
    """One view, with how many it holds."""
    return rx.el.a(
        label,
        " " if count is not None else "",
        rx.el.span(count, class_name="n") if count is not None else rx.fragment(),
        href=href,
        aria_current=when(current, "true", None),
    )


def tab_button(label: Text, on_click: Handler, *, current: Flag) -> rx.Component:
    """One view of something on the same page, which has no address of its own."""
    return rx.el.button(label, type="button", on_click=on_click, aria_pressed=when(current, "true", "false"))


def facts(*pairs: tuple[Child, Child], class_name: str = "") -> rx.Component:
    """Names and values of one thing, in two columns."""
    return rx.el.dl(*[part for name, value in pairs for part in (rx.el.dt(name), rx.el.dd(value))], class_name=classes("kv", class_name))


def stat_link(number: Text | int | rx.Var[Any], words: Text, href: Text, *, tone: Text = "") -> rx.Component:
    """A figure that opens its list."""
    return rx.el.a(rx.el.b(number), rx.el.span(words), href=href, class_name=classes("stat", tone))


def stats(*links: rx.Component) -> rx.Component:
    """A few figures in a line."""
    return rx.el.div(*links, class_name="stats")


def timeline(*items: Child) -> rx.Component:
    """What happened, newest first."""
    return rx.el.ol(*items, class_name="tl")


def moment(what: Child, at: Text, *, icon_name: Text, tone: Text = "", more: Child | None = None) -> rx.Component:
    """One thing that happened: the actor bold in `what`; a tinted node ("accent") came from the customer."""
    return rx.el.li(
        rx.el.span(icon(icon_name), class_name=classes("node", tone)),
        rx.el.p(what, class_name="what"),
        rx.el.time(at),
        rx.el.p(more, class_name="sub") if more is not None else rx.fragment(),
    )


def moment_day(label: Text) -> rx.Component:
    """The day over what happened in it."""
    return rx.el.li(label, class_name="day")


def empty(title: Text, sentence: Text, *, ghost: Sequence[Child], action: rx.Component | None = None) -> rx.Component:
    """An empty list teaches: a ghost row of what will be here, one sentence, one button."""
    return rx.el.div(
        rx.el.div(*ghost, class_name="ghost", aria_hidden="true"),
        rx.el.h3(title, class_name="h3"),
        rx.el.p(sentence, class_name="t2"),
        action or rx.fragment(),
        class_name="empty",
    )


def skeleton(width: str = "60%") -> rx.Component:
    """A line of text on its way."""
    return rx.el.span(class_name="sk", custom_attrs={"style": {"width": width}})


def skeleton_rows(count: int = 3) -> rx.Component:
    """Rows on their way, of the height the real ones will have."""
    widths = [("42%", "82%"), ("28%", "68%"), ("36%", "74%")]
    drawn = [
        rx.el.li(
            rx.el.div(
                rx.el.span(class_name="sk round"),
                rx.el.span(skeleton(widths[i % 3][0]), skeleton(widths[i % 3][1]), class_name="grow stack"),
                class_name="lrow",
            )
        )
        for i in range(count)
    ]
    return rx.el.ul(*drawn, class_name="list boxed", aria_busy="true", aria_label=_("Loading"))


def loaded(
    is_loaded: rx.Var[bool],
    items: rx.Var[list[Any]],
    draw: Callable[..., rx.Component],
    nothing: rx.Component,
    *,
    boxed: bool = True,
    label: Text = "",
    count: int = 3,
) -> rx.Component:
    """A list in its three lives: skeleton, then rows, or what to say when there are none."""
    return rx.cond(
        is_loaded, rx.cond(how_many(items) > 0, rows(rx.foreach(items, draw), boxed=boxed, label=label), nothing), skeleton_rows(count)
    )


def more_button(there_is_more: rx.Var[bool], button: rx.Component) -> rx.Component:
    """The next page of a list, by a button at its end."""
    return shown(there_is_more, rx.el.div(button, class_name="list-more"))
