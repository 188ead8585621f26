"""Step 4: services and opening hours."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.onboarding.schemas import Choice, HoursLine, PickLine, ServiceLine
from careops.onboarding.state import HoursStep, ServicesStep, Wizard
from careops.ui import kit

PAGE: Any = Wizard.page
STEP: Any = ServicesStep
HOURS: Any = HoursStep


def booking_step() -> rx.Component:
    """What can be booked, and when."""
    filled = rx.cond(
        PAGE.trade_title,
        rx.fragment(_("We filled this in from the preset"), " ", PAGE.trade_title, ". ", _("Change what is different; the rest can wait.")),
        rx.fragment(_("Add what people can book, and when you are open.")),
    )
    return rx.fragment(
        rx.el.div(rx.el.h1(_("What can people book?"), class_name="h1"), rx.el.p(filled, class_name="m t2"), class_name="stack"),
        kit.section(
            _("Services"),
            rx.cond(
                PAGE.services.length() > 0,
                rx.el.ul(rx.foreach(PAGE.services, _service), class_name="list boxed wz-sv"),
                kit.empty(
                    _("Nothing to book yet"),
                    _("A service has a name, a length and a price."),
                    ghost=[kit.skeleton(), kit.skeleton("40%")],
                    action=kit.button(_("Add service"), STEP.add, icon_name="plus"),
                ),
            ),
            id="services",
            end=kit.button(_("Add service"), STEP.add, look="quiet", small=True, icon_name="plus"),
        ),
        kit.section(
            _("Opening hours"),
            rx.el.ul(rx.foreach(PAGE.hours, _day), class_name="list boxed wz-hours"),
            id="hours",
            aside=PAGE.zone,
        ),
    )


def _service(service: ServiceLine) -> rx.Component:
    is_open = STEP.opened == service.id
    grey = kit.when(service.active, "", "t3")
    head = rx.el.div(
        rx.el.button(
            service.name,
            kit.hidden(_("Edit")),
            type="button",
            class_name=kit.classes("grow wz-open", kit.when(service.active, "strong", "t3")),
            aria_expanded=kit.when(is_open, "true", "false"),
            on_click=STEP.open_service(service.id),
        ),
        rx.el.span(service.lasts, class_name=kit.classes("num t2 w-min whitespace-nowrap", grey)),
        rx.el.span(service.price_text, class_name=kit.classes("num w-eur", grey)),
        kit.toggle(service.offer, checked=service.active, on_change=lambda on: STEP.offer(service.id, on), bare=True),
        class_name="lrow hit",
    )
    fields = rx.fragment(
        rx.el.div(_field(service, _("Name"), "name", service.name), class_name="span2"),
        rx.cond(
            service.lengths,
            rx.el.p(service.lengths, class_name="t2 span2"),
            rx.fragment(
                _field(service, _("Takes"), "duration", service.duration, after=_("min"), input_mode="numeric"),
                _field(service, PAGE.price_label, "price", service.price, input_mode="decimal"),
            ),
        ),
        _field(service, _("Then keep free"), "buffer", service.buffer, after=_("min"), input_mode="numeric"),
        _form_to_send(service),
        rx.el.fieldset(
            rx.el.legend(_("Who does it")),
            rx.el.div(rx.foreach(service.who, lambda who: _who(service, who)), class_name="wz-who"),
            class_name="field span2",
        ),
    )
    return rx.el.li(
        head, rx.cond(is_open, rx.el.div(fields, class_name="wz-edit"), rx.fragment()), class_name=kit.when(is_open, "open"), key=service.id
    )


def _field(service: ServiceLine, label: kit.Text, name: str, value: Any, **more: Any) -> rx.Component:
    return kit.field(
        label,
        f"service-{name}",
        default_value=value,
        on_blur=lambda typed: STEP.save(service.id, name, typed),
        error=STEP.errors[name],
        **more,
    )


def _form_to_send(service: ServiceLine) -> rx.Component:
    def option(choice: Choice) -> rx.Component:
        return rx.el.option(choice.label, value=choice.value)

    control = rx.el.select(
        rx.el.option(_("None"), value=""),
        rx.foreach(PAGE.form_choices, option),
        id="service-form",
        class_name="input",
        value=service.form,
        on_change=lambda value: STEP.send_form(service.id, value),
    )
    return rx.el.div(
        rx.el.label(_("Form to send"), html_for="service-form"),
        rx.el.div(control, kit.icon("chevron-down"), class_name="select"),
        class_name="field",
    )


def _who(service: ServiceLine, who: PickLine) -> rx.Component:
    return kit.pick(
        who.name,
        "who",
        avatar=kit.avatar(who.initials, who.tint, size="s"),
        checked=who.checked,
        on_change=lambda _on: STEP.turn(service.id, who.id),
        value=who.id,
    )


def _day(day: HoursLine) -> rx.Component:
    def edge(name: str, value: Any, words: kit.Text) -> rx.Component:
        return rx.el.input(
            input_mode="numeric",
            max_length=5,
            class_name="input num",
            default_value=value,
            on_blur=lambda typed: HOURS.set_time(day.weekday, name, typed),
            aria_label=words,
            aria_invalid=rx.cond(HOURS.errors[day.key], "true", "false"),
        )

    opened = rx.fragment(
        rx.el.span(
            edge("start", day.start, day.begins),
            rx.el.span(_("to"), class_name="t3"),
            edge("end", day.end, day.ends),
            class_name="row wz-ft",
        ),
        rx.el.span(day.rest, class_name="t3 end only-l clip"),
    )
    return rx.el.li(
        rx.el.div(
            kit.toggle(day.opens, checked=day.open, on_change=lambda on: HOURS.turn_day(day.weekday, on), bare=True),
            rx.el.span(day.name, class_name=kit.classes("wz-dayn", kit.when(day.open, "", "t3"))),
            rx.cond(day.open, opened, rx.el.span(_("Closed"), class_name="t3")),
            class_name="lrow",
        ),
        kit.error_line(HOURS.errors[day.key]),
    )
