"""Rules at work: judged when something happens, armed for their moment, judged again when it has come, done once.

What a run came to is written down with every step. A run is of one episode (`rules.timing`): the unique row of rule, subject and
episode is what makes an effect happen once, whoever tries; and since the effect is rows in the same transaction, there is nothing
a process could lose by dying in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import caused
from careops.activity.schemas import EventRow
from careops.automation.actions.acting import Doing, Step, act, ways
from careops.automation.models import Run, RunStep
from careops.automation.queries.rules import Ruled
from careops.automation.queries.standing import Needs, lives, needs_of
from careops.automation.rules.caps import too_deep, too_many
from careops.automation.rules.catalogue import About
from careops.automation.rules.conditions import Verdict, judge
from careops.automation.rules.facts import of_event, of_life
from careops.automation.rules.replaying import about
from careops.automation.rules.timing import AT_ONCE, Episode, due, episode, missed, on_open_day, too_late
from careops.automation.schemas.standing import Live
from careops.business import queries as business
from careops.core.actor import Actor
from careops.core.clock import local, now
from careops.core.db import Inserted, Prepared
from careops.core.i18n import text as _
from careops.core.ids import new_id

RUNS, STEPS = Inserted(Run), Inserted(RunStep)
NOBODY = UUID(int=0)


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    state: str
    reason: str = ""
    due_at: datetime | None = None
    moved: bool = False
    message_id: UUID | None = None
    broken: bool = False
    snapshot: dict[str, object] = field(default_factory=dict[str, object])
    steps: list[Step] = field(default_factory=list[Step])


def skipped(reason: str, *, moved: bool = False, kind: str = "skipped") -> Outcome:
    """It would have acted, and did not."""
    return Outcome("skipped", reason, moved=moved, steps=[Step(kind, reason, ok=False)])


# ── when something happens ───────────────────────────────


def consider(db: Session, rule: Ruled, event: EventRow) -> None:
    """What the rule makes of the event: at once, or for later."""
    system, moment = Actor.system(event.workspace_id), now()
    if not rule.enabled:
        _write(db, rule, event, Episode(_at_once(event)), skipped(_("This rule is switched off")))
        return
    if reason := too_deep(event.depth):
        _write(db, rule, event, Episode(_at_once(event)), skipped(reason))
        return
    live = _first_look(db, system, rule, event)
    verdict = judge(rule.definition.conditions, rule.trigger, of_event(rule.trigger, event))
    if verdict.holds is False:
        _write(db, rule, event, Episode(_at_once(event)), unmatched(verdict, of_event(rule.trigger, event)))
        return
    part = episode(rule.trigger, event, live)
    if part.over or part.anchor is None:
        _write(db, rule, event, Episode(_at_once(event)), skipped(part.over, moved=True))
        return
    _arm_or_act(db, rule, event, part, part.anchor, moment)


def _at_once(event: EventRow) -> str:
    return f"event:{event.id}"


def _first_look(db: Session, system: Actor, rule: Ruled, event: EventRow) -> Live:
    """Only what a rule about a time needs; one that acts at once, for its event, knows all it needs to begin."""
    if not rule.trigger.timed:
        return Live()
    needs = needs_of(rule.trigger, rule.definition)
    return lives(db, system, events=[event], needs=Needs(booking=needs.booking, talk=needs.talk, answers=needs.answers, form=needs.form))[0]


def _arm_or_act(db: Session, rule: Ruled, event: EventRow, part: Episode, anchor: datetime, moment: datetime) -> None:
    delay = rule.definition.delay
    when = when_of(db, rule, anchor)
    if reason := missed(rule.trigger, when, anchor, event.occurred_at, delay):
        _write(db, rule, event, part, skipped(reason))
    elif when - moment > AT_ONCE or rule.trigger.timed or delay:
        _arm(db, rule, event, part, when)
    else:
        run_id = new_id()
        outcome = perform(db, run_id, rule, event, part.key, moment)
        _write(db, rule, event, part, outcome, run_id=run_id)


def when_of(db: Session, rule: Ruled, anchor: datetime) -> datetime:
    """The rule's moment; on a day the business is open, where it wants that."""
    when = due(rule.trigger, anchor, rule.definition.delay)
    if not rule.definition.open_days:
        return when
    system = Actor.system(db.info["workspace"])
    zone = business.timezone(db)
    day = local(when, zone).date()
    closed = business.closures(db, system, from_=day, to=day + timedelta(days=366))
    return on_open_day(when, zone, [(one.first_day, one.last_day) for one in closed])


