"""The calendar in every state: day, week, month, list, paper."""

from typing import Any

import reflex as rx

from careops.ui import kit
from careops.ui.kit.calendar import Chip, Entry, ListDay, MonthDay, SheetLine, SheetPart
from careops.ui.kit.kitchen_sink.piece import line
from careops.ui.kit.kitchen_sink.state import CLOSES, COLUMNS, MARKS, NOW, OPENS, SHORT_DAY, SHORT_MARKS, WEEK, CalendarDemo, clock

# Reflex turns it into Vars; to a type checker it is a plain class.
DEMO: Any = CalendarDemo


def calendar_pieces() -> list[rx.Component]:
    """Day, week, month, list and paper."""
    return [_day(), _week(), _short_day(), _month(), _list()]


def _day() -> rx.Component:
    board = kit.calendar.board(
        "Friday 20 November by provider",
        DEMO.columns,
        MARKS,
        opens=OPENS,
        closes=CLOSES,
        id="day",
        now=clock(NOW),
        now_at=NOW,
        scroll_to=OPENS,
        verdict=DEMO.verdict,
        settled=DEMO.settled,
        on_open=DEMO.open,
        on_ask=DEMO.ask,
        on_move=DEMO.move,
        on_create=DEMO.create,
    )
    said = line(rx.el.p(DEMO.told, class_name="t2", id="calendar-told"), kit.calendar.print_button())
    return kit.section("Calendar, day", said, rx.el.div(board, _paper(), class_name="card kit-board"), id="calendar")


def _week() -> rx.Component:
    board = kit.calendar.board(
        "Week of 16 November, Ana", WEEK, MARKS, opens=OPENS, closes=CLOSES, may_change=False, id="week", now=clock(NOW), now_at=NOW
    )
    return kit.section("Calendar, week", rx.el.div(board, class_name="card kit-board"), id="board-week")


def _short_day() -> rx.Component:
    board = kit.calendar.board("Sunday 28 March", SHORT_DAY, SHORT_MARKS, opens=0, closes=240, id="short")
    return kit.section("Calendar, a day of 23 hours", rx.el.div(board, class_name="card kit-board kit-low"), id="board-short")


def _month() -> rx.Component:
    def day(at: int) -> MonthDay:
        number = (at + 25) % 30 + 1 if at < 5 or at >= 35 else at - 4
        outside = at < 5 or at >= 35
        some = COLUMNS[at % 3].blocks[: 0 if at % 7 == 6 else 3]
        chips = [Chip(f"{block.id}-m{at}", "#month", block.time, block.who, block.state, block.state_label) for block in some]
        return MonthDay(
            f"day-{at}",
            str(number),
            f"{number}, {len(chips) and len(chips) + at % 5} bookings",
            "#month",
            chips,
            f"+{at % 5} more" if chips and at % 5 else "",
            str(len(chips) + at % 5) if chips else "",
            today=number == 20 and not outside,
            outside=outside,
            closed="Closed" if at % 7 == 6 else "Restauração" if number == 1 and at > 34 else "",
        )

    weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    grid = kit.calendar.month("November 2026", weekdays, [day(at) for at in range(42)])
    return kit.section("Calendar, month", rx.el.div(grid, class_name="card kit-month"), id="month")


def _list() -> rx.Component:
    entries = [
        Entry(f"{b.id}-l", "#list", f"{b.time}–{clock(b.at + b.minutes)}", b.who, b.service, "Ana", b.state, b.state_label)
        for b in COLUMNS[0].blocks
    ]
    days = [
        ListDay("2026-11-20", "Today, Friday 20 November", entries),
        ListDay("2026-11-21", "Tomorrow, Saturday 21 November", entries[:2]),
    ]
    return kit.section("Calendar, list", kit.calendar.agenda(days), id="list")


def _paper() -> rx.Component:
    parts = [
        SheetPart(
            column.full_name,
            [SheetLine(f"{b.time}–{clock(b.at + b.minutes)}", b.who, b.service, "+351 900 000 177", b.flag_label) for b in column.blocks],
        )
        for column in COLUMNS
    ]
    return kit.calendar.day_sheet("Friday 20 November", "Lumen Studio, 18 bookings", parts)
