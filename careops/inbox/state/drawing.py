"""From what the queries tell to the rows the screens draw: ready words, nothing to calculate in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.contacts.rules import shown_phone
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.inbox import queries
from careops.inbox.schemas import ConversationRow, CountsRow, DeliveryRow, MessageRow, Show

LATE = timedelta(minutes=30)  # somebody who waits longer stands out
CHANNELS = {
    "email": (_("Email"), "mail"),
    "sms": (_("SMS"), "smartphone"),
    "chat": (_("Chat"), "message-circle"),
    "form": (_("Contact form"), "file-text"),
}
TABS: tuple[tuple[Show, str], ...] = (
    ("open", _("Open")),
    ("mine", _("Mine")),
    ("unassigned", _("Unassigned")),
    ("unread", _("Unread")),
    ("closed", _("Closed")),
)
ROOM = 3  # tabs over the list
STATES = {
    "queued": (_("On its way"), "", "clock"),
    "sent": (_("Sent"), "ok", "check"),
    "failed": (_("Not delivered"), "danger", "triangle-alert"),
    "dead": (_("Given up"), "danger", "triangle-alert"),
    "unknown": (_("Perhaps not delivered"), "warn", "circle-help"),
}


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
    late: bool
    icon: str
    channel: str
    unread: bool
    undelivered: bool
    current: bool


@dataclass(frozen=True)
class Sentence:
    """One thing in the thread; `shape` is day, in, out, auto or note."""

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
    """Somebody a conversation may be given to."""

    value: str
    label: str
    initials: str = ""
    tint: int = 1


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
    goes_to: str = ""


@dataclass(frozen=True)
class Screen:
    """All three panes at one moment."""

    lines: list[Line] = field(default_factory=list[Line])
    tabs: list[Tab] = field(default_factory=list[Tab])
    more: bool = False
    open: Open = Open()
    said: list[Sentence] = field(default_factory=list[Sentence])
    earlier: bool = False
    team: list[Choice] = field(default_factory=list[Choice])
    missing: bool = False
    pane: str = "list"


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see."""

    show: Show = "open"
    conversation: str = ""
    q: str = ""
    lines: int = 50
    messages: int = 50
    pane: str = ""


def shown_as(word: str) -> Show:
    """The filter an address names; the open ones where it names none."""
    for show, _label in TABS:
        if show == word:
            return show
    return "open"


# ── the three panes ──────────────────────────────────────


def screen(db: Session, actor: Actor, *, asked: Asked) -> Screen:
    """The asked list, the open conversation and what is known about the contact."""
    show = asked.show
    here, moment = business.profile(db, actor), clock.now()
    page = queries.listing(db, actor, show=show, q=asked.q[:200], limit=min(asked.lines, 200))
    found = _conversation(db, actor, asked.conversation)
    thread = queries.thread(db, actor, conversation_id=found.id, limit=min(asked.messages, 200)) if found else None
    return Screen(
        lines=[_line(row, here, moment, actor, show, found.id if found else None) for row in page.items],
        tabs=_tabs(queries.counts(db, actor), show),
        more=page.next_cursor is not None,
        open=_open(db, actor, found, here) if found else Open(),
        said=_thread(thread.items, found, here, moment) if thread and found else [],
        earlier=bool(thread and thread.next_cursor),
        team=[Choice(str(m.id), m.name, m.initials, m.tint) for m in accounts.members(db, actor) if m.active],
        missing=bool(asked.conversation) and found is None,
        pane=(asked.pane or "thread") if found else "list",
    )


def _conversation(db: Session, actor: Actor, id: str) -> ConversationRow | None:
    try:
        return queries.get(db, actor, conversation_id=read_id(id)) if id else None
    except NotFound:
        return None


def _tabs(counts: CountsRow, current: Show) -> list[Tab]:
    row = [show for show, _label in TABS[:ROOM]]
    row = row if current in row else [*row[:-1], current]
    return [Tab(label, f"/app/inbox?show={show}", getattr(counts, show), show == current, show in row) for show, label in TABS]


def _line(row: ConversationRow, here: BusinessRow, moment: datetime, actor: Actor, show: Show, current: UUID | None) -> Line:
    channel, icon = CHANNELS.get(row.channel, CHANNELS["email"])
    waits = row.waiting_since if row.status == "open" else None
    by = _("You") if row.preview_by and row.preview_by == actor.name else row.preview_by
    return Line(
        id=str(row.id),
        href=f"/app/inbox/{row.id}" + (f"?show={show}" if show != "open" else ""),
        name=row.contact_name,
        preview=_("{name}: {words}", name=by, words=row.preview) if by else row.preview,
        initials=row.initials,
        tint=row.tint,
        said=when.waited_text(moment, waits) if waits else _short(row.last_message_at, here, moment),
        late=waits is not None and moment - waits > LATE,
        icon=icon,
        channel=channel,
        unread=row.unread,
        undelivered=row.undelivered,
        current=row.id == current,
    )


