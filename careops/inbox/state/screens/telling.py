"""The thread: what was said, under the day it was said, and what is still to be sent."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.business.schemas import BusinessRow
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.inbox import queries
from careops.inbox.schemas import Card, ConversationRow, MessageRow, ScheduledRow
from careops.inbox.state.drawing import STATES
from careops.inbox.state.rows import Asked, File, Later, Sentence
from careops.inbox.state.screens.places import CHANNELS, address

TROUBLE = ("failed", "dead", "unknown", "bounced", "complained")


def thread(db: Session, actor: Actor, asked: Asked, found: ConversationRow, here: BusinessRow, moment: datetime) -> dict[str, Any]:
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
        said.append(_card(message.id, message.card) if message.card else _sentence(message, found, here, at))
    return said


def _card(id: UUID, card: Card) -> Sentence:
    return Sentence(
        id=str(id),
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
        unverified=_("Not verified: it says it is from {address}", address=message.sender) if message.unverified else "",
        files=[File(one.name, size_text(one.size), f"/api/v1/attachments/{one.id}") for one in message.attachments],
        found=str(message.id) == at,
    )


def size_text(bytes: int) -> str:
    """How large a file is."""
    return f"{bytes / 1_000_000:.1f} MB" if bytes >= 1_000_000 else f"{max(1, round(bytes / 1000))} KB"


def _later(row: ScheduledRow, here: BusinessRow, moment: datetime) -> Later:
    said = _("{name}, {channel}, {when}", name=row.author, channel=CHANNELS[row.channel][0], when=here.moment(row.send_at, moment))
    return Later(str(row.id), row.text, said, row.reason, row.state != "waiting")
