"""What happened with one person, out of every domain, the latest first.

Ids everywhere are uuid7 and follow time, so that one id says where to go on in all of them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.automation import queries as automation
from careops.automation.schemas import RunRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.core import clock, when
from careops.core.actor import Actor
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.paging import Page
from careops.desk.rules.telling import LABELS, OTHER_STOCK, PURPOSES, STOCK, TOLD, WAYS, Topic, kinds, open_to
from careops.desk.schemas import HappenedRow
from careops.inbox import queries as inbox
from careops.inbox.schemas import NoteRow
from careops.inventory import queries as stock
from careops.inventory.schemas import UsedRow

LIMIT = 30
MOST = 200  # letters of what somebody wrote


def timeline(
    db: Session, actor: Actor, *, contact_id: UUID, topic: Topic = "", cursor: str | None = None, limit: int = LIMIT
) -> Page[HappenedRow]:
    """What the actor may know of it, of one topic or all; as many statements for a long story as for a short one."""
    contact_id = contacts.get(db, actor, contact_id=contact_id).id
    before, here, now = _read(cursor), business.profile(db, actor), clock.now()
    rows = [
        _row(told, here, now)
        for source in _sources(db, actor, contact_id, _asked(actor, topic), before, limit + 1, here)
        for told in source
    ]
    rows.sort(key=lambda row: row.id, reverse=True)
    more = UUID(rows[limit - 1].id).hex if len(rows) > limit else None
    return Page(items=days(rows[:limit]), next_cursor=more)


def days(rows: Sequence[HappenedRow]) -> list[HappenedRow]:
    """The same with the day only over the first of its day; each row knows its own."""
    last = ""
    shown: list[HappenedRow] = []
    for row in rows:
        shown.append(row if row.day != last else row.model_copy(update={"day": ""}))
        last = row.day or last
    return shown


def _read(cursor: str | None) -> UUID | None:
    try:
        return UUID(hex=cursor) if cursor else None
    except ValueError:
        raise Invalid.field("cursor", "This cursor is not one of ours") from None


def _asked(actor: Actor, topic: Topic) -> list[Topic]:
    """The topics to read; what concerns no topic belongs to all of them together."""
    allowed = open_to(actor)
    if not topic:
        return ["", *allowed]
    if topic not in LABELS:
        raise Invalid.field("topic", "There is no such topic")
    return [topic] if topic in allowed else []


Story = dict[str, Any]


def _sources(
    db: Session, actor: Actor, contact_id: UUID, topics: Sequence[Topic], before: UUID | None, limit: int, here: BusinessRow
) -> Iterator[list[Story]]:
    """Each domain is asked once, and only where one of its topics is read."""
    if wanted := kinds(topics):
        facts = activity.of_contact(db, actor, contact_id=contact_id, kinds=wanted, before=before, limit=limit)
        yield [_fact(fact, here) for fact in facts]
    if "stock" in topics:
        yield [_used(row) for row in stock.used_for(db, actor, contact_id=contact_id, before=before, limit=limit)]
    if "notes" in topics:
        yield [_noted(row) for row in inbox.notes_of(db, actor, contact_id=contact_id, before=before, limit=limit)]
    if "rules" in topics:
        yield [_ran(row, here) for row in automation.of_contact(db, actor, contact_id=contact_id, before=before, limit=limit)]


def _row(told: Story, here: BusinessRow, now: datetime) -> HappenedRow:
    """On the clock of the business; every row says its day."""
    at = clock.local(told["happened_at"], here.timezone)
    day = when.day_text(clock.local(now, here.timezone).date(), at.date(), here.spoken())
    return HappenedRow(day=day, at=when.clock_text(at, here.spoken(), here.hour_cycle), **told)


def _fact(fact: EventRow, here: BusinessRow) -> Story:
    """What people did, in words."""
    topic, icon, words = TOLD[fact.kind]
    said = fact.data
    what = _(
        words,
        service=said.get("type_name", ""),
        provider=said.get("provider_name", ""),
        merged_name=said.get("merged_name", ""),
        form=said.get("name", ""),
        way=WAYS.get(said.get("channel", ""), said.get("channel", "")),
        purpose=PURPOSES.get(said.get("purpose", ""), ""),
        who=fact.actor_name or "CareOps",
    )
    tone = "accent" if fact.actor_kind == "customer" else ""
    href, more = _leads(fact, here)
    return _story(fact.id, fact.occurred_at, topic, icon, what, more=more, href=href, tone=tone)


def _leads(fact: EventRow, here: BusinessRow) -> tuple[str, str]:
    """Where the thing itself is, and what is worth knowing of it."""
    said = fact.data
    match fact.kind.partition(".")[0]:
        case "booking":
            agreed = here.moment(datetime.fromisoformat(said["starts_at"])) if said.get("starts_at") else ""
            return f"/app/bookings/{fact.subject}", agreed if fact.kind in ("booking.created", "booking.rescheduled") else ""
        case "message":
            return f"/app/inbox/{said.get('conversation_id', '')}?at={fact.subject}", str(said.get("preview", ""))[:MOST]
        case "conversation":
            return f"/app/inbox/{fact.subject}", ""
        case "form":
            return f"/app/forms/submissions/{fact.subject}", str(said.get("why", ""))[:MOST]
        case _:
            return "", str(said.get("words", ""))[:MOST]


def _used(row: UsedRow) -> Story:
    """What was taken for them, in the item's unit."""
    what = _(STOCK.get(row.reason, OTHER_STOCK), quantity=abs(row.change), unit=row.unit, item=row.item)
    return _story(row.id, row.moved_at, "stock", "package", what, href=f"/app/inventory/{row.item_id}")


def _noted(row: NoteRow) -> Story:
    what = _("{who} left a note", who=row.author or "CareOps")
    return _story(row.id, row.at, "notes", "lock", what, more=row.text[:MOST], href=f"/app/inbox/{row.conversation_id}?at={row.id}")


def _ran(run: RunRow, here: BusinessRow) -> Story:
    """What automation did for them, and why it did not."""
    match run.state:
        case "done":
            what = _("“{rule}” was carried out", rule=run.title)
        case "waiting":
            what = _("“{rule}” waits until {due}", rule=run.title, due=here.moment(run.due_at or run.at))
        case "failed":
            what = _("“{rule}” failed: {reason}", rule=run.title, reason=run.reason)
        case _skipped:
            what = _("“{rule}” was skipped: {reason}", rule=run.title, reason=run.reason)
    return _story(run.id, run.at, "rules", "zap", what)


def _story(id: UUID, at: datetime, topic: Topic, icon: str, what: str, **more: str) -> Story:
    return {"id": str(id), "happened_at": at, "topic": topic, "icon": icon, "what": what, **more}
