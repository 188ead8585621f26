"""The shapes a calendar is drawn from: a State holds these rows, computed by its domain; the kit only places them.

Places are whole minutes since the column's day began, as time passes: on a day whose clocks change they run to 1380 or 1500, and the
column says where its clock turns. Acts come back in the same minutes, so nothing has to guess what 02:30 meant.
"""

from dataclasses import dataclass, field

DAY = 1440
NEVER = -1  # a minute that no day has


@dataclass(frozen=True)
class Mark:
    """A label on the axis."""

    at: int
    label: str  # "09:00"; empty where the pill of the time now would lie on it


@dataclass(frozen=True)
class Shade:
    """A stretch behind the bookings. Closed is shaded; time off and imported busy times are hatched and named."""

    at: int
    minutes: int
    kind: str = "closed"  # closed, off or busy
    label: str = ""  # shown: "Lunch", "Holiday", "Busy elsewhere"
    said: str = ""  # only for readers: "Closed until 09:30"


@dataclass(frozen=True)
class Block:
    """What takes time in a column: a booking's line, a group session, a hold, a place being booked."""

    id: str  # what acts name, in on_open, on_ask and on_move; "line:provider" where one booking stands in several columns
    at: int
    minutes: int  # from start to end, a processing gap included, buffers not
    who: str
    service: str = ""
    time: str = ""  # "14:15"
    state: str = "confirmed"  # a key of kit.STATES, or "new" for the one being booked
    state_label: str = ""  # "Confirmed", as the workspace says it
    lasts: str = ""  # "45 min"
    href: str = "#"  # its address, for a new tab and where there is no on_open
    lane: int = 0  # of `lanes` side by side; `side_by_side` fills both in
    lanes: int = 1
    gap_at: int = 0  # a processing gap: the provider is free from here, counted from the block's start …
    gap_minutes: int = 0  # … for so long; the two pieces are drawn apart and joined by a thin line
    before: int = 0  # quiet buffers around it
    after: int = 0
    after_label: str = ""  # "15 min buffer", where there is room to say it
    seats: str = ""  # a group session: "6 of 8"
    flag: str = ""  # an icon of its own (a name of kit.basics.ROW_ICONS): a form overdue
    flag_label: str = ""
    current: bool = False  # open in the drawer
    movable: bool = False  # may be picked up
    resizable: bool = False  # may end earlier or later


@dataclass(frozen=True)
class Column:
    """One provider's or resource's day, or one day of a week."""

    id: str  # what acts name: a provider's id, an ISO date, or both as the State likes
    name: str  # "Ana", "Fri 20"
    full_name: str = ""  # for readers: "Ana Moreau", "Friday 20 November"
    about: str = ""  # a quiet second line: "09:00–17:00", "4 bookings"
    initials: str = ""  # an avatar, where the column is a person
    tint: int = 1
    href: str = ""  # where the head leads: the day of a week
    current: bool = False  # the one a phone shows first; today in a week
    now: int = NEVER  # the minute of the ink line across this column
    turns_at: int = NEVER  # the minute from which its clock reads `turns_by` minutes more (spring 60, autumn −60)
    turns_by: int = 0
    blocks: list[Block] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """The answer to one on_ask. It is shown only while the person still holds the thing there."""

    asked: str = ""  # `asked(id, column, start, end)` of the question
    level: str = "free"  # free, warn (may be dropped, with a reason to think twice) or taken (cannot be dropped)
    text: str = ""  # "Free", "Outside Ana's hours", "Taken by Leonor Matos until 16:30"


def asked(id: str, column: str, start: int, end: int) -> str:
    """The mark that ties an answer to its question."""
    return f"{id}|{column}|{start}|{end}"


@dataclass(frozen=True)
class Chip:
    """A booking in a month."""

    id: str
    href: str
    time: str
    who: str
    state: str = "confirmed"
    state_label: str = ""


@dataclass(frozen=True)
class MonthDay:
    """One of a month's 42 days."""

    iso: str
    number: str  # "20"
    full_name: str  # "Friday 20 November, 12 bookings"
    href: str  # its day view
    chips: list[Chip] = field(default_factory=list)  # at most three
    more: str = ""  # "+9 more"
    count: str = ""  # "12", where a phone has no room for chips
    today: bool = False
    outside: bool = False  # of the month before or after
    closed: str = ""  # "Closed", or the holiday's name


@dataclass(frozen=True)
class Entry:
    """A booking in the list."""

    id: str
    href: str
    time: str  # "14:15–15:00"
    who: str
    service: str
    provider: str = ""
    state: str = "confirmed"
    state_label: str = ""
    current: bool = False


@dataclass(frozen=True)
class ListDay:
    """A day of the list."""

    iso: str
    title: str  # "Today, Friday 20 November"
    bookings: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class SheetLine:
    """A line of the printed day."""

    time: str  # "14:15–15:00"
    who: str
    service: str
    phone: str = ""
    notes: str = ""
    state_label: str = ""


@dataclass(frozen=True)
class SheetPart:
    """A provider's part of the printed day."""

    name: str
    lines: list[SheetLine] = field(default_factory=list)
