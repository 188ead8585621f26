"""Making, changing, switching and removing rules. What was armed by words that no longer stand is discarded or timed anew."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.automation.actions.sweeping import arm_rule
from careops.automation.events import RuleChanged, RuleSwitched
from careops.automation.models import Rule, Run
from careops.automation.queries.rules import Ruled, names_of, one_ruled, rule_row
from careops.automation.rules import by_name
from careops.automation.rules.catalogue import About, Trigger, trigger_of
from careops.automation.rules.conditions import problem
from careops.automation.rules.messages import message_of
from careops.automation.rules.words import problem as words_problem
from careops.automation.schemas import RuleRow
from careops.automation.schemas.defining import AlertTeam, CallWebhook, Definition, RuleEdit, RuleIn, Send
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import Inserted, wake
from careops.core.errors import Conflict, Invalid, NotFound, Problem
from careops.core.i18n import text as _
from careops.core.ids import new_id

RULES = Inserted(Rule)
MOST = 100  # rules of a business's own


class TooManyRules(Conflict):
    code, says = "too_many_rules", "These are more rules than one business can have; remove those you do not use"


class BuiltInStays(Conflict):
    code, says = "rule_built_in", "A built-in rule can be switched off, not removed"


def create_rule(db: Session, actor: Actor, *, rule: RuleIn) -> RuleRow:
    """A rule of the business's own."""
    actor.require(Permission.automation_manage)
    own = select(sa.func.count()).select_from(Rule).where(col(Rule.built_in).is_(False), col(Rule.archived_at).is_(None))
    if db.exec(own).one() >= MOST:
        raise TooManyRules
    trigger = _trigger(rule.trigger)
    check(trigger, rule.definition)
    id = new_id()
    kept = Rule(
        id=id,
        name=f"own_{id.hex}",
        title=rule.title,
        enabled=rule.enabled,
        trigger=trigger.name,
        definition=rule.definition.model_dump(mode="json"),
    )
    db.add(kept)
    db.flush()
    _tell(db, actor, kept.name, kept.title, "made")
    return _row(db, actor, kept.name)


def edit_rule(db: Session, actor: Actor, *, rule: str, change: RuleEdit) -> RuleRow:
    """Changes any part of a rule; what waits by its old words is timed anew by the new ones, or discarded."""
    actor.require(Permission.automation_manage)
    kept = _own(db, rule)
    before = one_ruled(db, rule)
    if not before.built_in:
        kept.title = change.title or kept.title
        kept.trigger = change.trigger or kept.trigger
    trigger = before.trigger if before.built_in else _trigger(kept.trigger)
    if change.definition is not None:
        check(trigger, change.definition)
        said = change.definition.model_dump(mode="json")
        default = by_name(rule)
        kept.definition = None if default and said == default.definition.model_dump(mode="json") else said
    elif trigger is not before.trigger:
        check(trigger, before.definition)
    kept.version, kept.changed_at = kept.version + 1, now()
    if change.enabled is not None and change.enabled != kept.enabled:
        _switch(db, actor, kept, change.enabled)
    db.flush()
    if change.model_fields_set - {"enabled"}:
        _look_again(db, kept.name, moved=trigger is not before.trigger)
        _tell(db, actor, kept.name, one_ruled(db, rule).title, "changed")
    _arm(db, actor, rule)
    return _row(db, actor, rule)


def switch(db: Session, actor: Actor, *, rule: str, enabled: bool) -> RuleRow:
    """Switches a rule; what it already did stays done, what waited for its moment is discarded."""
    actor.require(Permission.automation_manage)
    kept = _own(db, rule)
    if kept.enabled != enabled:
        _switch(db, actor, kept, enabled)
        db.flush()
        _arm(db, actor, rule)
    return _row(db, actor, rule)


def reset_rule(db: Session, actor: Actor, *, rule: str) -> RuleRow:
    """A built-in rule says again what CareOps makes it say, and is on or off as it began."""
    actor.require(Permission.automation_manage)
    default = by_name(rule)
    if default is None:
        raise NotFound
    kept = _own(db, rule)
    kept.definition, kept.version, kept.changed_at = None, kept.version + 1, now()
    if kept.enabled != default.on:
        _switch(db, actor, kept, default.on)
    db.flush()
    _look_again(db, rule)
    _tell(db, actor, rule, default.title, "reset")
    return _row(db, actor, rule)


