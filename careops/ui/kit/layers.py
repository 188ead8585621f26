"""What lies over or beside the work: drawer, dialogs, toasts.

Dialogs are the browser's own: it keeps the focus inside, closes on Esc and gives the focus back. `assets/careops.js` opens one when its
`data-shown` turns true, or when a button names it (`opens`); under the content policy a handler's answer cannot run scripts.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, Text, among, classes, icon, when
from careops.ui.kit.buttons import Look, button, close_button
from careops.ui.kit.fields import field


class Dialog(rx.el.Dialog):
    """The browser's dialog, telling when it was closed."""

    on_close: rx.EventHandler[no_args_event_spec]


def _dialog(
    *content: Child, id: str, label: str, shown: Flag | None, on_close: Handler, class_name: str = "dialog", **more: Any
) -> rx.Component:
    if shown is not None:
        more["data_shown"] = when(shown, "true", "false")
    if on_close is not None:
        more["on_close"] = on_close
    return Dialog.create(*content, id=id, class_name=class_name, aria_labelledby=label, **more)


def dialog(
    title: Text, *content: Child, id: str, foot: Sequence[Child] = (), shown: Flag | None = None, on_close: Handler = None
) -> rx.Component:
    """A question or small form over the page. Opened by a button's `opens=id`, or held open by `shown`; `on_close` hears Esc too."""
    return _dialog(
        rx.el.h2(title, id=f"{id}-title"),
        *content,
        rx.el.div(*foot, class_name="foot") if foot else rx.fragment(),
        id=id,
        label=f"{id}-title",
        shown=shown,
        on_close=on_close,
    )


def closing_button(label: Text) -> rx.Component:
    """Closes the dialog it stands in, changing nothing."""
    return button(label, data_closes="true")


def confirm_dialog(
    question: Text,
    consequence: Text,
    *,
    id: str,
    verb: Text,
    keep: Text,
    on_confirm: Handler,
    type_to_confirm: Text = "",
    typed: str = "confirmation",
    look: Look = "danger-fill",
    shown: Flag | None = None,
    on_close: Handler = None,
) -> rx.Component:
    """Asks once, with the name of the thing and what will be gone; the verb is on the button.

    With `type_to_confirm` the button works only after those words were typed (the browser checks; the action checks for itself).
    """
    guard = (
        field(_("Type the name to confirm"), f"{id}-{typed}", placeholder=type_to_confirm, data_must_equal=type_to_confirm)
        if not isinstance(type_to_confirm, str) or type_to_confirm
        else rx.fragment()
    )
    return dialog(
        question,
        rx.el.p(consequence, class_name="t2"),
        guard,
        id=id,
        foot=(closing_button(keep), button(verb, on_confirm, look=look, data_closes="true", data_confirms="true")),
        shown=shown,
        on_close=on_close,
    )


def drawer(
    title: Child,
    *content: Child,
    label: Text,
    on_close: Handler = None,
    close_href: Text = "",
    head: Sequence[Child] = (),
    foot: Sequence[Child] = (),
) -> rx.Component:
    """Details beside the list from 1280 px, floating over its end below that, a full sheet on a phone. Esc closes it."""
    return rx.el.aside(
        rx.el.div(
            rx.el.div(title, class_name="grow"), *head, close_button(_("Close"), on_close, href=close_href), class_name="drawer-head"
        ),
        rx.el.div(*content, class_name="drawer-body", tab_index=0),
        rx.el.div(*foot, class_name="drawer-foot") if foot else rx.fragment(),
        class_name="drawer",
        aria_label=label,
        data_drawer="true",
    )


def toast(text: Text, *, tone: Text = "", on_close: Handler = None, undo: rx.Component | None = None) -> rx.Component:
    """News of what was just done; goes by itself after 10 s unless it is pointed at or holds the focus."""
    return rx.el.div(
        _tone_mark(tone),
        rx.el.span(text, class_name="grow"),
        undo or rx.fragment(),
        rx.el.button(
            icon("x"),
            type="button",
            class_name="toast-x",
            aria_label=_("Dismiss"),
            data_dismiss="true",
            **({"on_click": on_close} if on_close is not None else {}),
        ),
        class_name=classes("toast", tone),
        data_toast="true",
    )


def _tone_mark(tone: Text) -> rx.Component:
    if isinstance(tone, rx.Var):
        return among(tone, [("error", icon("triangle-alert"))])
    return icon("triangle-alert") if tone == "error" else rx.fragment()


def toast_region(*toasts: Child) -> rx.Component:
    """Where toasts appear, at the foot of every page; read out politely."""
    return rx.el.div(*toasts, class_name="toasts", role="region", aria_live="polite", aria_label=_("Messages about what you did"))
