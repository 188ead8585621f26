"""Tabs, rows, tables, notes, what stands where a list is empty or on its way."""

import reflex as rx

from careops.ui import kit
from careops.ui.kit.kitchen_sink.piece import piece


def lists_pieces() -> list[rx.Component]:
    return [_lists(), _notes(), _empty(), _timeline()]


def _lists() -> rx.Component:
    columns = [kit.Column("Message"), kit.Column("State"), kit.Column("Took", number=True)]
    body = [
        kit.table_row(kit.row_link("Reminder to Sara Nunes", "#lists"), kit.status("Delivered", "ok"), ("6 s", "r")),
        kit.table_row(kit.row_link("Reminder to Oscar Nyberg", "#lists"), kit.status("Failed", "danger", "triangle-alert"), ("2 s", "r")),
        kit.table_row(kit.row_link("Chosen row", "#lists"), kit.status("Queued", "", "clock"), ("", "r"), selected=True),
    ]
    return piece(
        "lists",
        "Tabs, list, table",
        "Rows are 44 to 56 px, hairlines between, hover tints. The whole row is the link. Numbers right, tabular.",
        kit.tabs(
            "Example", kit.tab("Open", "#lists", current=True, count=14), kit.tab("Mine", "#lists", count=5), kit.tab("Closed", "#lists")
        ),
        kit.rows(
            kit.list_row("Felix Braun", "#lists", detail="Is there parking near the studio?", start=kit.avatar("FB", 3), end="31 min"),
            kit.list_row(
                "Priya Raman", "#lists", detail="Running ten minutes late", start=kit.avatar("PR", 1), end=kit.late("6 min", True)
            ),
            kit.plain_row(rx.el.span("Patch test consent", class_name="grow"), kit.button("Send again", small=True)),
            boxed=True,
        ),
        kit.table("Deliveries", columns, body),
        kit.facts(("When", kit.num("Today 14:00 to 14:50")), ("With", "Elif Demir"), ("Price", kit.num("€36.00"))),
        kit.stats(
            kit.stat_link(28, "bookings today", "#lists"),
            kit.stat_link(4, "waiting for an answer", "#lists", tone="warn"),
            kit.stat_link(1, "critical alert", "#lists", tone="danger"),
        ),
    )


def _notes() -> rx.Component:
    return piece(
        "notes",
        "Notes and banners",
        "What happened, what was kept, what to do. One line if it can be.",
        rx.el.div(
            kit.note(rx.el.b("Automation is paused"), " here since Ana replied.", icon_name="pause"),
            kit.note(rx.el.b("Times are in Lisbon time."), " You are in Berlin, one hour ahead.", tone="info"),
            kit.note(rx.el.b("The form is 2 h overdue."), " Clara needs it before 13:30.", tone="warn"),
            kit.note(
                rx.el.b("SMS is not going out."),
                " 3 messages wait and will be sent when Twilio answers. ",
                kit.link("See why", "#notes"),
                tone="danger",
            ),
            class_name="stack",
        ),
        kit.error_line("The file is larger than 5 MB. Nothing was sent."),
    )


def _empty() -> rx.Component:
    return piece(
        "empty",
        "Empty and loading",
        "An empty list teaches: a ghost row, one sentence, one button. First load is a skeleton of the real rows.",
        kit.empty(
            "Nobody is waiting",
            "When a day is full, clients can ask to be told. A freed time is offered to them in order.",
            ghost=(
                kit.avatar("+", 1),
                rx.el.span("Someone waiting for Saturday with Clara", class_name="grow"),
                rx.el.span("since 2 days", class_name="xs"),
            ),
            action=kit.button("Turn on the waitlist"),
        ),
        kit.skeleton_rows(2),
    )


def _timeline() -> rx.Component:
    return piece(
        "timeline",
        "Timeline",
        "Newest first. The actor is bold; a tinted node means it came from the client.",
        kit.timeline(
            kit.moment_day("Today"),
            kit.moment(rx.fragment(rx.el.b("Ana"), " replied by SMS"), "11:20", icon_name="smartphone"),
            kit.moment(rx.fragment(rx.el.b("Ben"), " left a note"), "11:04", icon_name="lock", tone="warn"),
            kit.moment(
                rx.fragment(rx.el.b("Marta"), " asked to move today’s 16:00"),
                "10:48",
                icon_name="message-square",
                tone="accent",
                more="Any day after 5 would be perfect.",
            ),
        ),
    )
