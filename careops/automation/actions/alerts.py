"""Raising and settling what needs a person, and what people do with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity.actions import record
from careops.activity.schemas import EventRow
from careops.automation.events import AlertResolved
from careops.automation.models import Alert
from careops.automation.queries import alert_row
from careops.automation.queries.watching import WATCHES, Found, Watch
from careops.automation.rules.alerts import (
    CAUSES,
    FLAP,
    LONGEST_SNOOZE,
    MANY,
    MOST_SUBJECTS,
    OPENS,
    RESOLVES,
    about,
    cause_of,
    group_of,
    is_worse,
    priority_of,
)
from careops.automation.schemas import AlertRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.core.errors import Conflict, Invalid, NotFound
from careops.core.i18n import text as _

SYNCHRONISE: dict[str, Any] = {"synchronize_session": False}


# ── what happens opens and resolves ──────────────────────


def hear(db: Session, actor: Actor, *, event: EventRow) -> None:
    """What the fact means for alerts."""
    if kind := OPENS.get(event.kind):
        subject = about(kind, event.subject, event.data)
        raise_alert(db, actor, kind=kind, subject=subject, contact_id=event.contact, data=event.data)
    if kind := RESOLVES.get(event.kind):
        settle_alert(db, actor, kind=kind, subject=about(kind, event.subject, event.data))


def raise_alert(
    db: Session, actor: Actor, *, kind: str, subject: UUID, contact_id: UUID | None, data: dict[str, Any], priority: str = ""
) -> None:
    """Opens an alert for that cause, or counts it on the one that is open.

    One that resolved by itself a moment ago comes back as it was, so that what flickers is one alert. Many of one group become one.
    """
    priority = priority or priority_of(kind, data)
    found = _open_one(db, kind, subject, data) or _flickering(db, cause_of(kind, subject))
    if found:
        _count(found, subject, data, priority)
    elif not _gathered(db, kind, subject, data):
        alert = Alert(cause=cause_of(kind, subject), kind=kind, priority=priority, subject=subject, contact_id=contact_id, data=data)
        db.add(alert)
    wake(db, f"ws:{actor.workspace}")


def _open_one(db: Session, kind: str, subject: UUID, data: dict[str, Any]) -> Alert | None:
    causes = [cause for cause in (cause_of(kind, subject), group_of(kind, data)) if cause]
    question = select(Alert).where(col(Alert.cause).in_(causes), col(Alert.resolved_at).is_(None))
    return db.exec(question.order_by(col(Alert.id)).with_for_update()).first()


def _flickering(db: Session, cause: str) -> Alert | None:
    """The one that resolved by itself so lately that this is the same again."""
    lately = select(Alert).where(Alert.cause == cause, col(Alert.resolved_at) > now() - FLAP, col(Alert.resolver_id).is_(None))
    found = db.exec(lately.order_by(col(Alert.id).desc()).limit(1).with_for_update()).first()
    if found:
        found.resolved_at, found.resolved_by = None, ""
    return found


def _count(alert: Alert, subject: UUID, data: dict[str, Any], priority: str) -> None:
    alert.times, alert.last_at, alert.standing = alert.times + 1, now(), True
    alert.data = _with(alert.data, subject, data) if "subjects" in alert.data else data
    if is_worse(priority, alert.priority):
        alert.read_at = alert.snoozed_until = None
    alert.priority = priority


def _with(old: dict[str, Any], subject: UUID, data: dict[str, Any]) -> dict[str, Any]:
    subjects = list(dict.fromkeys([*old["subjects"], str(subject)]))[-MOST_SUBJECTS:]
    return {**data, "subjects": subjects, "count": len(subjects)}


def _gathered(db: Session, kind: str, subject: UUID, data: dict[str, Any]) -> bool:
    """Puts what has become many under one alert that stands for all of them."""
    group = group_of(kind, data)
    if not group:
        return False
    open_ones = select(Alert).where(Alert.kind == kind, col(Alert.resolved_at).is_(None)).order_by(col(Alert.id)).with_for_update()
    alike = [alert for alert in db.exec(open_ones) if group_of(kind, alert.data) == group]
    if len(alike) + 1 < MANY:
        return False
    together: dict[str, Any] = {"subjects": [str(alert.subject) for alert in alike]}
    for alert in alike:
        _close(alert, "", None)
    db.flush()
    priority = CAUSES[kind].priority
    db.add(Alert(cause=group, kind=kind, priority=priority, subject=subject, data=_with(together, subject, data), times=len(alike) + 1))
    return True


def settle_alert(db: Session, actor: Actor, *, kind: str, subject: UUID) -> None:
    """The cause has gone: its alert resolves by itself; one that stands for many, when the last of them has gone."""
    for alert in db.exec(select(Alert).where(Alert.cause == cause_of(kind, subject), col(Alert.standing)).with_for_update()):
        _close(alert, actor.name, None)
    if CAUSES[kind].group:
        many = select(Alert).where(Alert.kind == kind, col(Alert.resolved_at).is_(None)).with_for_update()
        for alert in db.exec(many):
            if str(subject) in alert.data.get("subjects", ()):
                left = [one for one in alert.data["subjects"] if one != str(subject)]
                alert.data = {**alert.data, "subjects": left, "count": len(left)}
                if not left:
                    _close(alert, actor.name, None)
    wake(db, f"ws:{actor.workspace}")


def _close(alert: Alert, by: str, resolver: UUID | None) -> None:
    """Without a resolver its cause has gone; whoever resolved it before that keeps the word."""
    if resolver is None:
        alert.standing = False
    if alert.resolved_at is None:
        alert.resolved_at, alert.resolved_by, alert.resolver_id, alert.snoozed_until = now(), by, resolver, None


# ── what is watched for ──────────────────────────────────


def watch(db: Session, actor: Actor) -> int:
    """Looks at everything that nobody tells of, such as time that has passed; returns how many alerts were opened or resolved."""
    return sum(_reconcile(db, actor, one, one.look(db, actor, now())) for one in WATCHES)


def _reconcile(db: Session, actor: Actor, one: Watch, found: Sequence[Found]) -> int:
    """Opens what has to be, resolves what has gone, leaves what is between: that is the hysteresis."""
    standing = {
        alert.subject: alert for alert in db.exec(select(Alert).where(Alert.kind == one.kind, col(Alert.standing)).with_for_update())
    }
    changed = 0
    for thing in found:
        alert = standing.pop(thing.subject, None)
        if alert is None and thing.opens:
            told: dict[str, Any] = {"kind": one.kind, "subject": thing.subject, "contact_id": thing.contact_id, "data": thing.data}
            raise_alert(db, actor, **told, priority=thing.priority)
            changed += 1
        elif alert and (alert.data, alert.priority) != (thing.data, thing.priority):
            _retell(alert, thing)
            wake(db, f"ws:{actor.workspace}")
    for subject in standing:
        settle_alert(db, actor, kind=one.kind, subject=subject)
    return changed + len(standing)


def _retell(alert: Alert, thing: Found) -> None:
    if alert.resolved_at is None and is_worse(thing.priority, alert.priority):
        alert.read_at = alert.snoozed_until = None
    alert.data, alert.priority = thing.data, thing.priority


# ── what people do with it ───────────────────────────────


def read_alert(db: Session, actor: Actor, *, alert_id: UUID) -> AlertRow:
    """Somebody has seen it."""
    alert = _own(db, actor, alert_id)
    alert.read_at = alert.read_at or now()
    wake(db, f"ws:{actor.workspace}")
    return alert_row(alert)


def resolve_alert(db: Session, actor: Actor, *, alert_id: UUID) -> AlertRow:
    """Somebody has dealt with it: it does not come back before its cause has gone and come again."""
    alert = _own(db, actor, alert_id)
    if alert.resolved_at is None:
        alert.read_at = alert.read_at or now()
        _close(alert, actor.name, actor.member_id or actor.workspace)
        record(db, actor, AlertResolved(subject=alert.id, contact=alert.contact_id, cause=alert.cause))
    return alert_row(alert)


def reopen_alert(db: Session, actor: Actor, *, alert_id: UUID) -> AlertRow:
    """Takes back that somebody has dealt with it; refused when the cause opened another in the meantime."""
    alert = _own(db, actor, alert_id)
    if alert.resolved_at is not None:
        if db.exec(select(Alert.id).where(Alert.cause == alert.cause, col(Alert.resolved_at).is_(None))).first():
            raise Conflict(_("There is a newer alert for this"))
        alert.resolved_at, alert.resolved_by, alert.resolver_id = None, "", None
    wake(db, f"ws:{actor.workspace}")
    return alert_row(alert)


def assign_alert(db: Session, actor: Actor, *, alert_id: UUID, member_id: UUID | None) -> AlertRow:
    """Somebody looks after it, or nobody does."""
    alert = _own(db, actor, alert_id)
    member = accounts.member(db, actor, member_id=member_id) if member_id else None
    if member and not member.active:
        raise Invalid.field("member_id", _("This person is no longer in the team"))
    alert.assignee_id, alert.assignee = (member.id, member.name) if member else (None, "")
    wake(db, f"ws:{actor.workspace}")
    return alert_row(alert)


def snooze_alert(db: Session, actor: Actor, *, alert_id: UUID, until: datetime | None) -> AlertRow:
    """Out of the way until then, or back at once; it comes back sooner when it gets worse."""
    alert = _own(db, actor, alert_id)
    if alert.resolved_at is not None:
        raise Conflict(_("This alert is resolved already"))
    if until and not timedelta() < until - now() <= LONGEST_SNOOZE:
        raise Invalid.field("until", _("Choose a time within the next 90 days"))
    alert.snoozed_until = until
    wake(db, f"ws:{actor.workspace}")
    return alert_row(alert)


def forget_alerts(db: Session, *, before: datetime) -> int:
    """Deletes alerts that were resolved before then, of the session's workspace or wherever the wall is lifted."""
    old = sa.delete(Alert).where(col(Alert.resolved_at) < before, ~col(Alert.standing))
    return len(db.exec(old.returning(col(Alert.id)), execution_options=SYNCHRONISE).all())


def _own(db: Session, actor: Actor, alert_id: UUID) -> Alert:
    actor.require_member()
    found = db.exec(select(Alert).where(Alert.id == alert_id).with_for_update()).one_or_none()
    if found is None or not actor.can(CAUSES[found.kind].permission):
        raise NotFound
    return found
