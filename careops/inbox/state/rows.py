"""What the inbox's screens hold: ready words, nothing to calculate in the browser."""

from dataclasses import dataclass, field

from careops.inbox.schemas import Show


@dataclass(frozen=True)
class Mark:
    """A label as it is shown; `on`: the open conversation bears it."""

    id: str = ""
    name: str = ""
    tint: int = 1
    on: bool = False


@dataclass(frozen=True)
class Line:
    """A conversation in the list."""

    id: str
    href: str
    name: str
    preview: str
    initials: str
    tint: int
    said: str
    waits: bool
    late: bool
    icon: str
    channel: str
    unread: bool
    undelivered: bool
    current: bool
    assignee: str = ""
    assignee_initials: str = ""
    assignee_tint: int = 1
    snoozed: str = ""
    labels: list[Mark] = field(default_factory=list[Mark])


@dataclass(frozen=True)
class Part:
    """A piece of a found line; `hit`: what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True)
class Hit:
    """A message that was found; it opens its thread at that place."""

    id: str
    href: str
    name: str
    initials: str
    tint: int
    at: str
    icon: str
    channel: str
    by: str
    parts: list[Part]


@dataclass(frozen=True)
class File:
    """A file of a message, or of a draft."""

    name: str
    size: str
    href: str = ""
    id: str = ""


@dataclass(frozen=True)
class Sentence:
    """One thing in the thread; `shape` is day, in, out, auto, note, system or card."""

    id: str
    shape: str
    text: str = ""
    title: str = ""
    by: str = ""
    at: str = ""
    state: str = ""
    icon: str = ""
    trouble: bool = False
    detail: str = ""
    quoted: str = ""
    has_html: bool = False
    unverified: str = ""
    files: list[File] = field(default_factory=list[File])
    found: bool = False
    tone: str = ""
    href: str = ""
    link: str = ""
    lines: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Later:
    """An answer that has not left yet."""

    id: str
    text: str
    said: str
    reason: str
    held: bool


@dataclass(frozen=True)
class Tab:
    """A filter with how many it holds; those that are not in the row of tabs stand in the menu beside it."""

    label: str
    href: str
    count: int
    current: bool
    in_row: bool


@dataclass(frozen=True)
class Choice:
    """Something to choose: a member, a moment."""

    value: str
    label: str
    detail: str = ""
    initials: str = ""
    tint: int = 1


@dataclass(frozen=True)
class Kept:
    """Words kept for answering, ready for this contact."""

    id: str
    shortcut: str
    title: str
    text: str


@dataclass(frozen=True)
class Way:
    """A channel to write by; where it is not open, `why` says so."""

    key: str
    label: str
    icon: str
    reaches: str
    open: bool
    why: str = ""


@dataclass(frozen=True)
class Open:
    """The conversation that is open, and whom it is with; blank when none is."""

    id: str = ""
    name: str = ""
    initials: str = ""
    tint: int = 1
    since: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    notes: str = ""
    contact_href: str = ""
    contact_id: str = ""
    closed: bool = False
    assignee: str = ""
    assignee_initials: str = ""
    assignee_tint: int = 1
    paused: str = ""
    snoozed: str = ""
    unread: bool = False
    labels: list[Mark] = field(default_factory=list[Mark])
    ways: list[Way] = field(default_factory=list[Way])


@dataclass(frozen=True)
class Screen:
    """All three panes at one moment."""

    lines: list[Line] = field(default_factory=list[Line])
    hits: list[Hit] = field(default_factory=list[Hit])
    searched: str = ""
    tabs: list[Tab] = field(default_factory=list[Tab])
    labels: list[Mark] = field(default_factory=list[Mark])
    narrowed: str = ""
    more: bool = False
    open: Open = Open()
    said: list[Sentence] = field(default_factory=list[Sentence])
    laters: list[Later] = field(default_factory=list[Later])
    earlier: bool = False
    later: str = ""
    team: list[Choice] = field(default_factory=list[Choice])
    moments: list[Choice] = field(default_factory=list[Choice])
    missing: bool = False
    pane: str = "list"


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see; `at` is a message to show the thread around."""

    show: Show = "open"
    conversation: str = ""
    q: str = ""
    label: str = ""
    channel: str = ""
    lines: int = 50
    messages: int = 50
    pane: str = ""
    at: str = ""
