"""A service's line in the list."""

from typing import Any

import reflex as rx

from careops.booking.state.services import ServiceLine, ServiceList
from careops.ui import kit

LIST: Any = ServiceList  # a Var to Reflex; to a type checker a plain class


def service_line(line: ServiceLine) -> rx.Component:
    """One service: what it is and costs, its switch, and its place in the order."""
    return kit.plain_row(
        rx.el.span(
            kit.link(line.name, line.href, strong=True),
            rx.el.span(line.lasts, " · ", line.price, class_name="t2 num block"),
            rx.el.span(line.who, class_name=kit.classes("block xs", rx.cond(line.troubled, "c-warn", "t3"))),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("chevron-up", line.up, LIST.move(line.id, -1), disabled=line.first),
            kit.icon_button("chevron-down", line.down, LIST.move(line.id, 1), disabled=line.last),
            kit.toggle(line.offer, checked=line.active, on_change=lambda on: LIST.offer(line.id, on), bare=True),
            class_name="row",
        ),
    )
