"""The booking page as it would look now, in the outline of a phone."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.onboarding.schemas import PreviewDay, PreviewService, PreviewTime
from careops.onboarding.state import Wizard
from careops.ui import kit

SHOWN: Any = Wizard.preview
PAGE: Any = Wizard.page


def phone() -> rx.Component:
    """Name, services and the next free times, made of the rows the real page is made of."""
    head = rx.el.div(
        rx.el.span(SHOWN.initial, class_name="mark mark-l", aria_hidden="true"),
        rx.el.div(rx.el.p(SHOWN.name, class_name="m strong"), rx.el.p(SHOWN.about, class_name="t3 xs")),
        class_name="pv-head",
    )
    services = rx.cond(
        SHOWN.services.length() > 0,
        rx.fragment(rx.el.p(SHOWN.heading, class_name="h3 pv-h"), rx.el.ul(rx.foreach(SHOWN.services, _service), class_name="pv-sv")),
        rx.el.p(_("Your services appear here."), class_name="t3 pv-h"),
    )
    times = rx.cond(
        SHOWN.next_free,
        rx.fragment(
            rx.el.p(SHOWN.next_free, class_name="h3 pv-h"),
            rx.el.div(rx.foreach(SHOWN.days, _day), class_name="pv-days num"),
            rx.el.div(rx.foreach(SHOWN.times, _time), class_name="pv-times num"),
            rx.el.span(SHOWN.call, class_name="pv-cta"),
        ),
        rx.fragment(),
    )
    open_link = rx.cond(
        PAGE.status == "active", kit.raw_link(_("Open"), href=PAGE.booking_path, new_tab=True, class_name="link xs row"), rx.fragment()
    )
    inside = rx.el.div(head, services, times, class_name="contents", custom_attrs={"style": SHOWN.look})
    return kit.live_preview(_("Live preview"), inside, open_link=open_link)


def _service(service: PreviewService) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(service.name), rx.el.span(service.detail, class_name="t3 num"), class_name="grow"),
        rx.el.span(service.price, class_name="num"),
        class_name=kit.when(service.chosen, "on"),
    )


def _day(day: PreviewDay) -> rx.Component:
    return rx.el.span(rx.el.i(day.name), day.number, class_name=day.state)


def _time(time: PreviewTime) -> rx.Component:
    return rx.el.span(time.label, class_name=kit.when(time.chosen, "on"))
