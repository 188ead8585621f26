"""The signed-in page around its work: sidebar or phone bar, one white sheet. The frame package fills it from who is signed in."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Count, Flag, RawA, Text, classes, hidden, icon, shown, when
from careops.ui.kit.buttons import icon_button, menu, theme_toggle
from careops.ui.kit.palette import PALETTE
from careops.ui.kit.parts import avatar


def shell(
    content: Child, *, sidebar: rx.Component, phone_bar: rx.Component, over: Child | None = None, fixed: bool = False
) -> rx.Component:
    """A whole signed-in page. `fixed` keeps the sheet as high as the window, for panes that scroll by themselves."""
    return rx.fragment(
        RawA.create(_("Skip to content"), href="#main", class_name="skip"),
        rx.el.div(
            sidebar,
            rx.el.main(content, class_name="main", id="main", tab_index=-1),
            phone_bar,
            class_name=classes("app", "is-fixed" if fixed else ""),
        ),
        over if over is not None else rx.fragment(),
    )


def sidebar(workspace: rx.Component, *groups: rx.Component, person: rx.Component) -> rx.Component:
    """Navigation on the warm page: workspace, find or do, places, the person."""
    return rx.el.header(
        workspace,
        find_button(),
        rx.el.div(*groups, class_name="side-nav"),
        rx.el.div(person, theme_toggle(), class_name="side-foot"),
        class_name="side",
        aria_label=_("Workspace"),
    )


def workspace_menu(name: Text, initial: Text, *items: Child) -> rx.Component:
    """Which business this is; opens the switcher."""
    face: list[Child] = [
        rx.el.span(initial, class_name="mark", aria_hidden="true"),
        rx.el.span(name, class_name="lbl clip"),
        hidden(", ", _("switch workspace")),
        rx.el.span(icon("chevron-down"), class_name="end t3"),
    ]
    return menu(face, *items, from_start=True, trigger_class="side-ws")


def person_menu(name: Text, initials: Text, tint: int | rx.Var[int], *items: Child) -> rx.Component:
    """Who is signed in; opens account and signing out."""
    face: list[Child] = [avatar(initials, tint), rx.el.span(name, class_name="clip"), hidden(", ", _("your account"))]
    return menu(face, *items, upwards=True, from_start=True, trigger_class="me")


def find_button() -> rx.Component:
    """Opens the palette."""
    return rx.el.button(
        icon("search"),
        rx.el.span(_("Find or do")),
        rx.el.span("⌘K", class_name="kbd end", aria_hidden="true"),
        type="button",
        class_name="side-find",
        data_opens=PALETTE,
        aria_keyshortcuts="Meta+K Control+K",
    )


def nav_group(label: Text, *links: Child) -> rx.Component:
    """Places that belong together."""
    return rx.el.nav(*links, class_name="nav", aria_label=label)


def _count(count: Count, words: Text, *, hot: bool) -> rx.Component:
    if count is None:
        return rx.fragment()
    said = rx.el.span(hidden(count, " ", words), rx.el.span(count, aria_hidden="true"), class_name=classes("n", "hot" if hot else ""))
    return shown(count > 0, said)


def nav_link(
    label: Text,
    href: Text,
    icon_name: str,
    *,
    current: Flag = False,
    count: Count = None,
    count_words: Text = "",
    hot: bool = False,
    go: str = "",
) -> rx.Component:
    """A place, with how much waits there; `go` is its key after g."""
    more: dict[str, Any] = {"data_go": go} if go else {}
    return rx.el.a(
        icon(icon_name),
        rx.el.span(label, class_name="lbl"),
        _count(count, count_words, hot=hot),
        href=href,
        aria_current=when(current, "page", None),
        **more,
    )


def phone_bar(*links: Child) -> rx.Component:
    """The bar under the thumb."""
    return rx.el.nav(*links, class_name="tabbar", aria_label=_("Main, small screen"))


def phone_link(
    label: Text, href: Text, icon_name: str, *, current: Flag = False, count: Count = None, count_words: Text = ""
) -> rx.Component:
    """One of the four places a thumb reaches."""
    waits = (
        rx.fragment()
        if count is None
        else shown(count > 0, rx.fragment(rx.el.span(class_name="dot"), hidden(", ", count, " ", count_words)))
    )
    return rx.el.a(icon(icon_name, "l"), label, waits, href=href, aria_current=when(current, "page", None))


def phone_more(*content: Child) -> rx.Component:
    """Everything else, over the bar."""
    return rx.el.details(rx.el.summary(icon("menu", "l"), _("More")), rx.el.div(*content), class_name="more", data_menu="true")


def bell(count: Any, *items: Child, upwards: bool = False) -> rx.Component:
    """How much needs the person (a Var), from every page, and the most pressing of it behind one press."""
    face: list[Child] = [
        icon("bell"),
        shown(count > 0, rx.el.span(count, class_name="bell-n num", aria_hidden="true")),
        hidden(_("Alerts"), ", ", count, " ", _("open")),
    ]
    return menu(face, *items, upwards=upwards, from_start=upwards, trigger_class="btn btn-quiet btn-icon bell")


def bell_line(words: Text, href: Text, *, urgency: Text, tone: Text) -> rx.Component:
    """One thing the bell tells: its icon's colour repeats the word for readers."""
    return rx.el.a(
        rx.el.span(icon("triangle-alert"), hidden(urgency, ":"), class_name=classes("need-i", tone)),
        rx.el.span(words),
        href=href,
        class_name="bell-line",
    )


def phone_top(title: Text, *actions: Any) -> rx.Component:
    """The line over a page on a phone: where you are, find, light or dark."""
    return rx.el.div(
        rx.el.p(title, class_name="top-title"),
        rx.el.div(*actions, icon_button("search", _("Find or do"), opens=PALETTE), theme_toggle(), class_name="top-actions"),
        class_name="top only-s",
    )
