"""The calendar's own small State: one tab's invented day, so that dragging works here as it does in the house."""

from dataclasses import replace
from typing import Any

import reflex as rx

from careops.ui.kit.calendar import NEVER, Block, Column, Mark, Shade, Verdict, asked, side_by_side

OPENS, CLOSES, NOW = 9 * 60, 19 * 60, 11 * 60 + 42
MARKS = [Mark(hour * 60, "" if hour == 12 else f"{hour:02}:00") for hour in range(9, 20)]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _block(
    id: str, who: str, service: str, time: str, minutes: int, state: str = "confirmed", label: str = "Confirmed", **more: Any
) -> Block:
    hour, minute = map(int, time.split(":"))
    held = state in ("pending", "confirmed", "started")
    return Block(
        id=id,
        at=hour * 60 + minute,
        minutes=minutes,
        who=who,
        service=service,
        time=time,
        state=state,
        state_label=label,
        lasts=f"{minutes} min",
        href=f"#{id}",
        **{"movable": held, "resizable": held, **more},
    )


COLUMNS = [
    Column(
        "ana",
        "Ana",
        "Ana Moreau",
        "Cuts and colour",
        "AM",
        2,
        now=NOW,
        blocks=[
            _block("helena", "Helena Costa", "Cut & finish", "09:00", 45, "completed", "Completed"),
            _block("sofia", "Sofia Brandt", "Colour refresh", "10:00", 90, "completed", "Completed", after=10, after_label="10 min buffer"),
            _block("ines", "Inês Duarte", "Cut & finish", "11:45", 45),
            _block(
                "camille",
                "Camille Dubois",
                "Balayage",
                "13:15",
                150,
                gap_at=60,
                gap_minutes=45,
                after=15,
                after_label="15 min buffer",
            ),
            _block("rita", "Rita Sousa", "Fringe trim", "14:25", 25),
            _block("marta", "Marta Figueiredo", "Cut & finish", "16:15", 30, current=True),
        ],
        shades=[Shade(750, 45, "closed", "Lunch"), Shade(1020, 120, "closed", said="Closed from 17:00")],
    ),
    Column(
        "ben",
        "Ben",
        "Ben Okafor",
        "Cuts and beard",
        "BO",
        3,
        current=True,
        now=NOW,
        blocks=[
            _block("tom", "Tom Ellery", "Cut & finish", "09:30", 45, "no_show", "No-show"),
            _block("rui", "Rui Carvalho", "Beard trim", "10:20", 25, "completed", "Completed"),
            _block("lucas", "Lucas Teixeira", "Cut & finish", "11:00", 60, "started", "In the chair"),
            _block("teo", "Teo Marin", "Cut & finish", "14:30", 45, "pending", "To confirm", before=5),
            _block("felix", "Felix Braun", "Beard trim", "16:00", 15),
            _block("joao", "João Pires", "Consultation", "16:15", 10),
        ],
        shades=[
            Shade(540, 30, "closed", said="Closed until 09:30"),
            Shade(1020, 60, "busy", "Busy elsewhere"),
            Shade(1080, 60, said="Closed"),
        ],
    ),
    Column(
        "clara",
        "Clara",
        "Clara Weiss",
        "Colour",
        "CW",
        6,
        now=NOW,
        blocks=[
            _block("amelie", "Amélie Laurent", "Balayage", "10:00", 150, "started", "In the chair", after=15, after_label="15 min buffer"),
            _block("nadia", "Nadia Haddad", "Colour refresh", "13:30", 90, flag="clipboard-list", flag_label="Form overdue"),
            _block("gloss", "Held 3:12", "Gloss treatment", "15:20", 30, "held", "Held"),
            _block("emma", "Emma Kowalski", "Blow-dry", "17:45", 30, "cancelled", "Cancelled"),
        ],
        shades=[Shade(540, 60, "closed", said="Closed until 10:00"), Shade(960, 105, "off", "Dentist"), Shade(1110, 30, said="Closed")],
    ),
    Column(
        "studio",
        "Studio",
        "Studio, 8 places",
        "Room for 8",
        now=NOW,
        blocks=[
            _block("yoga", "Morning yoga", "Ben Okafor", "09:00", 60, "completed", "Completed", seats="8 of 8"),
            _block("class", "Curl class", "Davide Conti", "14:00", 90, seats="6 of 8"),
            _block("shoot", "Photo shoot", "Elif Kaya", "14:30", 120, "pending", "To confirm"),
            _block("make-up", "Make-up trial", "Elif Kaya", "15:45", 45),
        ],
    ),
]
DAYS = ["Mon 16", "Tue 17", "Wed 18", "Thu 19", "Fri 20", "Sat 21", "Sun 22"]
WEEK = [
    Column(
        f"2026-11-{16 + at}",
        name,
        about="Closed" if at == 6 else f"{len(blocks)} bookings",
        href="#calendar",
        current=at == 4,
        now=NOW if at == 4 else NEVER,
        blocks=side_by_side(blocks),
        shades=[Shade(540, 600, "off", "Closed on Sundays")] if at == 6 else [Shade(1020, 120, said="Closed from 17:00")],
    )
    for at, name in enumerate(DAYS)
    for blocks in [[] if at == 6 else [replace(block, id=f"{block.id}-{at}") for block in COLUMNS[at % 3].blocks]]
]
# The night clocks go forward in Lisbon, from 01:00 to 02:00: places are minutes that pass, names are what the clock says.
SHORT_DAY = [
    Column(
        "2027-03-28",
        "Sun 28 March",
        turns_at=60,
        turns_by=60,
        blocks=[_block("early", "Night shift", "Bakery", "00:30", 60), replace(_block("late", "Deliveries", "Bakery", "02:30", 45), at=90)],
    )
]
SHORT_MARKS = [Mark(at, label) for at, label in ((0, "00:00"), (60, "02:00"), (120, "03:00"), (180, "04:00"), (240, "05:00"))]


