"""Reading alerts."""

from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.automation.models import Alert
from careops.automation.rules.alerts import CAUSES, PRIORITIES
from careops.automation.schemas import AlertRow
from careops.core import paging
from careops.core.actor import Actor
from careops.core.paging import Page

Standing = Literal["open", "resolved"]


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """An alert is for those who may see what it is about."""
    return col(Alert.kind).in_([cause.kind for cause in CAUSES.values() if actor.can(cause.permission)])


def alerts(
    db: Session, actor: Actor, *, standing: Standing = "open", cursor: str | None = None, limit: int = paging.LIMIT
) -> Page[AlertRow]:
    """What needs a person, or needed one; the latest first."""
    actor.require_member()
    stands = col(Alert.resolved_at).is_(None) if standing == "open" else col(Alert.resolved_at).is_not(None)
    id = sa.inspect(Alert).attrs["id"].class_attribute
    question = sa.select(Alert).where(_visible(actor), stands)
    return paging.paginate(db, question, by=id, id=id, row=alert_row, descending=True, cursor=cursor, limit=limit)


def alert_row(alert: Alert) -> AlertRow:
    """The alert as a sentence."""
    cause = CAUSES[alert.kind]
    told = alert.model_dump(exclude={"workspace_id", "cause", "data"})
    return AlertRow(**told, sentence=cause.sentence(alert.data), fix=cause.fix, href=cause.href)


def _open(actor: Actor, priority: str) -> list[sa.ColumnElement[bool]]:
    which = [_visible(actor), col(Alert.resolved_at).is_(None)]
    return [*which, col(Alert.priority) == priority] if priority else which


def needs_you(db: Session, actor: Actor, *, priority: str = "", limit: int = 5) -> list[AlertRow]:
    """The open alerts, the most pressing first and the latest of those; all, or of one priority."""
    actor.require_member()
    pressing = sa.case({name: at for at, name in enumerate(PRIORITIES)}, value=col(Alert.priority))
    found = select(Alert).where(*_open(actor, priority)).order_by(pressing, col(Alert.id).desc()).limit(limit)
    return [alert_row(alert) for alert in db.exec(found)]


def open_alerts(db: Session, actor: Actor, *, priority: str = "") -> int:
    """How many alerts wait, for the bell; all, or of one priority."""
    return db.exec(select(sa.func.count()).select_from(Alert).where(*_open(actor, priority))).one()
