"""What nobody tells of, because it is only that time has passed or that something is still so: looked at again and again.

Each watch answers with everything of its kind that stands. What `opens` gets an alert; what does not keeps one it has; what is not
among the answers any more has gone. Between opening and going lies the hysteresis.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from careops.automation.models import Alert
from careops.automation.rules.alerts import STUCK, UNANSWERED_REQUEST, answering_minutes
from careops.booking import queries as bookings
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.core.paging import MOST, Page
from careops.forms import queries as forms
from careops.forms.schemas import Status
from careops.inbox import queries as inbox
from careops.inventory import queries as stock
from careops.inventory.rules import recovered
from careops.inventory.schemas import ItemRow

Row = TypeVar("Row")
LONGEST_WAIT = timedelta(days=60)  # who waits longer than that waits for ever
PAGES = 20  # of the longest list are looked at


@dataclass(frozen=True, slots=True)
class Found:
    """Something that stands, as the alert about it would tell it."""

    subject: UUID
    contact_id: UUID | None
    priority: str
    opens: bool
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Watch:
    """Where to look for one kind of alert."""

    kind: str
    look: Callable[[Session, Actor, datetime], list[Found]]


def _all(page: Callable[[str | None], Page[Row]]) -> Iterator[Row]:
    cursor: str | None = None
    for _number in range(PAGES):
        found = page(cursor)
        yield from found.items
        cursor = found.next_cursor
        if cursor is None:
            return


def _missed_messages(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """Whoever waits longer than the business wants anybody to, counting only when somebody could have answered."""
    waiting = inbox.waiting(db, actor, at=moment)
    if not waiting:
        return []
    here = business.profile(db, actor)
    open = bookings.opening_times(db, actor, since=max(min(one.since for one in waiting), moment - LONGEST_WAIT), until=moment)
    hours: dict[str, Any] = {"open": open, "quiet_from": here.quiet_from, "quiet_until": here.quiet_until, "timezone": here.timezone}
    return [
        Found(
            one.conversation_id,
            one.contact_id,
            "high",
            answering_minutes(one.since, moment, **hours) >= here.answer_minutes,
            {"name": one.name, "since": one.since.isoformat()},
        )
        for one in waiting
    ]


def _unconfirmed_bookings(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """Requests that wait for a day, or for something that begins within a day."""
    pending = _all(lambda cursor: bookings.between(db, actor, status="pending", ahead=True, cursor=cursor, limit=MOST))
    found: list[Found] = []
    for row in pending:
        soon = row.starts_at - moment <= UNANSWERED_REQUEST
        data = {
            "contact_name": row.contact_name,
            "type_name": row.type_name,
            "starts_at": row.starts_at.isoformat(),
            "timezone": row.timezone,
        }
        opens = soon or moment - row.created_at >= UNANSWERED_REQUEST
        found.append(Found(row.id, row.contact_id, "high" if soon else "medium", opens, data))
    return found


def _overdue_forms(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    rows = list(_all(lambda cursor: forms.submissions(db, actor, status=Status.overdue, cursor=cursor, limit=MOST)))
    people = contacts.by_ids(db, actor, ids=list({row.contact_id for row in rows}))
    return [
        Found(
            row.id,
            row.contact_id,
            "medium",
            True,
            {"contact_name": people[row.contact_id].name, "form": row.form, "due_at": row.due_at.isoformat() if row.due_at else ""},
        )
        for row in rows
        if row.contact_id in people
    ]


def _short_stock(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """What runs short; what was restocked by so little that it soon would again keeps its alert."""
    short = stock.low(db, actor, limit=1000)
    found = [_item(row, opens=True) for row in short]
    known = {row.id for row in short}
    standing = db.exec(select(Alert.subject).where(Alert.kind == "stock", col(Alert.standing))).all()
    for subject in set(standing) - known:
        row = _item_of(db, actor, subject)
        if row and row.counted and row.threshold and not recovered(row.quantity, row.threshold):
            found.append(_item(row, opens=False))
    return found


def _item_of(db: Session, actor: Actor, item_id: UUID) -> ItemRow | None:
    try:
        return stock.get(db, actor, item_id=item_id)
    except NotFound:
        return None


def _item(row: ItemRow, *, opens: bool) -> Found:
    data = {"name": row.name, "unit": row.unit, "quantity": row.quantity, "threshold": row.threshold, "state": row.state}
    data["counted"] = row.counted
    return Found(row.id, None, "critical" if row.state == "critical" else "medium", opens, data)


def _expiring_lots(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """What expires within two weeks, or has: it is used, or thrown away, and then it has gone."""
    return [
        Found(
            lot.id,
            None,
            "high" if (lot.days or 0) < 0 else "medium",
            True,
            {
                "name": lot.item,
                "lot": lot.code,
                "unit": lot.unit,
                "quantity": lot.quantity,
                "days": lot.days,
                "expires_on": lot.expires_on.isoformat() if lot.expires_on else "",
                "item_id": str(lot.item_id),
            },
        )
        for lot in stock.expiring(db, actor)
    ]


def _missing_stock(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """What a fact told of stands until somebody has counted the item."""
    told = _standing(db, "stock_missing")
    return [_kept(one) for one in told if not stock.counted_since(db, actor, item_id=one.subject, since=one.last_at)]


def _unproven_stock(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """What the nightly proof told of stands until the item adds up again."""
    return [_kept(one) for one in _standing(db, "stock_unproven") if stock.unproven(db, actor, item_id=one.subject)]


def _standing(db: Session, kind: str) -> list[Alert]:
    return list(db.exec(select(Alert).where(Alert.kind == kind, col(Alert.standing))))


def _kept(alert: Alert) -> Found:
    return Found(alert.subject, alert.contact_id, alert.priority, False, alert.data)


def _stuck_outbox(db: Session, actor: Actor, moment: datetime) -> list[Found]:
    """Deliveries that are due and nobody takes."""
    count = inbox.stuck(db, actor, before=moment - STUCK)
    return [Found(actor.workspace, None, "critical", True, {"count": count})] if count else []


WATCHES = (
    Watch("missed_message", _missed_messages),
    Watch("unconfirmed_booking", _unconfirmed_bookings),
    Watch("form_overdue", _overdue_forms),
    Watch("stock", _short_stock),
    Watch("lot_expiring", _expiring_lots),
    Watch("stock_missing", _missing_stock),
    Watch("stock_unproven", _unproven_stock),
    Watch("outbox_stuck", _stuck_outbox),
)