def _short(at: datetime, here: BusinessRow, moment: datetime) -> str:
    """The time today, else the day."""
    day, today = clock.local(at, here.timezone).date(), clock.local(moment, here.timezone).date()
    if day == today:
        return when.time_text(at, here.timezone, hour_cycle=here.hour_cycle)
    return when.day_text(today, day, here.spoken())


# ── the thread ───────────────────────────────────────────


def _thread(messages: Sequence[MessageRow], found: ConversationRow, here: BusinessRow, moment: datetime) -> list[Sentence]:
    """Oldest first, with the day over its messages."""
    today = clock.local(moment, here.timezone).date()
    said: list[Sentence] = []
    day: date | None = None
    for message in reversed(messages):
        its = clock.local(message.at, here.timezone).date()
        if its != day:
            day = its
            said.append(Sentence(id=f"day-{its}", shape="day", text=when.day_text(today, its, here.spoken())))
        said.append(_sentence(message, found, here))
    return said


def _sentence(message: MessageRow, found: ConversationRow, here: BusinessRow) -> Sentence:
    at = when.time_text(message.at, here.timezone, hour_cycle=here.hour_cycle)
    words, _tone, icon = STATES.get(message.state, ("", "", ""))
    trouble = message.state in ("failed", "dead", "unknown")
    channel = CHANNELS.get(message.channel, CHANNELS["email"])[0]
    shape = "note" if message.kind == "note" else "auto" if message.automated else message.direction
    who = found.contact_name if message.direction == "in" else message.author or here.name
    return Sentence(
        id=str(message.id),
        shape=shape,
        text=message.text,
        title=message.title or message.subject,
        by=who if shape == "note" else _("{name}, {channel}", name=who, channel=channel),
        at=at,
        state=_("{state}: {reason}", state=words, reason=message.problem) if trouble and message.problem else words,
        icon="triangle-alert" if trouble else icon,
        trouble=trouble,
        detail=message.reason,
    )


def _open(db: Session, actor: Actor, found: ConversationRow, here: BusinessRow) -> Open:
    person = contacts.by_ids(db, actor, ids=[found.contact_id])[found.contact_id]
    assignee = accounts.member(db, actor, member_id=found.assignee_id) if found.assignee_id else None
    day = clock.local(person.created_at, here.timezone).date()
    return Open(
        id=str(found.id),
        name=person.name,
        initials=person.initials,
        tint=person.tint,
        since=_("Known since {day}", day=when.date_text(day, here.spoken(), year=True)),
        email=person.email,
        phone=shown_phone(person.phone),
        language=person.locale,
        notes=person.notes,
        contact_href=f"/app/contacts/{person.id}",
        contact_id=str(person.id),
        closed=found.status == "closed",
        assignee=assignee.name if assignee else "",
        assignee_initials=assignee.initials if assignee else "",
        assignee_tint=assignee.tint if assignee else 1,
        paused=_paused(found, here),
        goes_to=_("to {address}", address=person.email) if person.email else _("No email address yet"),
    )


def _paused(found: ConversationRow, here: BusinessRow) -> str:
    if found.automation_paused_at is None:
        return ""
    at = when.moment_text(clock.now(), found.automation_paused_at, here.timezone, here.spoken(), hour_cycle=here.hour_cycle)
    return _("since {name} took over, {when}.", name=found.paused_by or _("somebody"), when=at)


# ── the outbox ───────────────────────────────────────────


@dataclass(frozen=True)
class Letter:
    """A delivery in a list."""

    id: str
    href: str
    recipient: str
    subject: str
    at: str
    state: str
    tone: str
    icon: str
    reason: str
    via: str
    can_retry: bool
    current: bool = False


def letter(row: DeliveryRow, here: BusinessRow, moment: datetime, current: str = "") -> Letter:
    """One delivery as the lists show it."""
    words, tone, icon = STATES[row.state]
    return Letter(
        id=str(row.id),
        href=f"/app/outbox?letter={row.id}",
        recipient=row.recipient,
        subject=row.subject,
        at=when.moment_text(moment, row.created_at, here.timezone, here.spoken(), hour_cycle=here.hour_cycle),
        state=words,
        tone=tone,
        icon=icon,
        reason=row.reason,
        via=row.via,
        can_retry=row.state in ("failed", "dead", "unknown"),
        current=str(row.id) == current,
    )
