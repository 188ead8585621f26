"""What is pressed: buttons, menus, tips, the switch between light and dark."""

from typing import Any, Literal, TypeAlias

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Child, Flag, Handler, RawA, Text, classes, hidden, icon, kbd, when

Look: TypeAlias = Literal["primary", "default", "quiet", "danger", "danger-fill"]

LOOKS = {
    "primary": "btn-primary",
    "default": "",
    "quiet": "btn-quiet",
    "danger": "btn-quiet btn-danger",
    "danger-fill": "btn-danger-fill",
}


def _button_classes(look: Look, small: bool, wide: bool, square: bool = False) -> list[Text]:
    return classes("btn", LOOKS[look], "btn-s" if small else "", "btn-wide" if wide else "", "btn-icon" if square else "")


def button(
    label: Child,
    on_click: Handler = None,
    *,
    look: Look = "default",
    icon_name: str = "",
    key: str = "",
    small: bool = False,
    wide: bool = False,
    busy: Flag = False,
    disabled: Flag = False,
    submit: bool = False,
    opens: str = "",
    **more: Any,
) -> rx.Component:
    """A verb and its thing. `busy` keeps the width while it works; `opens` names a dialog of the page; `key` is shown and pressed."""
    if on_click is not None:
        more["on_click"] = on_click
    if opens:
        more["data_opens"] = opens
    if key:
        more |= {"data_key": key.lower(), "aria_keyshortcuts": key}
    if busy is not False:
        more["aria_busy"] = when(busy, "true", "false")
    return rx.el.button(
        icon(icon_name) if icon_name else rx.fragment(),
        label,
        kbd(key) if key else rx.fragment(),
        type="submit" if submit else "button",
        class_name=_button_classes(look, small, wide),
        disabled=disabled,
        **more,
    )


def icon_button(
    icon_name: str,
    label: Text,
    on_click: Handler = None,
    *,
    look: Look = "quiet",
    small: bool = False,
    disabled: Flag = False,
    submit: bool = False,
    opens: str = "",
    key: str = "",
    class_name: str = "",
    **more: Any,
) -> rx.Component:
    """A button that shows only its icon; the label is its accessible name."""
    if on_click is not None:
        more["on_click"] = on_click
    if opens:
        more["data_opens"] = opens
    if key:
        more |= {"data_key": key.lower(), "aria_keyshortcuts": key}
    return rx.el.button(
        icon(icon_name),
        type="submit" if submit else "button",
        class_name=[*_button_classes(look, small, wide=False, square=True), class_name],
        aria_label=label,
        disabled=disabled,
        **more,
    )


def link_button(
    label: Child,
    href: Text,
    *,
    look: Look = "default",
    icon_name: str = "",
    small: bool = False,
    wide: bool = False,
    key: str = "",
    outside: bool = False,
    class_name: str = "",
    **more: Any,
) -> rx.Component:
    """A link that looks like a button: it goes somewhere; `outside` leaves the signed-in app."""
    parts = [icon(icon_name) if icon_name else rx.fragment(), label, kbd(key) if key else rx.fragment()]
    names = [*_button_classes(look, small, wide), class_name]
    if key:
        more |= {"data_key": key.lower(), "aria_keyshortcuts": key}
    anchor = RawA.create if outside else rx.el.a
    return anchor(*parts, href=href, class_name=names, **more)


def button_group(*buttons: rx.Component) -> rx.Component:
    """Buttons that belong together, as one piece: send, and other ways to send."""
    return rx.el.span(*buttons, class_name="btn-group")


def menu(
    trigger: rx.Component | list[Child],
    *items: Child,
    label: Text = "",
    upwards: bool = False,
    from_start: bool = False,
    trigger_class: str = "btn btn-quiet btn-icon",
    key: str = "",
) -> rx.Component:
    """A few more things to do, behind one button; Esc, a click outside and choosing close it. `label` names a trigger that has no words."""
    content = trigger if isinstance(trigger, list) else [trigger]
    named: dict[str, Any] = {"aria_label": label, "title": label} if not isinstance(label, str) or label else {}
    if key:
        named |= {"data_key": key.lower(), "aria_keyshortcuts": key}
    return rx.el.details(
        rx.el.summary(*content, class_name=trigger_class, **named),
        rx.el.div(*items, class_name="menu"),
        class_name=classes("menu-box", "upwards" if upwards else "", "from-start" if from_start else ""),
        data_menu="true",
    )


def menu_item(
    label: Child, on_click: Handler = None, *, icon_name: str = "", key: str = "", danger: bool = False, opens: str = "", **more: Any
) -> rx.Component:
    """One thing to do in a menu."""
    if on_click is not None:
        more["on_click"] = on_click
    if opens:
        more["data_opens"] = opens
    return rx.el.button(
        icon(icon_name) if icon_name else rx.fragment(),
        label,
        kbd(key) if key else rx.fragment(),
        type="button",
        class_name="c-danger" if danger else "",
        **more,
    )


def menu_link(label: Child, href: Text, *, icon_name: str = "") -> rx.Component:
    """One place to go in a menu."""
    return rx.el.a(icon(icon_name) if icon_name else rx.fragment(), label, href=href)


def menu_line() -> rx.Component:
    """The hairline before what stands apart."""
    return rx.el.hr()


def tooltip(target: rx.Component, words: Text, *, key: str = "") -> rx.Component:
    """A short dark hint under what is pointed at or focused; never the only place something is said."""
    hint = [words, rx.el.span(key, class_name="kbd tipk")] if key else [words]
    return rx.el.span(target, rx.el.span(*hint, class_name="tip", aria_hidden="true"), class_name="tip-box")


def theme_toggle() -> rx.Component:
    """Switches between light and dark, and remembers."""
    return icon_button("moon", _("Switch light and dark"), rx.toggle_color_mode)


def close_button(label: Text, on_click: Handler = None, *, href: Text = "") -> rx.Component:
    """The cross that closes a drawer or dialog: a handler, or the address of the page without it."""
    if isinstance(href, rx.Var) or href:
        return rx.el.a(icon("x"), href=href, class_name="btn btn-quiet btn-icon", aria_label=label)
    return icon_button("x", label, on_click)


def removable(label: Text, on_click: Handler) -> rx.Component:
    """A filter that is on, as a chip that takes itself away."""
    return rx.el.button(label, icon("x"), hidden(_("remove")), type="button", class_name="chip", on_click=on_click)


def copy_button(id: str, label: str) -> rx.Component:
    """Copies what the field of that id holds, and says so on the button for a moment."""
    script = (
        f"() => navigator.clipboard.writeText(document.getElementById('{id}').value).then(() => {{"
        f" const words = document.getElementById('{id}-copy'); words.textContent = '{_('Copied')}';"
        f" setTimeout(() => {{ words.textContent = '{label}'; }}, 2000); }})"
    )
    words = rx.el.span(label, id=f"{id}-copy", aria_live="polite")
    return button(words, rx.call_function(rx.Var(script)), icon_name="copy")
