"""From what the queries tell to the rows the inbox draws."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.accounts.schemas import MemberRow
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
from careops.inbox.rules.snoozing import presets
from careops.inbox.schemas import ConversationRow, CountsRow, FoundRow, LabelRow, MessageRow, ScheduledRow, Show, WayRow
from careops.inbox.state.drawing import STATES
from careops.inbox.state.rows import Asked, Choice, File, Hit, Later, Line, Mark, Open, Part, Screen, Sentence, Tab, Way

LATE = timedelta(minutes=30)  # somebody who waits longer stands out
CHANNELS = {
    "email": (_("Email"), "mail"),
    "sms": (_("SMS"), "smartphone"),
    "chat": (_("Chat"), "message-square"),
    "form": (_("Contact form"), "file-text"),
}
TABS: tuple[tuple[Show, str], ...] = (
    ("open", _("Open")),
    ("mine", _("Mine")),
    ("unassigned", _("Unassigned")),
    ("unread", _("Unread")),
    ("waiting", _("Waiting")),
    ("mentions", _("Mentions")),
    ("snoozed", _("Snoozed")),
    ("closed", _("Closed")),
)
ROOM = 3  # tabs over the list
PEOPLE = 5  # conversations a search shows over its messages
TROUBLE = ("failed", "dead", "unknown", "bounced", "complained")


def shown_as(word: str) -> Show:
    """The filter an address names; the open ones where it names none."""
    for show, _label in TABS:
        if show == word:
            return show
    return "open"


def address(asked: Asked, **changed: str) -> str:
    """Where that is shown: what is asked for stays, but for what changes."""
    told = {"show": asked.show, "label": asked.label, "channel": asked.channel, "conversation": asked.conversation} | changed
    place = "/app/inbox" + (f"/{told['conversation']}" if told["conversation"] else "")
    words = {key: told[key] for key in ("show", "label", "channel", "at", "pane") if told.get(key) and told[key] != "open"}
    return f"{place}?{urlencode(words)}" if words else place


# ── the three panes ──────────────────────────────────────


def screen(db: Session, actor: Actor, *, asked: Asked) -> Screen:
    """The asked list, the open conversation and what is known about the contact."""
    here, moment = business.profile(db, actor), clock.now()
    team = [member for member in accounts.members(db, actor) if member.active]
    labels = queries.labels(db, actor)
    found = _conversation(db, actor, asked.conversation)
    listed = _listed(db, actor, asked, here, moment, team, found.id if found else None, labels)
    told = _thread(db, actor, asked, found, here, moment) if found else {}
    return Screen(
        **listed,
        **told,
        tabs=_tabs(queries.counts(db, actor), asked),
        labels=[Mark(str(one.id), one.name, one.tint, bool(found and one in found.labels)) for one in labels],
        open=_open(db, actor, found, here, moment, team) if found else Open(),
        team=[Choice(str(m.id), m.name, initials=m.initials, tint=m.tint) for m in team],
        moments=[Choice(p.until.isoformat(), p.label, here.moment(p.until, moment)) for p in presets(moment, here.timezone)],
        missing=bool(asked.conversation) and found is None,
        pane=(asked.pane or "thread") if found else "list",
    )


def _conversation(db: Session, actor: Actor, id: str) -> ConversationRow | None:
    try:
        return queries.get(db, actor, conversation_id=read_id(id)) if id else None
    except NotFound:
        return None


def _short(at: datetime, here: BusinessRow, moment: datetime) -> str:
    """The time today, else the day."""
    day, today = clock.local(at, here.timezone).date(), clock.local(moment, here.timezone).date()
    if day == today:
        return when.time_text(at, here.timezone, hour_cycle=here.hour_cycle)
    return when.day_text(today, day, here.spoken())


# ── the list ─────────────────────────────────────────────


def _listed(
    db: Session,
    actor: Actor,
    asked: Asked,
    here: BusinessRow,
    moment: datetime,
    team: Sequence[MemberRow],
    current: UUID | None,
    labels: Sequence[LabelRow],
) -> dict[str, Any]:
    """The rows of the list; for a search, the conversations with those people and then the messages that hold the words."""
    words = asked.q.strip()
    label = next((one for one in labels if str(one.id) == asked.label), None)
    page = queries.listing(
        db,
        actor,
        show="all" if words else asked.show,
        q=words,
        channel=asked.channel or None,
        label_id=label.id if label else None,
        limit=PEOPLE if words else min(asked.lines, 200),
    )
    hits = queries.search(db, actor, q=words, limit=min(asked.lines, 200)) if words else None
    by_id = {member.id: member for member in team}
    narrowed = [label.name if label else "", CHANNELS[asked.channel][0] if asked.channel in CHANNELS else ""]
    return {
        "lines": [_line(row, asked, here, moment, actor, by_id, current) for row in page.items],
        "hits": [_hit(row, asked, here, moment, actor) for row in hits.items] if hits else [],
        "searched": words,
        "narrowed": ", ".join(part for part in narrowed if part),
        "more": (hits.next_cursor if hits else page.next_cursor) is not None,
    }


def _tabs(counts: CountsRow, asked: Asked) -> list[Tab]:
    row = [show for show, _label in TABS[:ROOM]]
    row = row if asked.show in row else [*row[:-1], asked.show]
    return [
        Tab(label, address(asked, show=show, conversation=""), getattr(counts, show), show == asked.show, show in row)
        for show, label in TABS
    ]


def _line(
    row: ConversationRow,
    asked: Asked,
    here: BusinessRow,
    moment: datetime,
    actor: Actor,
    team: dict[UUID, MemberRow],
    current: UUID | None,
) -> Line:
    channel, icon = CHANNELS.get(row.channel, CHANNELS["email"])
    waits = row.waiting_since if row.status == "open" else None
    by = _("You") if row.preview_by and row.preview_by == actor.name else row.preview_by
    assignee = team.get(row.assignee_id) if row.assignee_id else None
    return Line(
        id=str(row.id),
        href=address(asked, conversation=str(row.id)),
        name=row.contact_name,
        preview=_("{name}: {words}", name=by, words=row.preview) if by else row.preview,
        initials=row.initials,
        tint=row.tint,
        said=when.waited_text(moment, waits) if waits else _short(row.last_message_at, here, moment),
        waits=waits is not None,
        late=waits is not None and moment - waits > LATE,
        icon=icon,
        channel=channel,
        unread=row.unread,
        undelivered=row.undelivered,
        current=row.id == current,
        assignee=assignee.name if assignee else "",
        assignee_initials=assignee.initials if assignee else "",
        assignee_tint=assignee.tint if assignee else 1,
        snoozed=_("until {when}", when=here.moment(row.snoozed_until, moment)) if row.snoozed_until else "",
        labels=[Mark(str(one.id), one.name, one.tint) for one in row.labels[:3]],
    )


def _hit(row: FoundRow, asked: Asked, here: BusinessRow, moment: datetime, actor: Actor) -> Hit:
    channel, icon = CHANNELS.get(row.channel, (_("Note"), "lock"))
    by = "" if row.direction == "in" else _("You") if row.author == actor.name else row.author
    return Hit(
        id=str(row.message_id),
        href=address(asked, conversation=str(row.conversation_id), at=str(row.message_id)),
        name=row.contact_name,
        initials=row.initials,
        tint=row.tint,
        at=_short(row.at, here, moment),
        icon=icon,
        channel=channel,
        by=_("{name}:", name=by) if by else "",
        parts=[Part(piece.text, piece.hit) for piece in row.pieces],
    )


# ── the thread ───────────────────────────────────────────


def _thread(db: Session, actor: Actor, asked: Asked, found: ConversationRow, here: BusinessRow, moment: datetime) -> dict[str, Any]:
    """What was said, oldest first; around one message where one is asked for, else up to now."""
    limit, at = min(asked.messages, 200), _around(db, actor, asked, found)
    laters = queries.scheduled(db, actor, conversation_id=found.id)
    if at is not None:
        said, earlier, later = at
    else:
        page = queries.thread(db, actor, conversation_id=found.id, limit=limit)
        said, earlier, later = page.items, page.next_cursor is not None, False
    return {
        "said": _sentences(said, found, here, moment, asked.at),
        "laters": [_later(row, here, moment) for row in laters],
        "earlier": earlier,
        "later": address(asked) if later else "",
    }


def _around(db: Session, actor: Actor, asked: Asked, found: ConversationRow) -> tuple[list[MessageRow], bool, bool] | None:
    try:
        return queries.around(db, actor, conversation_id=found.id, message_id=read_id(asked.at)) if asked.at else None
    except NotFound:  # it went away, or an address made up: the end of the thread is shown
        return None


def _sentences(messages: Sequence[MessageRow], found: ConversationRow, here: BusinessRow, moment: datetime, at: str) -> list[Sentence]:
    """Oldest first, with the day over its messages."""
    today = clock.local(moment, here.timezone).date()
    said: list[Sentence] = []
    day: date | None = None
    for message in reversed(messages):
        if message.kind == "card" and message.card is None:
            continue
        its = clock.local(message.at, here.timezone).date()
        if its != day:
            day = its
            said.append(Sentence(id=f"day-{its}", shape="day", text=when.day_text(today, its, here.spoken())))
        said.append(_card(message) if message.card else _sentence(message, found, here, at))
    return said


def _card(message: MessageRow) -> Sentence:
    card = message.card
    assert card is not None  # noqa: S101  (asked before)
    return Sentence(
        id=str(message.id),
        shape="card",
        title=card.title,
        lines=card.lines,
        state=card.state,
        tone=card.tone,
        icon=card.icon,
        href=card.href,
        link=card.link or _("Open"),
    )


def _sentence(message: MessageRow, found: ConversationRow, here: BusinessRow, at: str) -> Sentence:
    words, _tone, icon = STATES.get(message.state, ("", "", ""))
    trouble = message.state in TROUBLE
    channel = CHANNELS.get(message.channel, CHANNELS["email"])[0]
    machine = message.automated and message.direction == "in"
    shape = message.kind if message.kind in ("note", "system") else "auto" if message.automated and not machine else message.direction
    who = found.contact_name if message.direction == "in" else message.author or here.name
    told = message.problem if trouble or message.state == "skipped" else ""
    return Sentence(
        id=str(message.id),
        shape=shape,
        text=message.text,
        title=message.title or message.subject,
        by=who
        if shape == "note"
        else _("{name}, {channel}", name=_("{name}, automatically", name=who) if machine else who, channel=channel),
        at=when.time_text(message.at, here.timezone, hour_cycle=here.hour_cycle),
        state=_("{state}: {reason}", state=words, reason=told) if told else words,
        icon="triangle-alert" if trouble else icon,
        trouble=trouble,
        detail=message.reason,
        quoted=message.quoted,
        has_html=message.has_html,
        unverified=_("Sent from {address}, which is not known to be theirs", address=message.sender) if message.unverified else "",
        files=[File(one.name, _size(one.size), f"/api/v1/attachments/{one.id}") for one in message.attachments],
        found=str(message.id) == at,
    )


def _size(bytes: int) -> str:
    return f"{bytes / 1_000_000:.1f} MB" if bytes >= 1_000_000 else f"{max(1, round(bytes / 1000))} KB"


def _later(row: ScheduledRow, here: BusinessRow, moment: datetime) -> Later:
    said = _("{name}, {channel}, {when}", name=row.author, channel=CHANNELS[row.channel][0], when=here.moment(row.send_at, moment))
    return Later(str(row.id), row.text, said, row.reason, row.state != "waiting")


# ── the open one ─────────────────────────────────────────


def _open(db: Session, actor: Actor, found: ConversationRow, here: BusinessRow, moment: datetime, team: Sequence[MemberRow]) -> Open:
    person = contacts.by_ids(db, actor, ids=[found.contact_id])[found.contact_id]
    assignee = next((member for member in team if member.id == found.assignee_id), None)
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
        assignee=assignee.name if assignee else found.assignee_name,
        assignee_initials=assignee.initials if assignee else "",
        assignee_tint=assignee.tint if assignee else 1,
        paused=_paused(found, here, moment),
        snoozed=here.moment(found.snoozed_until, moment) if found.snoozed_until else "",
        unread=found.unread or found.called,
        labels=[Mark(str(one.id), one.name, one.tint, on=True) for one in found.labels],
        ways=[*map(_way, queries.ways(db, actor, conversation_id=found.id)), Way("note", _("Note"), "lock", "", open=True)],
    )


def _way(row: WayRow) -> Way:
    label, icon = CHANNELS[row.channel]
    shown = shown_phone(row.address) if row.channel == "sms" else row.address
    return Way(row.channel, label, icon, _("to {address}", address=shown) if shown else "", row.open, row.why)


def _paused(found: ConversationRow, here: BusinessRow, moment: datetime) -> str:
    if found.automation_paused_at is None:
        return ""
    return _("since {name} took over, {when}.", name=found.paused_by or _("somebody"), when=here.moment(found.automation_paused_at, moment))
