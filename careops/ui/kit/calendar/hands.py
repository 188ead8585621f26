"""The script behind the board, as a component: it holds and drops, and says so to State. The words it speaks come from the catalogue."""

from typing import Any

import reflex as rx

from careops.core.i18n import text as _
from careops.ui.kit.calendar.rows import Verdict
from careops.ui.scripts import script


def _opened(id: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (id,)


def _placed(
    id: rx.Var[str], column: rx.Var[str], start: rx.Var[int], end: rx.Var[int]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[int], rx.Var[int]]:
    return id, column, start, end


def _drawn(column: rx.Var[str], start: rx.Var[int], end: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int], rx.Var[int]]:
    return column, start, end


class Board(rx.Component):
    """What lies inside may be dragged, dropped and walked through."""

    library = script("board")
    tag = "Board"

    opens: rx.Var[int]
    closes: rx.Var[int]
    step: rx.Var[int]
    length: rx.Var[int]
    hour_cycle: rx.Var[int]
    may_change: rx.Var[bool]
    scroll_to: rx.Var[int]
    verdict: rx.Var[Verdict]
    settled: rx.Var[int]
    words: rx.Var[dict[str, str]]

    on_open: rx.EventHandler[_opened]
    on_ask: rx.EventHandler[_placed]
    on_move: rx.EventHandler[_placed]
    on_create: rx.EventHandler[_drawn]


def spoken() -> dict[str, Any]:
    """What is shown at the ghost and told in the live region."""
    return {
        "new": _("New booking"),
        "free": _("Free"),
        "here": _("Where it was"),
        "checking": _("Checking"),
        "kept": _("Nothing changed."),
        "sent": _("Dropped. Saving."),
        "move": _("{who} is lifted."),
        "resize": _("{who}: choose another end."),
        "create": _("Draw the time of a new booking."),
        "move_keys": _("{who} is lifted. Arrow keys move it, Enter drops it, Escape puts it back."),
        "resize_keys": _("{who}: arrow up and down choose the end, Enter keeps it, Escape puts it back."),
        "create_keys": _("New booking: arrow keys move it, Shift and arrow change its end, Enter takes it, Escape leaves it."),
    }


def keys_hint(id: str) -> rx.Component:
    """How the board is worked by keyboard, for whoever hears it."""
    hint = _(
        "Arrow keys walk through times and bookings, Enter opens. "
        "m moves a booking, square brackets change its end, c adds one at a free time."
    )
    return rx.el.p(hint, id=id, class_name="vh")
