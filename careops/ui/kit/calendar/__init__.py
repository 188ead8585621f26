"""The house's calendar: days by column, weeks, months, lists and the printed day. No booking is decided here.

Rows go in, acts come out; everything else (drag by mouse and by touch, the keyboard, the live region) is the kit's.

    from careops.ui import kit

    kit.calendar.board(
        label,                      # "Friday 20 November by provider"
        columns,                    # Var[list[kit.calendar.Column]]: providers and resources, or the seven days of a week
        marks,                      # Var[list[kit.calendar.Mark]]: the axis
        opens=, closes=,            # Var[int]: the first and last minute drawn; blocks outside widen it (the State's task)
        now="11:42", now_at=702,    # the pill in the axis; each Column says by its own `now` where its line is
        scroll_to=540,              # the minute a fresh board shows at its top
        step=15, length=60,         # minutes: what drags snap to, and how long a new one is
        hour_cycle=24,              # or 12: how the ghost writes times
        may_change=True,            # False: nobody drags, `c` and `m` do nothing
        id="board",                 # where a page holds more than one
        verdict=,                   # Var[kit.calendar.Verdict]: the answer to the last on_ask
        settled=,                   # Var[int]: add one when an on_move or on_create is dealt with, done or refused; the ghost leaves then
        on_open=,                   # (id: str): clicked, tapped, Enter; without it the block's href is followed
        on_ask=,                    # (id: str, column: str, start: int, end: int): held there; at most 8 a second; id "" asks for a new one
        on_move=,                   # (id: str, column: str, start: int, end: int): dropped after moving or resizing
        on_create=,                 # (column: str, start: int, end: int): drawn, clicked or tapped on free space; `c`, Enter there
    )
    kit.calendar.month(label, weekdays, days)         # weekdays: ["Mon", …], days: Var[list[MonthDay]], 42 of them
    kit.calendar.agenda(days)                         # days: Var[list[ListDay]]
    kit.calendar.day_sheet(title, about, parts)       # parts: Var[list[SheetPart]]; seen on paper only
    kit.calendar.print_button()                       # opens the browser's print dialog

A handler in State, bound bare (`on_move=Calendar.move`), takes exactly the arguments above and must not trust them:
    async def ask(self, actor, id: str, column: str, start: int, end: int):
        self.verdict = Verdict(asked(id, column, start, end), "taken", "Taken by Leonor Matos until 16:30")
    async def move(self, actor, id: str, column: str, start: int, end: int):
        try: …                     # the action decides; a Refusal is told as a toast
        finally: self.settled += 1

Minutes are those of the column's day as it passes, in rows and in acts alike; see rows.py for days of 23 and 25 hours.
Blocks that share time: pass them through `side_by_side(blocks)` before putting them in a Column.
A drop on a verdict "taken" is not sent; a drop before the answer came is: the action is the truth.

columns: board(…)
sheets: month(…), agenda(…), day_sheet(…), print_button(…)
rows: what a State holds: Mark, Shade, Block, Column, Verdict, Chip, MonthDay, Entry, ListDay, SheetLine, SheetPart, asked
placing: side_by_side(blocks)
"""

from careops.ui.kit.calendar.columns import board
from careops.ui.kit.calendar.placing import side_by_side
from careops.ui.kit.calendar.rows import (
    NEVER,
    Block,
    Chip,
    Column,
    Entry,
    ListDay,
    Mark,
    MonthDay,
    Shade,
    SheetLine,
    SheetPart,
    Verdict,
    asked,
)
from careops.ui.kit.calendar.sheets import agenda, day_sheet, month, print_button

__all__ = [
    "NEVER",
    "Block",
    "Chip",
    "Column",
    "Entry",
    "ListDay",
    "Mark",
    "MonthDay",
    "Shade",
    "SheetLine",
    "SheetPart",
    "Verdict",
    "agenda",
    "asked",
    "board",
    "day_sheet",
    "month",
    "print_button",
    "side_by_side",
]
