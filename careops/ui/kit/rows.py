"""The shapes a day is drawn from: a State holds these rows, computed by its domain; the kit only places them.

Places are ready strings ("12.5%") made by `share`, so that nothing is calculated on Vars.
"""

from dataclasses import dataclass, field


def share(part: float, whole: float) -> str:
    """A place or length as a percentage of the whole day, for a row's left, width, top or height."""
    return f"{part / whole * 100:.4g}%" if whole else "0%"


# State of a booking → (block class, status tone, icon). Shape first, colour second.
STATES: dict[str, tuple[str, str, str]] = {
    "confirmed": ("", "ok", "check"),
    "started": ("now", "accent", "play"),
    "pending": ("pend", "info", "circle-dashed"),
    "completed": ("done", "", "check"),
    "no_show": ("gone", "danger", "ban"),
    "cancelled": ("gone", "", "x"),
    "held": ("hold", "", "clock"),
}


@dataclass(frozen=True)
class Closed:
    """A stretch nobody can book: lunch, before opening, time off."""

    left: str = "0%"
    width: str = "0%"


@dataclass(frozen=True)
class Block:
    """One booking, hold, ghost or lifted block in a lane of the ribbon."""

    id: str
    href: str
    who: str
    service: str
    time: str  # "13:30"
    short: str = ""  # the name in the ribbon, where there is little room
    state: str = "confirmed"  # a key of STATES, or ghost, lift, new
    state_label: str = ""  # "Confirmed", as the workspace says it
    left: str = "0%"
    width: str = "0%"
    when: str = "later"  # past, now, next or later: a phone shows now and next only


@dataclass(frozen=True)
class Lane:
    """One provider's day."""

    id: str
    name: str
    initials: str
    tint: int
    full_name: str = ""
    about: str = ""
    href: str = ""
    chosen: bool = False  # the one a phone shows
    blocks: list[Block] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)


@dataclass(frozen=True)
class Hour:
    """A label on the axis of the day."""

    label: str
    at: str


@dataclass(frozen=True)
class Day:
    """A day of the strip a phone chooses from."""

    name: str
    number: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Step:
    """A step of setting up."""

    number: int
    title: str
    href: str
    state: str = ""  # ok, on or empty
    detail: str = ""
