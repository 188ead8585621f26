"""Where things lie on the sheet: pages, heads, sections, panes beside each other."""

from collections.abc import Sequence
from typing import Literal

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Text, classes, icon


def page(*content: Child, narrow: bool = False) -> rx.Component:
    """The scrolling work of a page, in the middle of the sheet."""
    return rx.el.div(*content, class_name=classes("page", "page-narrow" if narrow else ""))


def top_bar(title: Child, *actions: Child, before: Sequence[Child] = (), class_name: str = "") -> rx.Component:
    """The line over a page that fills its sheet: title, then what can be done."""
    return rx.el.div(*before, rx.el.h1(title), rx.el.div(*actions, class_name="top-actions"), class_name=classes("top", class_name))


def crumbs(parent: Text, href: Text, title: Text, *actions: Child) -> rx.Component:
    """The line over a detail page: where it belongs, and its name."""
    way = rx.el.nav(rx.el.a(parent, href=href), rx.el.span("/", aria_hidden="true"), class_name="crumbs", aria_label=_("You are in"))
    return rx.el.div(way, rx.el.h1(title, class_name="clip"), rx.el.div(*actions, class_name="top-actions"), class_name="top")


def name_on_phone(name: Text) -> rx.Component:
    """What the page is about, where the line over it has no room for it; to those who listen its heading says so already."""
    return rx.el.p(name, class_name="name-s", aria_hidden="true")


def page_header(title: Text, *actions: Child, sentence: Child | None = None) -> rx.Component:
    """A page's title, the sentence under it, and its one primary action."""
    return rx.el.header(
        rx.el.div(rx.el.h1(title, class_name="h1"), sentence if sentence is not None else rx.fragment()),
        rx.el.div(*actions, class_name="today-do") if actions else rx.fragment(),
        class_name="page-head",
    )


def sentence(*parts: Child) -> rx.Component:
    """The day in words, its numbers links: `sentence(sentence_link("28 bookings", …), " today")`."""
    return rx.el.p(*parts, class_name="today-sum")


def sentence_link(words: Child, href: Text) -> rx.Component:
    """A number inside a sentence that opens its list."""
    return rx.el.a(words, href=href, class_name="link")


def section(
    title: Text, *content: Child, id: str, count: Child | None = None, aside: Child | None = None, end: Child | None = None
) -> rx.Component:
    """A titled part of a page; `aside` is said beside the title, `end` is the link to the whole list."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, id=f"{id}-title"),
            rx.el.span(count, class_name="t3 num") if count is not None else rx.fragment(),
            rx.el.span(aside, class_name="t3") if aside is not None else rx.fragment(),
            rx.el.span(end, class_name="end") if end is not None else rx.fragment(),
            class_name="sec-head",
        ),
        *content,
        aria_labelledby=f"{id}-title",
        id=id,
    )


def sections(*parts: Child) -> rx.Component:
    """Sections under each other, 32 px apart."""
    return rx.el.div(*parts, class_name="sections")


def card(*content: Child, title: Text = "", sunk: bool = False) -> rx.Component:
    """A boxed group; never inside another one."""
    head = rx.el.div(rx.el.h2(title, class_name="h2"), class_name="card-head") if not isinstance(title, str) or title else rx.fragment()
    return rx.el.div(head, rx.el.div(*content, class_name="card-pad"), class_name=classes("card", "sunk" if sunk else ""))


def beside(main: Child, drawer: Child) -> rx.Component:
    """A page with a drawer that opens beside it."""
    return rx.el.div(rx.el.div(main, class_name="grow"), drawer, class_name="beside")


def two_panes(first: Child, second: Child, *, show: Text, wide: Literal["first", "second"] = "second") -> rx.Component:
    """A list and its detail; a phone shows one of them: `show` is "list" or "detail"."""
    return rx.el.div(
        rx.el.div(first), rx.el.div(second), class_name=classes("panes", "panes-2" if wide == "second" else "panes-2-end"), data_show=show
    )


def three_panes(first: Child, second: Child, third: Child, *, show: Text, labels: tuple[Text, Text, Text]) -> rx.Component:
    """List, thread, context; the context leaves below 1280 px, a phone shows one: `show` is "list", "thread" or "context"."""
    return rx.el.div(
        rx.el.section(first, class_name="ib-list", aria_label=labels[0]),
        rx.el.section(second, class_name="ib-thread", aria_label=labels[1]),
        rx.el.aside(third, class_name="ib-ctx", aria_label=labels[2]),
        class_name="inbox",
        data_show=show,
    )


def live_preview(label: Text, *content: Child, open_link: rx.Component | None = None) -> rx.Component:
    """What the customer will see, in the outline of a phone."""
    return rx.fragment(
        rx.el.div(rx.el.span(label, class_name="live"), open_link or rx.fragment(), class_name="row between"),
        rx.el.div(rx.el.div(*content, class_name="phone-in"), class_name="phone"),
    )


def back_link(label: Text, href: Text) -> rx.Component:
    """The way back on a phone, where one pane is shown at a time."""
    return rx.el.a(icon("chevron-left", "l"), href=href, class_name="btn btn-quiet btn-icon only-s", aria_label=label)
