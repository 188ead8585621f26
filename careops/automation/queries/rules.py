"""Reading rules, runs and alerts."""

from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.automation.models import Rule, Run
from careops.automation.rules import BUILT_IN, by_name
from careops.automation.schemas import RuleRow, RunRow
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.paging import Page

Result = Literal["done", "skipped", "unmatched", "waiting", "failed"]


# ── rules and runs ───────────────────────────────────────


def switched_off(db: Session) -> frozenset[str]:
    """The built-in rules that are off in the session's workspace."""
    return frozenset(db.exec(select(Rule.name).where(col(Rule.enabled).is_(False))))


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
    return RunRow(
        **run.model_dump(exclude={"workspace_id", "snapshot", "moved", "depth", "rule_version", "subject", "episode"}),
        title=rule.title if rule else run.rule,
    )


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
