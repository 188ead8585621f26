"""The rows and filters of a list of bookings."""

from typing import Any

import reflex as rx

from careops.booking.state import Bookings, Line
from careops.ui import kit

LIST: Any = Bookings  # a Var to Reflex; to a type checker a plain class


def booking_line(line: Line) -> rx.Component:
    """One booking as a row of the table."""
    return kit.table_row(
        rx.el.span(kit.avatar(line.initials, line.tint, size="s"), kit.row_link(line.who, line.href), class_name="row"),
        line.what,
        rx.el.span(line.when, class_name="num"),
        line.provider,
        kit.booking_status(line.state, line.state_label, plain=True),
        rx.el.span(line.price, class_name="num"),
    )


def filters(*choices: Any) -> rx.Component:
    """The line of filters above a list."""
    return rx.el.div(*choices, class_name="grid grid-cols-2 sm:flex sm:flex-wrap gap-2 items-end")


def list_filter(label: str, name: str, choices: Any, value: Any) -> rx.Component:
    """One filter; it answers as soon as it is changed."""
    return kit.select(label, name, choices, value=value, on_change=lambda given: LIST.filter(name, given))