def unmatched(verdict: Verdict, snapshot: dict[str, object]) -> Outcome:
    """A condition did not hold; what is the case instead is said."""
    asked = [Step("condition", one.told, ok=one.holds) for one in verdict.asked]
    return Outcome("unmatched", verdict.why[:1].upper() + verdict.why[1:], snapshot=snapshot, steps=asked)


def _arm(db: Session, rule: Ruled, event: EventRow, part: Episode, when: datetime) -> None:
    """Waits for its moment; once for each episode. One that was over and is back again (moved there and back) waits anew."""
    waiting = Outcome("waiting", due_at=when, steps=[Step("armed", "")])
    if _write(db, rule, event, part, waiting) is not None:
        return
    again = select(Run).where(Run.rule == rule.name, Run.subject == about(rule.trigger, event), Run.episode == part.key)
    known = db.exec(again.with_for_update()).one()
    if known.state == "waiting":
        known.due_at, known.rule_version = when, rule.version
        db.add(known)
    elif known.moved:
        known.state, known.reason, known.moved, known.due_at, known.at = "waiting", "", False, when, now()
        known.event_id, known.event_kind = event.id, event.kind
        db.add(known)
        _log(db, known.id, [Step("armed", _("It is as it was again"))])


# ── when its moment has come ─────────────────────────────


def take_due(db: Session, limit: int) -> Sequence[Run]:
    """Runs whose moment has come, of the session's workspace or of all; kept from everybody else until this transaction ends."""
    due_now = select(Run).where(col(Run.due_at) <= now()).order_by(col(Run.due_at)).limit(limit)
    return db.exec(due_now.with_for_update(skip_locked=True)).all()


def resume(db: Session, run: Run, rule: Ruled | None, event: EventRow) -> Outcome:
    """What a run that has waited comes to; one whose rule says something else now is timed anew."""
    if rule is None:
        return skipped(_("The rule was removed"))
    if not rule.enabled:
        return skipped(_("This rule is switched off"))
    moment = now()
    if rule.trigger.timed and run.episode == _at_once(event):  # it broke before it could be armed
        consider(db, rule, event)
        return skipped(_("It was tried again"))
    if run.rule_version != rule.version:
        run.rule_version = rule.version
        if (anew := _timed_anew(db, rule, event, run, moment)) is not None:
            return anew
    return perform(db, run.id, rule, event, run.episode, moment)


def _timed_anew(db: Session, rule: Ruled, event: EventRow, run: Run, moment: datetime) -> Outcome | None:
    """Its new moment, where that is still to come; None when it is now, or was."""
    live = _first_look(db, Actor.system(event.workspace_id), rule, event)
    part = episode(rule.trigger, event, live)
    if part.over or part.anchor is None or part.key != run.episode:
        return None
    when = when_of(db, rule, part.anchor)
    if when <= moment:
        return None
    return Outcome("waiting", due_at=when, steps=[Step("armed", _("The rule was changed"))])


def perform(db: Session, run_id: UUID, rule: Ruled, event: EventRow, key: str, moment: datetime) -> Outcome:
    """Looks at everything as it is now and, if it still holds, does it."""
    system = Actor.system(event.workspace_id)
    bare = not rule.trigger.timed and not rule.definition.delay and not rule.definition.conditions.parts
    needs = Needs() if bare else needs_of(rule.trigger, rule.definition)
    live = lives(db, system, events=[event], needs=needs)[0]
    part = episode(rule.trigger, event, live)
    if part.over or part.anchor is None:
        return skipped(part.over, moved=True)
    if part.key != key:
        return skipped(_MOVED[rule.trigger.about], moved=True)
    if reason := too_late(rule.trigger, when_of(db, rule, part.anchor), part.anchor, moment):
        return skipped(reason)
    snapshot = {} if bare else of_event(rule.trigger, event) | of_life(event, live)
    snapshot = {fact.name: snapshot[fact.name] for fact in rule.trigger.facts if fact.name in snapshot}
    verdict = judge(rule.definition.conditions, rule.trigger, snapshot)
    if verdict.holds is not True:
        return unmatched(verdict, snapshot)
    if reason := _capped(db, rule, event, moment):
        return skipped(reason)
    doing = Doing(run_id, rule, event, live, business.profile(db, system), part.anchor, moment)
    outcome = _do(db, doing)
    outcome.snapshot = snapshot
    outcome.steps[:0] = [Step("condition", one.told, ok=one.holds) for one in verdict.asked]
    return outcome