def remove_rule(db: Session, actor: Actor, *, rule: str) -> None:
    """The rule is gone; what it did stays readable."""
    actor.require(Permission.automation_manage)
    if by_name(rule):
        raise BuiltInStays
    kept = _own(db, rule)
    kept.enabled, kept.archived_at, kept.version = False, now(), kept.version + 1
    discard(db, rule, _("The rule was removed"))
    _tell(db, actor, rule, kept.title, "removed")


def try_again(db: Session, actor: Actor, *, run_id: UUID) -> None:
    """A run that failed is tried once more, now."""
    actor.require(Permission.automation_manage)
    run = db.exec(select(Run).where(Run.id == run_id).with_for_update()).one_or_none()
    if run is None:
        raise NotFound
    if run.state != "failed":
        raise NotFailed
    run.state, run.due_at, run.tries = "waiting", now(), 0
    wake(db, "events")


class NotFailed(Conflict):
    code, says = "run_not_failed", "Only a run that failed can be tried again"


# ── what may be said ─────────────────────────────────────


def check(trigger: Trigger, definition: Definition) -> None:
    """Refuses what cannot be asked or done there, field by field."""
    errors: dict[str, str] = {}  # field → what is wrong with it
    for condition in definition.conditions.conditions():
        if why_not := problem(condition, trigger):
            errors[f"conditions.{condition.fact}"] = why_not
    for at, action in enumerate(definition.actions):
        if isinstance(action, Send):
            message = message_of(action.message)
            if message is None or trigger.name not in message.triggers:
                errors[f"actions.{at}.message"] = _("This message does not fit here")
        elif not trigger.reaches and not isinstance(action, AlertTeam | CallWebhook):
            errors[f"actions.{at}"] = _("There is nobody to do this for")
    if trigger.anchor == "begins" and not definition.delay:
        errors["delay"] = _("Say how long before")
    if trigger.about is About.conversation and trigger.timed and definition.delay < 5:
        errors["delay"] = _("Wait five minutes at least")
    if unfilled := words_problem(definition):
        errors[f"actions.{unfilled[0]}.text"] = unfilled[1]
    if errors:
        raise Invalid(problems=[Problem(field, said) for field, said in errors.items()])


def _trigger(name: str) -> Trigger:
    trigger = trigger_of(name)
    if trigger is None:
        raise Invalid.field("trigger", "Choose what sets the rule off")
    return trigger


# ── rows ─────────────────────────────────────────────────


def _own(db: Session, name: str) -> Rule:
    """The rule's row, locked; of a built-in one it appears with the first change, once whoever comes at the same time."""
    if default := by_name(name):
        values: dict[str, Any] = {"name": name, "built_in": True, "enabled": default.on}
        RULES.add_new(db, **values, title="", trigger="", definition=None, version=1, created_at=now(), changed_at=now())
    found = db.exec(select(Rule).where(Rule.name == name, col(Rule.archived_at).is_(None)).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def _switch(db: Session, actor: Actor, kept: Rule, enabled: bool) -> None:
    kept.enabled, kept.changed_at, kept.version = enabled, now(), kept.version + 1
    if not enabled:
        discard(db, kept.name, _("This rule was switched off"))
    record(db, actor, RuleSwitched(subject=actor.workspace, rule=kept.name, enabled=enabled))


def _arm(db: Session, actor: Actor, name: str) -> None:
    """What is there already is meant as well, not only what happens from now on."""
    rule = one_ruled(db, name)
    if rule.enabled and rule.trigger.timed and rule.trigger.about is About.booking:
        arm_rule(db, actor, rule)
        wake(db, "events")


def discard(db: Session, rule: str, reason: str) -> None:
    """What waits for its moment will not have it."""
    waiting = sa.update(Run).where(col(Run.rule) == rule, col(Run.state) == "waiting")
    gone = waiting.values(state="skipped", reason=reason, due_at=None, moved=True, at=now())
    db.exec(gone, execution_options={"synchronize_session": False})


def _look_again(db: Session, rule: str, *, moved: bool = False) -> None:
    """The reactor looks at everything that waits: by the new words it has another moment, or none."""
    if moved:
        return discard(db, rule, _("The rule was changed"))
    waiting = sa.update(Run).where(col(Run.rule) == rule, col(Run.state) == "waiting").values(due_at=now())
    db.exec(waiting, execution_options={"synchronize_session": False})
    wake(db, "events")
    return None


def _tell(db: Session, actor: Actor, name: str, title: str, how: str) -> None:
    record(db, actor, RuleChanged(subject=actor.workspace, rule=name, title=title, how=how))


def _row(db: Session, actor: Actor, name: str) -> RuleRow:
    found: Ruled = one_ruled(db, name)
    return rule_row(found, names_of(db, actor))
