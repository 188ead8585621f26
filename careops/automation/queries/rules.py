"""Reading the rules of a business: its own, and the built-in ones as it has changed them."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.automation.models import Rule
from careops.automation.rules import BUILT_IN, BuiltIn, by_name
from careops.automation.rules.catalogue import BY_NAME, TRIGGERS, Known, Options, Trigger
from careops.automation.rules.conditions import ALLOWED
from careops.automation.rules.messages import message_of, messages_for
from careops.automation.rules.sentences import Names, sentence
from careops.automation.schemas import FactRow, RuleRow, TriggerRow
from careops.automation.schemas.defining import Definition, Send
from careops.booking import queries as bookings
from careops.core import paging
from careops.core.actor import Actor, Permission
from careops.core.db import once
from careops.core.errors import NotFound
from careops.core.paging import Page
from careops.forms import queries as forms
from careops.inbox import queries as inbox


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule, ready to be judged."""

    name: str
    title: str
    trigger: Trigger
    definition: Definition
    enabled: bool
    usually_on: bool
    built_in: bool
    changed: bool
    version: int

    @property
    def factual(self) -> bool:
        """Whether it only sends facts that somebody waits for: no cap holds those back."""
        sent = [message_of(action.message) if isinstance(action, Send) else None for action in self.definition.actions]
        return self.built_in and all(message is not None and message.told_at_once for message in sent)


def ruled(db: Session) -> list[Ruled]:
    """Every rule of the session's workspace: the built-in ones in their order, then its own, the oldest first."""
    return once(db, "rules", lambda: _ruled(db))


def _ruled(db: Session) -> list[Ruled]:
    kept = {rule.name: rule for rule in db.exec(select(Rule).where(col(Rule.archived_at).is_(None)).order_by(col(Rule.id)))}
    built_in = [_built_in(rule, kept.get(rule.name)) for rule in BUILT_IN]
    return [*built_in, *(_own(rule) for rule in kept.values() if not rule.built_in and rule.trigger in BY_NAME)]


def one_ruled(db: Session, name: str) -> Ruled:
    """The rule called that; NotFound when there is none."""
    kept = db.exec(select(Rule).where(Rule.name == name, col(Rule.archived_at).is_(None))).one_or_none()
    if known := by_name(name):
        return _built_in(known, kept)
    if kept is None or kept.trigger not in BY_NAME:
        raise NotFound
    return _own(kept)


def _built_in(rule: BuiltIn, kept: Rule | None) -> Ruled:
    definition = _read(kept.id, kept.version, kept) if kept and kept.definition else rule.definition
    return Ruled(
        name=rule.name,
        title=rule.title,
        trigger=BY_NAME[rule.trigger],
        definition=definition,
        enabled=kept.enabled if kept else rule.on,
        usually_on=rule.on,
        built_in=True,
        changed=bool(kept and kept.definition),
        version=kept.version if kept else 0,
    )


def _own(kept: Rule) -> Ruled:
    return Ruled(
        name=kept.name,
        title=kept.title,
        trigger=BY_NAME[kept.trigger],
        definition=_read(kept.id, kept.version, kept),
        enabled=kept.enabled,
        usually_on=False,
        built_in=False,
        changed=False,
        version=kept.version,
    )


_DEFINITIONS: dict[tuple[UUID, int], Definition] = {}


def _read(id: UUID, version: int, kept: Rule) -> Definition:
    """What the rule says; read once for each version of it, since events ask for it all the time."""
    known = _DEFINITIONS.get((id, version))
    if known is None:
        if len(_DEFINITIONS) > 2000:
            _DEFINITIONS.clear()
        known = _DEFINITIONS[id, version] = Definition.model_validate(kept.definition)
    return known


# ── what readers get ─────────────────────────────────────


def rules(db: Session, actor: Actor) -> list[RuleRow]:
    """Every rule as a sentence."""
    actor.require(Permission.automation_manage)
    names = names_of(db, actor)
    return [rule_row(rule, names) for rule in ruled(db)]


def rule(db: Session, actor: Actor, *, name: str) -> RuleRow:
    """One rule."""
    actor.require(Permission.automation_manage)
    return rule_row(one_ruled(db, name), names_of(db, actor))


def rule_row(rule: Ruled, names: Names) -> RuleRow:
    """A rule as its readers get it."""
    return RuleRow(
        name=rule.name,
        title=rule.title,
        sentence=sentence(rule.trigger, rule.definition, names),
        trigger=rule.trigger.name,
        events=sorted(rule.trigger.kinds),
        definition=rule.definition,
        enabled=rule.enabled,
        built_in=rule.built_in,
        changed=rule.changed,
        version=rule.version,
    )


Choices = dict[Options, dict[str, str]]


def choices(db: Session, actor: Actor) -> Choices:
    """What this business's services, providers, forms and labels are called, by what rules keep of them."""
    system = Actor.system(actor.workspace)
    return {
        Options.services: {str(row.id): row.name for row in bookings.booking_types(db, system)},
        Options.providers: {str(row.id): row.name for row in bookings.providers(db, system)},
        Options.forms: {str(row.id): row.name for row in forms.templates(db, system, limit=paging.MOST).items},
        Options.labels: {row.name: row.name for row in inbox.labels(db, system)},
    }


def names_of(db: Session, actor: Actor, known: Choices | None = None) -> Names:
    """What things are called that rules hold by their ids."""
    known = known or choices(db, actor)
    team = {str(row.id): row.name for row in accounts.members(db, Actor.system(actor.workspace))}

    def value(fact: Known, id: str) -> str:
        return known[fact.options].get(id, id) if fact.options else id

    return Names(value, known[Options.forms], team)


def triggers(db: Session, actor: Actor) -> list[TriggerRow]:
    """Everything that can set a rule off, with what may be asked and sent then."""
    actor.require(Permission.automation_manage)
    known = choices(db, actor)
    return [trigger_row(trigger, known) for trigger in TRIGGERS]


def trigger_row(trigger: Trigger, known: Choices) -> TriggerRow:
    """One of them."""
    return TriggerRow(
        name=trigger.name,
        title=trigger.title,
        group=trigger.group,
        timed=trigger.timed,
        backwards=trigger.anchor == "begins",
        facts=[_fact_row(fact, known) for fact in trigger.facts],
        messages=[message.name for message in messages_for(trigger.name)],
    )


def _fact_row(fact: Known, known: Choices) -> FactRow:
    return FactRow(
        name=fact.name,
        title=fact.title,
        kind=fact.kind,
        operators=list(ALLOWED[fact.kind]),
        choices=list(known[fact.options].items()) if fact.options else list(fact.choices),
        unit=fact.unit,
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