_MOVED = {thing: _("Things have moved on") for thing in About} | {
    About.booking: _("The booking was moved to another time"),
    About.conversation: _("The conversation has gone on"),
    About.form: _("The form’s date was changed"),
}


def _capped(db: Session, rule: Ruled, event: EventRow, moment: datetime) -> str:
    """Why it has to rest; facts that people wait for are never held back."""
    if rule.factual:
        return ""
    ((of_rule,),) = _OF_RULE.ask(db, rule=rule.name, since=moment - timedelta(hours=1))
    if event.contact is None:
        return too_many(of_rule, 0)
    ((of_contact,),) = _OF_CONTACT.ask(db, contact=event.contact, since=moment - timedelta(days=1))
    return too_many(of_rule, of_contact)


_DONE = sa.select(sa.func.count(col(Run.id))).where(col(Run.state) == "done", col(Run.at) > sa.bindparam("since"))
_OF_RULE = Prepared(_DONE.where(col(Run.rule) == sa.bindparam("rule")))
_OF_CONTACT = Prepared(_DONE.where(col(Run.contact_id) == sa.bindparam("contact"), col(Run.message_id).is_not(None)))


def _do(db: Session, doing: Doing) -> Outcome:
    found = ways(db, doing)
    if found.wait:
        reason = found.wait.reason
        return Outcome("waiting", reason, due_at=found.wait.until, steps=[Step("moved", reason)])
    with caused(db, cause=doing.run_id, depth=doing.event.depth + 1):
        steps = act(db, doing, found)
        db.flush()
    message = next((step.message_id for step in steps if step.message_id), None)
    if any(step.ok for step in steps):
        return Outcome("done", message_id=message, steps=steps)
    return Outcome("skipped", "; ".join(dict.fromkeys(step.told for step in steps)), steps=steps)


# ── writing it down ──────────────────────────────────────


def _write(db: Session, rule: Ruled, event: EventRow, part: Episode, outcome: Outcome, run_id: UUID | None = None) -> UUID | None:
    """The run and its steps; None where that episode has its run already."""
    made = RUNS.add_new(
        db,
        id=run_id or new_id(),
        event_id=event.id,
        event_kind=event.kind,
        rule=rule.name,
        rule_version=rule.version,
        subject=about(rule.trigger, event),
        episode=part.key,
        contact_id=event.contact,
        state=outcome.state,
        reason=outcome.reason[:300],
        moved=outcome.moved,
        message_id=outcome.message_id,
        tries=0 if outcome.state == "waiting" else 1,
        depth=event.depth,
        due_at=outcome.due_at,
        snapshot=outcome.snapshot,
        at=now(),
    )
    if made is None and outcome.state in ("done", "failed"):
        raise TwiceError(f"{rule.name} {part.key}")  # undoes what was done: the other one has done it
    if made is not None:
        _log(db, made, outcome.steps)
    return made


class TwiceError(RuntimeError):
    """The same episode was dealt with by somebody else in the meantime."""


def settle(db: Session, run: Run, outcome: Outcome) -> None:
    """What a waiting run came to."""
    run.state, run.reason, run.due_at, run.moved = outcome.state, outcome.reason[:300], outcome.due_at, outcome.moved
    run.message_id, run.at = outcome.message_id, now()
    run.tries += int(outcome.broken or outcome.state != "waiting")
    run.snapshot = outcome.snapshot or run.snapshot
    db.add(run)
    _log(db, run.id, outcome.steps)


def _log(db: Session, run_id: UUID, steps: Sequence[Step]) -> None:
    moment = now()
    rows = [
        {"run_id": run_id, "kind": step.kind, "told": step.told[:300], "ok": step.ok, "message_id": step.message_id, "at": moment}
        for step in steps
    ]
    STEPS.add_all(db, rows)
