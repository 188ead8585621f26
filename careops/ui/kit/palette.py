"""Find or do: one box for every place and deed, opened with ⌘K or Ctrl K.

Entries are filtered in the browser by `assets/careops.js`; nothing travels while typing.
"""

from collections.abc import Sequence

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Handler, Text, hidden, icon, kbd
from careops.ui.kit.layers import Dialog

PALETTE = "palette"
KEYS = "keys"


def palette_entry(label: Text, href: Text, *, icon_name: str, words: Text = "", keys: Sequence[str] = ()) -> rx.Component:
    """A place to go; `words` are other names it is found by."""
    return rx.el.a(
        rx.el.span(icon(icon_name), class_name="pal-i"),
        rx.el.span(label, class_name="grow"),
        rx.el.span(*[kbd(key) for key in keys], class_name="pal-k") if keys else rx.fragment(),
        href=href,
        class_name="pal-o",
        role="option",
        aria_selected="false",
        tab_index=-1,
        data_words=words,
    )


def palette_found(title: Text, detail: Text, href: Text, *, start: Child, on_click: Handler) -> rx.Component:
    """Something the server found: it stands whatever is typed, until the next answer."""
    return rx.el.a(
        start,
        rx.el.span(rx.el.span(title, class_name="clip"), rx.el.span(detail, class_name="t3 clip"), class_name="grow"),
        href=href,
        key=href,
        class_name="pal-o",
        role="option",
        aria_selected="false",
        tab_index=-1,
        data_served="true",
        on_click=on_click,
    )


def palette_group(title: Text, *entries: Child, id: str) -> rx.Component:
    """Entries of one kind."""
    return rx.el.div(rx.el.p(title, class_name="pal-g", id=f"pal-{id}"), *entries, role="group", aria_labelledby=f"pal-{id}")


def palette(*groups: Child, on_search: Handler = None) -> rx.Component:
    """The dialog itself. `on_search` may bring found contacts, a quarter of a second after the last key."""
    listening = {"on_change": on_search.debounce(250)} if on_search is not None else {}
    return Dialog.create(
        rx.el.div(
            icon("search", "l"),
            rx.el.label(_("Find or do"), html_for="palette-words", class_name="vh"),
            rx.el.input(
                id="palette-words",
                placeholder=_("Find or do"),
                role="combobox",
                aria_expanded="true",
                aria_controls="palette-list",
                aria_autocomplete="list",
                auto_complete="off",
                data_filters="palette-list",
                **listening,
            ),
            rx.el.button("esc", type="button", class_name="kbd", aria_label=_("Close"), data_closes="true"),
            class_name="pal-in",
        ),
        rx.el.div(
            *groups,
            rx.el.p(_("Nothing by that name."), class_name="pal-none", hidden=True),
            class_name="pal-list",
            id="palette-list",
            role="listbox",
            aria_label=_("Results"),
            tab_index=-1,
        ),
        rx.el.div(
            rx.el.span(kbd("↑"), kbd("↓"), _("move")),
            rx.el.span(kbd("↵"), _("open")),
            rx.el.span(kbd("?"), _("all keys"), class_name="end"),
            class_name="pal-foot t3 xs only-l",
            aria_hidden="true",
        ),
        id=PALETTE,
        class_name="pal",
        aria_label=_("Find or do"),
    )


def picker_entry(label: Child, inserts: Text, *, detail: Text = "", start: Child | None = None, words: Text = "") -> rx.Component:
    """Words to put in where one writes."""
    return rx.el.button(
        start if start is not None else rx.fragment(),
        rx.el.span(rx.el.span(label), rx.el.span(detail, class_name="t3 clip"), class_name="grow"),
        type="button",
        class_name="pal-o",
        role="option",
        aria_selected="false",
        tab_index=-1,
        data_inserts=inserts,
        data_words=words,
    )


def picker(label: Text, *entries: Child, id: str, foot: Child | None = None) -> rx.Component:
    """A list of words to choose from while writing; a text field opens it (`data_slash`, `data_at`), choosing puts them at its caret."""
    return Dialog.create(
        rx.el.div(
            icon("search", "l"),
            rx.el.label(label, html_for=f"{id}-words", class_name="vh"),
            rx.el.input(
                id=f"{id}-words",
                placeholder=label,
                role="combobox",
                aria_expanded="true",
                aria_controls=f"{id}-list",
                aria_autocomplete="list",
                auto_complete="off",
                data_filters=f"{id}-list",
            ),
            rx.el.button("esc", type="button", class_name="kbd", aria_label=_("Close"), data_closes="true"),
            class_name="pal-in",
        ),
        rx.el.div(
            rx.el.div(*entries, role="group", aria_label=label),
            rx.el.p(_("Nothing by that name."), class_name="pal-none", hidden=True),
            class_name="pal-list",
            id=f"{id}-list",
            role="listbox",
            aria_label=label,
            tab_index=-1,
        ),
        rx.el.div(foot, class_name="pal-foot xs") if foot is not None else rx.fragment(),
        id=id,
        class_name="pal",
        aria_label=label,
    )


def keys_dialog(keys: Sequence[tuple[Sequence[str], str]], *, title: Text = "") -> rx.Component:
    """Every key of the app, opened with ?."""
    pairs = [
        part
        for names, words in keys
        for part in (rx.el.dt(*[kbd(name, hidden_from_readers=False) for name in names], class_name="row"), rx.el.dd(words))
    ]
    return Dialog.create(
        rx.el.h2(title or _("Keys"), id="keys-title"),
        rx.el.dl(*pairs, class_name="kv"),
        rx.el.div(rx.el.button(_("Close"), hidden(_("keys")), type="button", class_name="btn", data_closes="true"), class_name="foot"),
        id=KEYS,
        class_name="dialog",
        aria_labelledby="keys-title",
    )
