"""What a rule is edited with: its draft, and everything that can be chosen for it."""

from dataclasses import dataclass, field

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.automation import queries
from careops.automation.queries.rules import Choices
from careops.automation.rules.catalogue import BY_NAME, GROUPS, TRIGGERS, Options, Trigger
from careops.automation.rules.conditions import told_group
from careops.automation.schemas import FactRow
from careops.automation.schemas.defining import Definition
from careops.automation.state.drafting import DOES, UNITS, Draft, Pair, draft_of, messages, ways
from careops.business import queries as business
from careops.core.actor import Actor
from careops.core.i18n import text as _


@dataclass(frozen=True)
class Menus:
    """What can be chosen while it is edited."""

    triggers: list[Pair] = field(default_factory=list[Pair])
    facts: list[Pair] = field(default_factory=list[Pair])
    messages: list[Pair] = field(default_factory=list[Pair])
    ways: list[Pair] = field(default_factory=list[Pair])
    does: list[Pair] = field(default_factory=list[Pair])
    units: list[Pair] = field(default_factory=list[Pair])
    forms: list[Pair] = field(default_factory=list[Pair])
    team: list[Pair] = field(default_factory=list[Pair])
    events: list[Pair] = field(default_factory=list[Pair])


@dataclass(frozen=True)
class Timing:
    """In which words the delay is asked for."""

    label: str = ""
    backwards: bool = False


@dataclass(frozen=True)
class Desk:
    """What editing begins with: the draft and everything it can be made of."""

    draft: Draft
    menus: Menus
    timing: Timing
    facts: dict[str, FactRow]


def desk(db: Session, actor: Actor, *, name: str, trigger: str = "") -> Desk:
    """The rule on the desk; with another trigger its conditions begin anew."""
    rule, known = queries.one_ruled(db, name), queries.choices(db, actor)
    chosen = BY_NAME.get(trigger, rule.trigger)
    facts = {fact.name: fact for fact in queries.trigger_row(chosen, known).facts}
    names = queries.names_of(db, actor, known)
    definition = rule.definition
    if chosen is not rule.trigger:
        definition = definition.model_copy(update={"conditions": Definition.model_fields["conditions"].default, "delay": chosen.usual})
    words = told_group(definition.conditions, chosen, names.value)
    return Desk(draft_of(definition, facts, words), _menus(db, actor, chosen, known, facts), timing(chosen), facts)


def timing(trigger: Trigger) -> Timing:
    """How the delay is asked for."""
    match trigger.anchor:
        case "begins":
            return Timing(_("How long before"), True)
        case "waiting" | "answered":
            return Timing(_("For how long"))
        case "ends" | "due":
            return Timing(_("How long after"))
        case _other:
            return Timing(_("Wait first"))


def _menus(db: Session, actor: Actor, trigger: Trigger, known: Choices, facts: dict[str, FactRow]) -> Menus:
    here = business.profile(db, actor)
    ours = messages(trigger.name)
    does = [Pair(do, words) for do, words in DOES if (ours or do != "send") and (trigger.reaches or do in ("alert", "webhook"))]
    ordered = sorted(TRIGGERS, key=lambda one: GROUPS.index(one.group))
    return Menus(
        triggers=[Pair(one.name, _("{group}: {title}", group=one.group, title=_trigger_title(one))) for one in ordered],
        facts=[Pair(fact.name, fact.title) for fact in facts.values()],
        messages=ours,
        ways=ways(),
        does=does,
        units=[Pair(value, label) for value, label in UNITS],
        forms=[Pair(id, name) for id, name in known[Options.forms].items()],
        team=[Pair("", _("Nobody")), *(Pair(str(row.id), row.name) for row in accounts.members(db, Actor.system(actor.workspace)))],
        events=[
            Pair(str(event.id), _("{who}, {when}", who=who or _("Nobody in particular"), when=here.moment(event.occurred_at)))
            for event, who in queries.latest_events(db, actor, trigger=trigger)
        ],
    )


def _trigger_title(trigger: Trigger) -> str:
    if trigger.anchor == "begins":
        return _("before {what}", what=trigger.title)
    if trigger.anchor == "ends":
        return _("after {what}", what=trigger.title)
    return _("when {what}", what=trigger.title)
