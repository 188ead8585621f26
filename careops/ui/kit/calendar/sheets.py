"""The same bookings seen from further away, and on paper: a month, a list, the printed day."""

from collections.abc import Sequence

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.basics import Text, classes, hidden, shown, when
from careops.ui.kit.buttons import button
from careops.ui.kit.calendar.rows import Chip, Entry, ListDay, MonthDay, SheetLine, SheetPart
from careops.ui.kit.days import booking_status, state_class
from careops.ui.kit.lists import list_row, rows


def month(label: Text, weekdays: Sequence[str] | rx.Var[list[str]], days: Sequence[MonthDay] | rx.Var[list[MonthDay]]) -> rx.Component:
    """Six weeks; a day shows its first bookings, on a phone how many there are. Arrow keys walk from day to day."""
    heads = rx.el.div(rx.foreach(weekdays, lambda name: rx.el.span(name)), class_name="month-h", aria_hidden="true")
    return rx.el.div(heads, rx.el.ol(rx.foreach(days, _day), class_name="month-b", data_walks="7", aria_label=label), class_name="month")


def _day(day: MonthDay) -> rx.Component:
    head = rx.el.a(
        rx.el.b(day.number, aria_hidden="true"),
        shown(day.count, rx.el.span(day.count, class_name="month-count num", aria_hidden="true")),
        hidden(day.full_name),
        href=day.href,
        class_name="month-n",
        aria_current=when(day.today, "date", None),
        data_walk="true",
    )
    return rx.el.li(
        head,
        shown(day.closed, rx.el.span(day.closed, class_name="month-closed")),
        rx.el.ol(rx.foreach(day.chips, _chip), class_name="month-chips"),
        shown(day.more, rx.el.a(day.more, hidden(", ", day.full_name), href=day.href, class_name="month-more")),
        class_name=classes("month-day", when(day.outside, "is-outside"), when(day.today, "is-today"), rx.cond(day.closed, "is-closed", "")),
    )


def _chip(chip: Chip) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(chip.time, class_name="num"),
            " ",
            rx.el.span(chip.who, class_name="who"),
            hidden(", ", chip.state_label),
            href=chip.href,
            class_name=classes("bk", state_class(chip.state)),
            data_booking=chip.id,
        )
    )


def agenda(days: Sequence[ListDay] | rx.Var[list[ListDay]]) -> rx.Component:
    """Day after day as a list; j and k walk through it."""

    def day(row: ListDay) -> rx.Component:
        return rx.el.section(
            rx.el.h2(row.title, class_name="agenda-day"),
            rows(rx.foreach(row.bookings, _entry)),
            aria_label=row.title,
        )

    return rx.el.div(rx.foreach(days, day), class_name="agenda")


def _entry(entry: Entry) -> rx.Component:
    return list_row(
        entry.who,
        entry.href,
        detail=rx.fragment(entry.service, shown(entry.provider, rx.fragment(", ", entry.provider))),
        start=rx.el.span(entry.time, class_name="agenda-time num"),
        end=booking_status(entry.state, entry.state_label, plain=True),
        current=entry.current,
    )


def day_sheet(title: Text, about: Text, parts: Sequence[SheetPart] | rx.Var[list[SheetPart]]) -> rx.Component:
    """The day on paper, with room to write; nobody sees it on a screen."""
    return rx.el.article(
        rx.el.header(rx.el.h1(title), rx.el.p(about)), rx.foreach(parts, _part), class_name="day-sheet", aria_label=_("Day sheet")
    )


def _part(part: SheetPart) -> rx.Component:
    heads = (_("Time"), _("Name"), _("Service"), _("Phone"), _("Notes"))
    head = rx.el.thead(rx.el.tr(*(rx.el.th(words, scope="col") for words in heads)))
    return rx.el.section(rx.el.h2(part.name), rx.el.table(head, rx.el.tbody(rx.foreach(part.lines, _line))))


def _line(line: SheetLine) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line.time, class_name="num"),
        rx.el.td(line.who),
        rx.el.td(line.service, shown(line.state_label, rx.fragment(", ", line.state_label))),
        rx.el.td(line.phone, class_name="num"),
        rx.el.td(line.notes),
    )


def print_button(label: str = "") -> rx.Component:
    """Prints the page's day sheet."""
    return button(label or _("Print day sheet"), look="quiet", icon_name="printer", data_prints="true")
