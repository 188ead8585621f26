"""Buttons, fields, choices, states: what is pressed, filled in and read at a glance."""

import reflex as rx

from careops.ui import kit
from careops.ui.kit.kitchen_sink.piece import line, pair, piece


def pressed_pieces() -> list[rx.Component]:
    return [_buttons(), _fields(), _choices(), _status(), _bookings(), _levels()]


def _buttons() -> rx.Component:
    return piece(
        "buttons",
        "Buttons",
        "One primary a screen. Verbs, never “OK”. Order: primary, default, quiet; danger apart.",
        line(
            kit.button("Confirm booking", look="primary"),
            kit.button("Move"),
            kit.button("Not now", look="quiet"),
            kit.button("Cancel booking", look="danger"),
            kit.button("Erase contact", look="danger-fill"),
        ),
        line(
            kit.button("Sending 14 of 60", look="primary", busy=True),
            kit.button("Disabled", look="primary", disabled=True),
            kit.link_button("Open booking page", "/book/lumen", outside=True, icon_name="external-link"),
        ),
        line(
            kit.button("With icon", icon_name="plus"),
            kit.icon_button("search", "Search", look="default"),
            kit.button("Small", small=True),
            kit.button("Close", key="E"),
            kit.button_group(
                kit.button("Send", look="primary", icon_name="send"), kit.icon_button("chevron-down", "More ways to send", look="primary")
            ),
        ),
    )


def _fields() -> rx.Component:
    return piece(
        "fields",
        "Fields",
        "Label above, always. Help below. An error says what to do, keeps what was typed, and has an icon.",
        kit.error_summary([("phone", "The phone number is two digits short")]),
        pair(
            kit.field("Name", "business", placeholder="As on the door"),
            kit.field("Name, filled", "filled", default_value="Lumen Studio"),
            kit.field("Phone", "phone", default_value="+351 900 00", error="Two digits are missing. Example: +351 900 000 142"),
            kit.field(
                "Address", "slug", default_value="lumen-studio", disabled=True, optional=True, help_text="Fixed once the page is public."
            ),
            kit.field("Price", "price", default_value="95.00", before="€"),
            kit.select("Provider", "provider", [("clara", "Clara Weiss"), ("ana", "Ana Moreau")]),
        ),
        kit.form_row(
            kit.field("From", "from", type="time", default_value="09:00"), kit.field("Takes", "takes", default_value="90", after="min")
        ),
        kit.textarea("Note for the team", "note", default_value="Roots only, keep the copper on the lengths."),
        kit.search_box("Find a contact", "find", key="/"),
        kit.form_foot(kit.button("Save changes"), kit.button("Discard", look="quiet")),
    )


def _choices() -> rx.Component:
    return piece(
        "choices",
        "Choices",
        "Check, radio, switch (acts at once), segments (one of few), picks (several of few), stepper, cards.",
        line(
            kit.checkbox("Required", "required", default_checked=True),
            kit.checkbox("Photo allowed", "photo"),
            kit.radio("Approve myself", "approve", "self", default_checked=True),
            kit.radio("Confirm at once", "approve", "auto"),
        ),
        line(
            kit.toggle("Reminders", default_checked=True),
            kit.toggle("Waitlist", default_checked=False),
            kit.segmented("View", [("day", "Day"), ("week", "Week"), ("month", "Month")], value="day"),
            kit.stepper(12, label="Bottles"),
        ),
        line(
            kit.pick("Ana", "who", avatar=kit.avatar("AM", 2, size="s"), default_checked=True),
            kit.pick("Ben", "who", avatar=kit.avatar("BO", 3, size="s")),
        ),
        kit.radio_cards(
            "When somebody books",
            "approval",
            [
                ("auto", "Confirm at once", "The time is theirs; you are told."),
                ("self", "Ask me first", "The time is kept until you answer."),
            ],
            default_value="auto",
        ),
    )


def _status() -> rx.Component:
    return piece(
        "status",
        "Status, chips, badges",
        "State is an icon and a word; colour only repeats it. Chips are neutral; a badge is a count.",
        line(
            kit.booking_status("confirmed", "Confirmed"),
            kit.booking_status("started", "In the chair"),
            kit.booking_status("pending", "To confirm"),
            kit.booking_status("completed", "Completed"),
            kit.booking_status("no_show", "No-show"),
            kit.booking_status("cancelled", "Cancelled"),
            kit.status("Overdue", "warn", "clock"),
            kit.status("Failed", "danger", "triangle-alert"),
            kit.status("Filled in", "ok", plain=True),
        ),
        line(
            kit.chip("Regular"),
            kit.chip("Bridal", icon_name="tag"),
            kit.removable("Provider: Clara", rx.toggle_color_mode),
            kit.badge(4, "new", new=True),
            kit.badge(12, "open"),
            kit.dot("unread"),
            kit.live_mark("Live"),
            kit.kbd("⌘K"),
            kit.kbd("E"),
        ),
        line(
            kit.avatar("AM", 2, size="xl"),
            kit.avatar("BO", 3, size="l"),
            kit.avatar("CW", 6),
            kit.avatar("DC", 1),
            kit.avatar("EA", 4),
            kit.avatar("PR", 5, size="s"),
        ),
    )


def _bookings() -> rx.Component:
    marks = [
        ("confirmed", "Confirmed", "Edge and tint"),
        ("started", "In the chair", "Full outline"),
        ("pending", "To confirm", "Dashed"),
        ("completed", "Completed", "Grey, tick"),
        ("no_show", "No-show", "Struck, red edge"),
        ("held", "Held 3:12", "Hatched, dashed"),
        ("ghost", "Being moved", "Empty, dashed"),
        ("lift", "While dragging", "Lifted"),
        ("on", "Open in drawer", "Double outline"),
    ]
    return piece(
        "bookings",
        "Bookings",
        "One grammar in ribbon, calendar and cards. Shape first: edge, fill, dash, hatch, strike. No colour per service.",
        rx.el.ul(*[rx.el.li(kit.booking_mark(*mark)) for mark in marks], class_name="kit-bk"),
    )


def _levels() -> rx.Component:
    def one(have: int, promised: int, words: str, tone: str) -> rx.Component:
        bar = kit.level(have, 20, f"{words}, reorder at 6", promised=promised, tick=6, tone=tone)
        return rx.el.div(bar, rx.el.span(words, class_name="t2 num kit-lv"), class_name="row")

    return piece(
        "level",
        "Level bar, progress",
        "Solid is free, hatched is promised to bookings, the tick is the reorder point.",
        rx.el.div(
            one(16, 4, "16 of 20, 4 promised", "ok"),
            one(5, 2, "5 of 20, 2 promised", "warn"),
            one(2, 2, "2 of 20, all promised", "danger"),
            class_name="stack stack-4",
        ),
        kit.progress(14, 60, "Sending 14 of 60"),
    )
