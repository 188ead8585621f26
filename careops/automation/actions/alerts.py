"""Raising and settling what needs a person."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.automation.events import AlertResolved
from careops.automation.models import Alert
from careops.automation.queries import alert_row
from careops.automation.rules.alerts import CAUSES, cause_of
from careops.automation.schemas import AlertRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import NotFound


def raise_alert(db: Session, actor: Actor, *, kind: str, subject: UUID, contact_id: UUID | None, data: dict[str, Any]) -> None:
    """Opens an alert for that cause, or counts it on the one that is open."""
    cause = cause_of(kind, subject)
    found = db.exec(select(Alert).where(Alert.cause == cause, col(Alert.resolved_at).is_(None)).with_for_update()).one_or_none()
    if found:
        found.times, found.last_at, found.data = found.times + 1, now(), data
    else:
        db.add(Alert(cause=cause, kind=kind, priority=CAUSES[kind].priority, subject=subject, contact_id=contact_id, data=data))
    wake(db, f"ws:{actor.workspace}")


def settle_alert(db: Session, actor: Actor, *, kind: str, subject: UUID) -> None:
    """The cause has gone: its alert resolves by itself."""
    gone = sa.update(Alert).where(col(Alert.cause) == cause_of(kind, subject), col(Alert.resolved_at).is_(None))
    db.exec(gone.values(resolved_at=now(), resolved_by=actor.name), execution_options={"synchronize_session": False})
    wake(db, f"ws:{actor.workspace}")


def read_alert(db: Session, actor: Actor, *, alert_id: UUID) -> AlertRow:
    """Somebody has seen it."""
    alert = _own(db, actor, alert_id)
    alert.read_at = alert.read_at or now()
    wake(db, f"ws:{actor.workspace}")
    return alert_row(alert)


def resolve_alert(db: Session, actor: Actor, *, alert_id: UUID) -> AlertRow:
    """Somebody has dealt with it."""
    alert = _own(db, actor, alert_id)
    if alert.resolved_at is None:
        alert.read_at, alert.resolved_at, alert.resolved_by = alert.read_at or now(), now(), actor.name
        record(db, actor, AlertResolved(subject=alert.id, contact=alert.contact_id, cause=alert.cause))
    return alert_row(alert)


def _own(db: Session, actor: Actor, alert_id: UUID) -> Alert:
    actor.require_member()
    found = db.exec(select(Alert).where(Alert.id == alert_id).with_for_update()).one_or_none()
    if found is None or not actor.can(CAUSES[found.kind].permission):
        raise NotFound
    return found
