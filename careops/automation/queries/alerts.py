"""Reading alerts."""

from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.automation.models import Alert
from careops.automation.rules.alerts import CAUSES, PRIORITIES, href_of
from careops.automation.schemas import AlertRow
from careops.core import paging
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.paging import Page

Standing = Literal["open", "mine", "snoozed", "resolved"]


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """An alert is for those who may see what it is about."""
    return col(Alert.kind).in_([cause.kind for cause in CAUSES.values() if actor.can(cause.permission)])


def _stands(actor: Actor, standing: Standing) -> list[sa.ColumnElement[bool]]:
    """A snoozed alert is open, yet out of the way until its time."""
    is_open = col(Alert.resolved_at).is_(None)
    asleep = sa.and_(is_open, col(Alert.snoozed_until) > now())
    awake = sa.and_(is_open, sa.or_(col(Alert.snoozed_until).is_(None), col(Alert.snoozed_until) <= now()))
    match standing:
        case "open":
            return [_visible(actor), awake]
        case "mine":
            return [_visible(actor), awake, col(Alert.assignee_id) == actor.member_id]
        case "snoozed":
            return [_visible(actor), asleep]
        case "resolved":
            return [_visible(actor), ~is_open]


def alerts(
    db: Session, actor: Actor, *, standing: Standing = "open", cursor: str | None = None, limit: int = paging.LIMIT
) -> Page[AlertRow]:
    """What needs a person, or needed one; the latest first."""
    actor.require_member()
    id = sa.inspect(Alert).attrs["id"].class_attribute
    question = sa.select(Alert).where(*_stands(actor, standing))
    return paging.paginate(db, question, by=id, id=id, row=alert_row, descending=True, cursor=cursor, limit=limit)


def alert_row(alert: Alert) -> AlertRow:
    """The alert as a sentence."""
    cause = CAUSES[alert.kind]
    told = alert.model_dump(include=AlertRow.model_fields.keys() - {"sentence", "fix", "href"})
    return AlertRow(**told, sentence=cause.sentence(alert.data), fix=cause.fix, href=href_of(alert.kind, alert.subject, alert.data))


def needs_you(db: Session, actor: Actor, *, standing: Standing = "open", priority: str = "", limit: int = 5) -> list[AlertRow]:
    """The open alerts, the most pressing first and the latest of those; all, or of one priority."""
    actor.require_member()
    pressing = sa.case({name: at for at, name in enumerate(PRIORITIES)}, value=col(Alert.priority))
    which = _of_priority(_stands(actor, standing), priority)
    found = select(Alert).where(*which).order_by(pressing, col(Alert.last_at).desc(), col(Alert.id).desc()).limit(limit)
    return [alert_row(alert) for alert in db.exec(found)]


def open_alerts(db: Session, actor: Actor, *, standing: Standing = "open", priority: str = "") -> int:
    """How many alerts wait, for the bell; all, or of one priority."""
    which = _of_priority(_stands(actor, standing), priority)
    return db.exec(select(sa.func.count()).select_from(Alert).where(*which)).one()


def _of_priority(which: list[sa.ColumnElement[bool]], priority: str) -> list[sa.ColumnElement[bool]]:
    return [*which, col(Alert.priority) == priority] if priority else which
