"""The parts of the editor of people, rooms and things."""

from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from careops.booking.state.provider import ProviderEditor
from careops.booking.state.provider_form import DateLine, DayLine, OffLine, ServicePick, SpanLine
from careops.booking.state.providers import ProviderLine, ProviderList
from careops.core.i18n import text as _
from careops.ui import kit

LIST: Any = ProviderList  # a Var to Reflex; to a type checker a plain class
HERE: Any = ProviderEditor
SAID: Any = ProviderEditor.said
ERRORS: Any = ProviderEditor.errors

ZONES = [
    ("UTC", "UTC"),
    *((name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name and not name.startswith("Etc/")),
]


def provider_line(line: ProviderLine) -> rx.Component:
    """Somebody or something: what they do, their switch, and their place in the order."""
    return kit.plain_row(
        kit.avatar(line.initials, line.tint),
        rx.el.span(
            kit.link(line.name, line.href, strong=True),
            rx.el.span(line.about, class_name="t2 block"),
            class_name="grow",
        ),
        end=rx.el.span(
            kit.icon_button("chevron-up", line.up, LIST.move(line.id, -1), disabled=line.first),
            kit.icon_button("chevron-down", line.down, LIST.move(line.id, 1), disabled=line.last),
            kit.toggle(line.switch, checked=line.active, on_change=lambda on: LIST.switch(line.id, on), bare=True),
            class_name="row",
        ),
    )


# ── who they are ─────────────────────────────────────────


def _field(label: str, name: str, **more: Any) -> rx.Component:
    return kit.field(label, name, default_value=SAID[name], error=ERRORS[name], **more)


def about() -> rx.Component:
    """Name, zone, limits, services; of a room how many there are."""
    person = rx.fragment(
        kit.form_row(
            _field(_("Bookings a day, at most"), "max_per_day", input_mode="numeric", max_length=4, optional=True),
            _field(_("Bookings a week, at most"), "max_per_week", input_mode="numeric", max_length=4, optional=True),
        ),
        kit.select(
            _("Signs in as"),
            "member_id",
            HERE.members,
            default_value=SAID["member_id"],
            error=ERRORS["member_id"],
        ),
        rx.el.fieldset(
            rx.el.legend(_("Does these services")),
            rx.el.div(rx.foreach(HERE.services, _service), class_name="row flex-wrap"),
            class_name="field",
        ),
    )
    resource = rx.fragment(
        _field(
            _("How many there are"), "capacity", input_mode="numeric", max_length=4, help_text=_("Equal ones: 3 chairs are one line of 3")
        ),
        kit.toggle(_("Always available; keeps no hours of its own"), name="always_open", default_checked=SAID["always_open"] == "on"),
        kit.note(_("Which services need it is said on the page of each service.")),
    )
    return kit.section(
        _("About"),
        rx.el.div(
            kit.form_row(
                _field(_("Name"), "name", max_length=120, auto_complete="off"),
                kit.select(_("Time zone"), "timezone", ZONES, default_value=SAID["timezone"], error=ERRORS["timezone"]),
            ),
            rx.cond(HERE.kind == "resource", resource, person),
            kit.toggle(_("Can be booked"), name="active", default_checked=SAID["active"] == "on"),
            class_name="form",
        ),
        id="about",
    )


def _service(pick: ServicePick) -> rx.Component:
    return kit.pick(pick.name, "does-" + pick.id, default_checked=pick.checked, value="on")


# ── the week ─────────────────────────────────────────────


def hours() -> rx.Component:
    """The week, day by day; a stretch may end on the next day."""
    return kit.section(
        _("Hours"),
        kit.error_line(ERRORS["week"]),
        rx.el.ul(rx.foreach(HERE.week, _day)),
        rx.el.p(_("An end that is not after its start is on the next day: 22:00 to 06:00 is a night."), class_name="hint"),
        id="hours",
        aside=HERE.timezone,
    )


def _day(day: DayLine) -> rx.Component:
    closed = rx.el.span(_("Does not work"), class_name="t3 week-off")
    return rx.el.li(
        rx.el.span(day.name, class_name="strong"),
        rx.el.div(
            closed,
            rx.foreach(day.spans, lambda span: _span(day, span)),
            kit.error_line(ERRORS["day-" + day.weekday.to_string()]),  # pyright: ignore[reportAttributeAccessIssue]  (a Var)
            class_name="stack",
        ),
        kit.icon_button("plus", day.add, HERE.add_hours(day.weekday)),
        class_name="week-line",
        key=day.name,
    )


def _span(day: DayLine, span: SpanLine) -> rx.Component:
    def edge(name: Any, value: Any, words: str) -> rx.Component:
        return rx.el.input(
            type="time",
            name=name,
            id=name,
            default_value=value,
            class_name="input num",
            aria_label=words,
            aria_invalid=rx.cond(ERRORS[name], "true", "false"),
        )

    return rx.el.div(
        edge(span.begins, span.start, _("From")),
        rx.el.span(_("to"), class_name="t3"),
        edge(span.ends, span.end, _("Until")),
        kit.icon_button("x", _("Remove these hours"), HERE.remove_hours(day.weekday, span.key), small=True),
        kit.error_line(ERRORS[span.begins]),
        kit.error_line(ERRORS[span.ends]),
        class_name="span-line",
        hidden=span.removed,
        key=span.key,
    )


# ── dates and time off ───────────────────────────────────


def dates() -> rx.Component:
    """The dates that differ from the week."""
    form = kit.form(
        kit.form_row(
            kit.field(_("Date"), "day", type="date", error=ERRORS["day"]),
            kit.field(
                _("Hours that day"),
                "hours",
                error=ERRORS["hours"],
                placeholder="09:00–12:00, 13:00–17:00",
                help_text=_("Empty: does not work that day"),
                max_length=200,
            ),
        ),
        kit.form_foot(kit.button(_("Keep this date"), submit=True, look="primary"), kit.button(_("Cancel"), HERE.open_form(""))),
        on_submit=HERE.keep_date,
    )
    return _listed(_("Single dates"), HERE.dates, _date, "date", _("Change a date"), form, _("Every week is like the one above."))


def _date(line: DateLine) -> rx.Component:
    return kit.plain_row(
        rx.el.span(rx.el.b(line.words, class_name="block"), rx.el.span(line.hours, class_name="t2 num block"), class_name="grow"),
        end=kit.icon_button("trash-2", line.remove, HERE.remove_date(line.day)),
    )


def time_off() -> rx.Component:
    """When they are away."""
    form = kit.form(
        kit.form_row(
            kit.field(_("From"), "starts_at", type="datetime-local", error=ERRORS["starts_at"]),
            kit.field(_("Until"), "ends_at", type="datetime-local", error=ERRORS["ends_at"]),
        ),
        kit.field(_("Reason"), "reason", optional=True, max_length=200, help_text=_("Only your team reads it"), error=ERRORS["reason"]),
        kit.form_foot(kit.button(_("Keep this time off"), submit=True, look="primary"), kit.button(_("Cancel"), HERE.open_form(""))),
        on_submit=HERE.keep_off,
    )
    return _listed(_("Time off"), HERE.off, _off, "off", _("Add time off"), form, _("None ahead. What is booked stays booked."))


def _off(line: OffLine) -> rx.Component:
    clash = rx.cond(line.clashes, rx.el.span(_("Still booked:"), " ", line.clashes, class_name="c-warn block"), rx.fragment())
    return kit.plain_row(
        rx.el.span(rx.el.b(line.words, class_name="num block"), rx.el.span(line.reason, class_name="t2 block"), clash, class_name="grow"),
        end=kit.icon_button("trash-2", line.remove, HERE.remove_off(line.id)),
    )


def _listed(title: str, lines: Any, draw: Any, which: str, verb: str, form: rx.Component, nothing: str) -> rx.Component:
    """A list whose lines are kept one by one, with the form for one more."""
    shown = rx.cond(lines.length() > 0, kit.rows(rx.foreach(lines, draw), boxed=True, label=title), rx.el.p(nothing, class_name="t3"))
    opened = HERE.opened == which
    return kit.section(
        title,
        rx.el.div(shown, rx.cond(opened, kit.card(form), rx.fragment()), class_name="stack stack-4"),
        id=f"{which}-list",
        end=rx.cond(opened, rx.fragment(), kit.button(verb, HERE.open_form(which), icon_name="plus", small=True, look="quiet")),
    )
