"""Trying a rule on something that really happened: everything is done inside the transaction and taken back."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from careops.activity import queries as activity
from careops.automation.actions.acting import Step
from careops.automation.actions.editing import check
from careops.automation.actions.running import Outcome, perform, skipped, when_of
from careops.automation.queries.rules import one_ruled
from careops.automation.queries.standing import lives, needs_of
from careops.automation.rules.timing import episode, missed
from careops.automation.schemas import StepRow, Trial
from careops.automation.schemas.defining import Definition
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import undone
from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.core.ids import new_id


def try_rule(db: Session, actor: Actor, *, rule: str, event_id: UUID, definition: Definition | None = None) -> Trial:
    """What the rule would make of that event now, step by step; nobody is written to, nothing is changed, nobody is told."""
    actor.require(Permission.automation_manage)
    known = one_ruled(db, rule)
    if definition:
        check(known.trigger, definition)
        known = replace(known, definition=definition)
    event = activity.get(db, actor, event_id=event_id)
    if event.kind not in known.trigger.kinds:
        raise Invalid.field("event_id", "This event does not set the rule off")
    system, moment = Actor.system(event.workspace_id), now()
    live = lives(db, system, events=[event], needs=needs_of(known.trigger, known.definition))[0]
    part = episode(known.trigger, event, live)
    if part.over or part.anchor is None:
        return _trial(skipped(part.over))
    when = when_of(db, known, part.anchor)
    if reason := missed(known.trigger, when, part.anchor, event.occurred_at, known.definition.delay):
        return _trial(skipped(reason))
    woken, then = set(db.info["wake"]), list(db.info["then"])
    with undone(db):
        outcome = perform(db, new_id(), known, event, part.key, max(moment, when))
    db.info["wake"], db.info["then"] = woken, then
    if when > moment:
        outcome.due_at = when
        outcome.steps.insert(0, Step("armed", _("It waits until its moment; what is said here holds if nothing changes")))
    return _trial(outcome)


def _trial(outcome: Outcome) -> Trial:
    steps = [StepRow(kind=step.kind, told=step.told, ok=step.ok, message_id=None, at=now()) for step in outcome.steps]
    return Trial(state=outcome.state, reason=outcome.reason, due_at=outcome.due_at, steps=steps, snapshot=outcome.snapshot)