class CalendarDemo(rx.State):
    """One tab's own invented day: nothing here is kept or shared."""

    columns: list[Column] = [replace(column, blocks=side_by_side(column.blocks)) for column in COLUMNS]
    verdict: Verdict = Verdict()
    settled: int = 0
    told: str = "Nothing opened yet"

    @rx.event
    def open(self, id: str) -> None:
        """Says which block was opened."""
        self.told = f"Opened {id}"

    @rx.event
    def ask(self, id: str, column: str, start: int, end: int) -> None:
        """Answers for the place a block is held at."""
        self.verdict = Verdict(asked(id, column, start, end), *self._judge(id, column, start, end))

    @rx.event
    def move(self, id: str, column: str, start: int, end: int) -> None:
        """Moves a block, or changes where it ends, unless the place is taken."""
        self.settled += 1
        block = next((block for each in self.columns for block in each.blocks if block.id == id), None)
        if block and self._judge(id, column, start, end)[0] != "taken":
            self._put(column, replace(block, at=start, minutes=end - start, time=clock(start), lasts=f"{end - start} min"))
            self.told = f"Moved {id} to {column} {clock(start)}–{clock(end)}"

    @rx.event
    def create(self, column: str, start: int, end: int) -> None:
        """Adds a block where there was none."""
        self.settled += 1
        if self._judge("", column, start, end)[0] != "taken":
            self._put(
                column,
                _block(
                    f"new-{self.settled}",
                    "New booking",
                    "Cut & finish",
                    clock(start),
                    end - start,
                    "new",
                    "New",
                    movable=True,
                    resizable=True,
                ),
            )
            self.told = f"Created {column} {clock(start)}–{clock(end)}"

    def _judge(self, id: str, column: str, start: int, end: int) -> tuple[str, str]:
        there = next((each for each in self.columns if each.id == column), None)
        if there is None or not start < end:
            return "taken", "There is no such place"
        room = 8 if column == "studio" else 1
        others = [block for block in there.blocks if block.id != id and block.at < end and start < block.at + block.minutes]
        others = [block for block in others if block.state in ("pending", "confirmed", "started", "held", "new")]
        if len(others) >= room:
            return "taken", f"Taken by {others[0].who}"
        shade = next((shade for shade in there.shades if shade.at < end and start < shade.at + shade.minutes), None)
        return ("warn", shade.label or "Outside opening hours") if shade else ("free", "Free, drop to book")

    def _put(self, column: str, block: Block) -> None:
        left = [replace(each, blocks=[other for other in each.blocks if other.id != block.id]) for each in self.columns]
        self.columns = [replace(each, blocks=side_by_side([*each.blocks, block])) if each.id == column else each for each in left]
