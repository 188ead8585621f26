"""The list: its tabs, its rows, and what a search found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.accounts.schemas import MemberRow
from careops.business.schemas import BusinessRow
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.i18n import text as _
from careops.inbox import queries
from careops.inbox.schemas import ConversationRow, CountsRow, FoundRow, LabelRow
from careops.inbox.state.rows import Asked, Hit, Line, Mark, Part, Tab
from careops.inbox.state.screens.places import CHANNELS, TABS, address

LATE = timedelta(minutes=30)  # somebody who waits longer stands out
ROOM = 3  # tabs over the list
PEOPLE = 5  # conversations a search shows over its messages


def _short(at: datetime, here: BusinessRow, moment: datetime) -> str:
    """The time today, else the day."""
    day, today = clock.local(at, here.timezone).date(), clock.local(moment, here.timezone).date()
    if day == today:
        return when.time_text(at, here.timezone, hour_cycle=here.hour_cycle)
    return when.day_text(today, day, here.spoken())


def listed(
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


def tabs(counts: CountsRow, asked: Asked) -> list[Tab]:
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
