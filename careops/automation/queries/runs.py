"""Reading what the rules did, why they did not, and how it all adds up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.automation.models import Rule, Run, RunStep
from careops.automation.rules import by_name
from careops.automation.schemas import RunPage, RunRow, StepRow
from careops.contacts import queries as contacts
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import execute
from careops.core.errors import NotFound
from careops.core.paging import Page

Result = Literal["done", "skipped", "unmatched", "waiting", "failed"]
SINCE = timedelta(days=30)
TOLD = ("id", "event_id", "event_kind", "rule", "contact_id", "state", "reason", "message_id", "tries", "due_at", "at")


def runs(
    db: Session,
    actor: Actor,
    *,
    rule: str | None = None,
    state: Result | None = None,
    problems: bool = False,
    contact_id: UUID | None = None,
    event_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> Page[RunRow]:
    """What the rules did and why they did not, the latest first; with `problems` only what did not work out."""
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
    if problems:
        question = question.where(col(Run.state).in_(("skipped", "failed")))
    id = sa.inspect(Run).attrs["id"].class_attribute
    found = paging.paginate(db, question, by=id, id=id, row=lambda run: run, descending=True, cursor=cursor, limit=limit)
    return Page(items=_rows(db, actor, found.items), next_cursor=found.next_cursor)


def run(db: Session, actor: Actor, *, run_id: UUID) -> RunPage:
    """One run with its log."""
    actor.require(Permission.automation_manage)
    found = db.exec(select(Run).where(Run.id == run_id)).one_or_none()
    if found is None:
        raise NotFound
    steps = db.exec(select(RunStep).where(RunStep.run_id == run_id).order_by(col(RunStep.id)))
    return RunPage(
        **_rows(db, actor, [found])[0].model_dump(),
        steps=[StepRow.model_validate(step, from_attributes=True) for step in steps],
        snapshot=found.snapshot,
        rule_version=found.rule_version,
    )


def of_contact(db: Session, actor: Actor, *, contact_id: UUID, before: UUID | None = None, limit: int = 50) -> list[RunRow]:
    """What the rules made of one person's doings, the latest first; a rule that did not concern them is left out."""
    actor.require_member()
    theirs = select(Run).where(Run.contact_id == contact_id, Run.state != "unmatched")
    if before is not None:
        theirs = theirs.where(col(Run.id) < before)
    return _rows(db, actor, db.exec(theirs.order_by(col(Run.id).desc()).limit(limit)).all())


def _rows(db: Session, actor: Actor, found: Iterable[Run]) -> list[RunRow]:
    found = list(found)
    titles = _titles(db, {run.rule for run in found})
    people = contacts.by_ids(db, Actor.system(actor.workspace), ids={run.contact_id for run in found if run.contact_id})
    return [
        RunRow(
            **{name: getattr(run, name) for name in TOLD},
            title=titles.get(run.rule, run.rule),
            contact_name=people[run.contact_id].name if run.contact_id and run.contact_id in people else "",
        )
        for run in found
    ]


def _titles(db: Session, names: set[str]) -> dict[str, str]:
    built_in = {name: known.title for name in names if (known := by_name(name))}
    own = names - set(built_in)
    said = db.exec(select(Rule.name, Rule.title).where(col(Rule.name).in_(own))).all() if own else ()
    return built_in | dict(said)


# ── how it adds up ───────────────────────────────────────


@dataclass(slots=True)
class Figures:
    """How often a rule did what in the last 30 days, and why it skipped: reason and count, the commonest first."""

    states: dict[str, int] = field(default_factory=dict[str, int])
    why: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    @property
    def total(self) -> int:
        """Every time it was set off and concerned."""
        return sum(count for state, count in self.states.items() if state != "unmatched")


def figures(db: Session, actor: Actor, *, rule: str | None = None) -> dict[str, Figures]:
    """The figures of every rule, or of one; one statement."""
    actor.require(Permission.automation_manage)
    skipped = sa.case((col(Run.state) == "skipped", col(Run.reason)), else_="")
    asked = sa.select(col(Run.rule), col(Run.state), skipped, sa.func.count()).where(col(Run.at) > now() - SINCE)
    if rule is not None:
        asked = asked.where(col(Run.rule) == rule)
    found: dict[str, Figures] = {}
    for name, state, why, count in execute(db, asked.group_by(col(Run.rule), col(Run.state), skipped)):
        mine = found.setdefault(name, Figures())
        mine.states[state] = mine.states.get(state, 0) + count
        if state == "skipped":
            mine.why.append((why, count))
    for mine in found.values():
        mine.why.sort(key=lambda one: -one[1])
    return found
