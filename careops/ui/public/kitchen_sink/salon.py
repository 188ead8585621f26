"""The invented salon, and what more than one of its pages shows."""

from datetime import date, time, timedelta

import htpy as h

from careops.ui.public import times
from careops.ui.public.frame import Brand

LUMEN = Brand(
    "Lumen Studio",
    colour="#7d3c5f",
    address="14 Harbour Lane, Galway",
    phone="+353 91 555 0142",
    home="/kitchen-sink/book-service",
    contact="/kitchen-sink/contact",
    privacy="#privacy",
)
HERE = "/kitchen-sink/"
FREE_UNTIL = h.fragment["Free to move or cancel until ", h.b(".nw")["Tue 17 Nov 14:00"], ". After that, half the price (€36.50)."]
MAP = "map-pin"
FREE = {12: 3, 13: 5, 17: 8, 18: 11, 19: 9, 20: 6, 21: 2, 24: 11, 25: 12, 26: 10, 27: 9, 1: 12, 2: 11, 3: 12, 4: 10, 5: 8}


def free_days() -> list[times.DayCell]:
    """Four weeks of a salon's days."""
    first = date(2026, 11, 12)

    def one(day: date) -> times.DayCell:
        if free := FREE.get(day.day if day.month == 11 or day.day < 6 else 0):
            return times.DayCell(day, "free", f"?day={day}", free, selected=day.day == 18)
        return times.DayCell(day, "full" if day.weekday() == 5 else "closed")

    return [one(first + timedelta(days=at)) for at in range(25)]


def free_slots() -> list[times.Slot]:
    """One day's free times."""
    clock = ["09:00", "09:15", "10:30", "11:45", "12:00", "13:15", "14:00", "15:30", "16:15", "17:45", "18:00"]
    return [times.Slot(f"2026-11-18T{at}", time.fromisoformat(at)) for at in clock]
