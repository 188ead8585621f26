"""Menus, tips, toasts, dialogs, the drawer."""

import reflex as rx

from careops.ui import kit
from careops.ui.kit.kitchen_sink.piece import line, piece


def floating_pieces() -> list[rx.Component]:
    return [_menus(), _dialogs(), _drawer(), _type()]


def _menus() -> rx.Component:
    return piece(
        "floating",
        "Menu, tooltip, toast",
        "Shadow only on what floats. A toast offers Undo for 10 s and is announced politely.",
        line(
            kit.menu(
                rx.fragment(kit.icon("ellipsis")),
                kit.menu_item("Move", icon_name="redo-2", key="M"),
                kit.menu_item("Copy private link", icon_name="copy"),
                kit.menu_line(),
                kit.menu_item("Cancel booking", icon_name="x", danger=True),
                label="More for this booking",
                from_start=True,
            ),
            kit.tooltip(kit.icon_button("info", "Explain this day"), "Explain this day", key="X"),
        ),
        kit.toast("Teo Marin moved to 14:15", undo=kit.button("Undo", small=True)),
        kit.toast("That time was just taken. Nothing was changed.", tone="error"),
    )


def _dialogs() -> rx.Component:
    return piece(
        "dialog",
        "Dialog",
        "Only for what cannot be undone. Names the thing; the verb is on the button.",
        line(kit.button("Erase contact", look="danger", opens="erase"), kit.button("Add a note", opens="add-note")),
        kit.confirm_dialog(
            "Erase Marta Figueiredo?",
            "Her 64 messages, 4 forms and contact details are deleted for good. 21 past bookings stay in your numbers without her name.",
            id="erase",
            verb="Erase contact",
            keep="Keep her",
            on_confirm=rx.toggle_color_mode,
            type_to_confirm="Marta Figueiredo",
        ),
        kit.dialog(
            "Add a note",
            kit.textarea("Note for the team", "dialog-note"),
            id="add-note",
            foot=(kit.closing_button("Keep as it is"), kit.button("Add note", look="primary")),
        ),
    )


def _drawer() -> rx.Component:
    return piece(
        "drawer",
        "Drawer",
        "Details beside the list, never over it on a wide screen; a full sheet on a phone.",
        rx.el.div(
            kit.drawer(
                rx.el.span("Booking", class_name="t3"),
                rx.el.div(
                    rx.el.h3("Gel manicure", class_name="bd-title"), kit.booking_status("confirmed", "Confirmed"), class_name="row between"
                ),
                kit.facts(("When", kit.num("Today 14:00 to 14:50")), ("With", "Elif Demir"), ("Price", kit.num("€36.00"))),
                label="Booking of Carla Pinto",
                close_href="#drawer",
                foot=(kit.button("Message", look="primary"), kit.button("Move")),
            ),
            class_name="kit-dr",
        ),
    )


def _type() -> rx.Component:
    colours = [
        "bg",
        "surface",
        "surface-2",
        "hover",
        "line",
        "line-strong",
        "ink-3",
        "ink-2",
        "ink",
        "accent",
        "accent-soft",
        "ok",
        "warn",
        "danger",
        "info",
    ]
    swatches = [
        rx.el.li(rx.el.i(custom_attrs={"style": {"background": f"var(--{name})"}}), rx.el.span(name, class_name="xs t2"))
        for name in colours
    ]
    return piece(
        "type",
        "Type and colour",
        "Four sizes, two weights. Grey does the work; green is for the next step and for bookings.",
        rx.el.div(
            rx.el.p("Friday 20 November ", rx.el.span("24, strong", class_name="t3 xs"), class_name="h1"),
            rx.el.p("Colour refresh ", rx.el.span("18, strong", class_name="t3 xs"), class_name="bd-title"),
            rx.el.p("Reading text and rule sentences ", rx.el.span("15", class_name="t3 xs"), class_name="m"),
            rx.el.p("Working text: lists, tables, buttons ", rx.el.span("13", class_name="t3 xs")),
            rx.el.p("Axis, counter, chip 12", class_name="xs t3"),
            class_name="stack",
        ),
        rx.el.ul(*swatches, class_name="kit-sw"),
    )
