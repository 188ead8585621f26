"""Reading rules, runs and alerts."""

from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.automation.models import Alert, RuleSwitch, Run
from careops.automation.rules import BUILT_IN, by_name
from careops.automation.rules.alerts import CAUSES, PRIORITIES
from careops.automation.schemas import AlertRow, RuleRow, RunRow
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.paging import Page

Result = Literal["done", "skipped", "waiting", "failed"]
Standing = Literal["open", "resolved"]


# ── rules and runs ───────────────────────────────────────


def switched_off(db: Session) -> frozenset[str]:
    """The built-in rules that are off in the session's workspace."""
    return frozenset(db.exec(select(RuleSwitch.rule).where(col(RuleSwitch.enabled).is_(False))))


def built_in(db: Session, actor: Actor) -> list[RuleRow]:
    """The built-in rules as sentences."""
    actor.require(Permission.automation_manage)
    off = switched_off(db)
    return [RuleRow(name=r.name, title=r.title, sentence=r.sentence, events=sorted(r.kinds), enabled=r.name not in off) for r in BUILT_IN]


def runs(
    db: Session,
    actor: Actor,
    *,
    rule: str | None = None,
    state: Result | None = None,
    contact_id: UUID | None = None,
    event_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[RunRow]:
    """What the rules did and why they did not, the latest first."""
    actor.require(Permission.automation_manage)
    question = sa.select(Run)
    filters: tuple[tuple[Any, Any], ...] = (
        (col(Run.rule), rule),
        (col(Run.state), state),
        (col(Run.contact_id), contact_id),
        (col(Run.event_id), event_id),
    )
    for column, wanted in filters:
        if wanted is not None:
            question = question.where(column == wanted)
    id = sa.inspect(Run).attrs["id"].class_attribute
    return paging.paginate(db, question, by=id, id=id, row=_run_row, descending=True, cursor=cursor, limit=limit)


def _run_row(run: Run) -> RunRow:
    rule = by_name(run.rule)
    return RunRow(**run.model_dump(exclude={"workspace_id"}), title=rule.title if rule else run.rule)


def events(
    db: Session,
    actor: Actor,
    *,
    kind: str | None = None,
    subject: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[EventRow]:
    """Everything that happened, the latest first."""
    actor.require(Permission.automation_manage)
    return activity.page(db, actor, kind=kind, subject=subject, contact_id=contact_id, cursor=cursor, limit=limit)


# ── alerts ───────────────────────────────────────────────


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
