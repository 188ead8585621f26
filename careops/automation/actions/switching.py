"""Switching rules on and off."""

from sqlmodel import Session, select

from careops.activity.actions import record
from careops.automation.events import RuleSwitched
from careops.automation.models import Rule
from careops.automation.rules import by_name
from careops.automation.schemas import RuleRow
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound


def switch(db: Session, actor: Actor, *, rule: str, enabled: bool) -> RuleRow:
    """Switches a built-in rule; what it already sent stays sent."""
    actor.require(Permission.automation_manage)
    known = by_name(rule)
    if known is None:
        raise NotFound
    row = db.exec(select(Rule).where(Rule.name == rule)).one_or_none() or Rule(name=rule, built_in=True, enabled=True)
    if row.enabled != enabled:
        row.enabled, row.changed_at = enabled, now()
        db.add(row)
        record(db, actor, RuleSwitched(subject=actor.workspace, rule=rule, enabled=enabled))
    return RuleRow(name=rule, title=known.title, sentence=known.sentence, events=sorted(known.kinds), enabled=enabled)
