"""One rule in words: what it says, what it did and why not, what can be chosen while it is edited, and how a rehearsal came out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.automation import queries
from careops.automation.queries.rules import Choices
from careops.automation.queries.runs import Figures
from careops.automation.rules.catalogue import BY_NAME, GROUPS, TRIGGERS, Options, Trigger
from careops.automation.rules.conditions import told_group
from careops.automation.rules.sentences import parts
from careops.automation.schemas import FactRow, RunRow, StepRow
from careops.automation.schemas.defining import Definition
from careops.automation.state.drafting import DOES, UNITS, Draft, Pair, draft_of, messages, ways
from careops.automation.state.rules import Piece
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.errors import Problem
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id

STATES = {
    "done": (_("Done"), "ok", "check"),
    "skipped": (_("Skipped"), "", "redo-2"),
    "unmatched": (_("Not meant"), "", "circle-dashed"),
    "waiting": (_("Waiting"), "", "clock"),
    "failed": (_("Failed"), "danger", "triangle-alert"),
}
SHOWN = 30
PAST = 100  # of a rehearsal
ICONS = {True: "check", False: "x", None: "info"}


@dataclass(frozen=True)
class RunLine:
    """A run in the log."""

    id: str
    who: str
    at: str
    why: str
    state: str
    tone: str
    icon: str
    failed: bool
    to_open: str


@dataclass(frozen=True)
class StepLine:
    """One line of a run's log."""

    told: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Why:
    """A reason rules skipped for, and how often; `share` of the commonest, from 0 to 100."""

    reason: str
    count: int
    share: int


@dataclass(frozen=True)
class Shown:
    """The rule as it stands, and everything it came to."""

    name: str = ""
    title: str = ""
    on: bool = False
    built_in: bool = True
    changed: bool = False
    pieces: list[Piece] = field(default_factory=list[Piece])
    done: int = 0
    skipped: int = 0
    failed: int = 0
    why: list[Why] = field(default_factory=list[Why])
    log: list[RunLine] = field(default_factory=list[RunLine])


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
class WouldLine:
    """One time a rehearsed rule would have acted, or not."""

    who: str
    at: str
    what: str
    state: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal came to."""

    sentence: str = ""
    lines: list[WouldLine] = field(default_factory=list[WouldLine])


@dataclass(frozen=True)
class Opened:
    """A run, or a trial, with its steps."""

    title: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "check"
    why: str = ""
    steps: list[StepLine] = field(default_factory=list[StepLine])


# ── in words ─────────────────────────────────────────────


def shown(db: Session, actor: Actor, *, name: str, show: str) -> Shown:
    """The rule, its figures and its log."""
    actor.require(Permission.automation_manage)
    rule, here = queries.one_ruled(db, name), business.profile(db, actor)
    told = queries.figures(db, actor, rule=name).get(name, Figures())
    most = max((count for _reason, count in told.why), default=1)
    page = queries.runs(db, actor, rule=name, state="waiting" if show == "waiting" else None, problems=show == "problems", limit=SHOWN)
    return Shown(
        name=rule.name,
        title=rule.title,
        on=rule.enabled,
        built_in=rule.built_in,
        changed=rule.changed,
        pieces=[Piece(part.words, part.slot) for part in parts(rule.trigger, rule.definition, queries.names_of(db, actor))],
        done=told.states.get("done", 0),
        skipped=told.states.get("skipped", 0),
        failed=told.states.get("failed", 0),
        why=[Why(reason, count, 100 * count // most) for reason, count in told.why[:6]],
        log=[run_line(row, here) for row in page.items],
    )


def run_line(row: RunRow, here: BusinessRow) -> RunLine:
    """A run in words."""
    state, tone, icon = STATES[row.state]
    due = _("Until {when}", when=here.moment(row.due_at)) if row.due_at else ""
    return RunLine(
        id=str(row.id),
        who=row.contact_name or _("Nobody in particular"),
        at=here.moment(row.at),
        why=" · ".join(part for part in (due, row.reason) if part),
        state=state,
        tone=tone,
        icon=icon,
        failed=row.state == "failed",
        to_open=_("Steps of the run for {who}", who=row.contact_name or row.title),
    )


def step_lines(steps: list[StepRow]) -> list[StepLine]:
    """A log in words."""
    words = {"armed": _("It waits for its moment")}
    return [
        StepLine(step.told or words.get(step.kind, step.kind), ICONS[step.ok], "" if step.ok is not False else "c-warn") for step in steps
    ]


def opened(db: Session, actor: Actor, *, run_id: str) -> Opened:
    """One run with its steps."""
    row, here = queries.run(db, actor, run_id=read_id(run_id)), business.profile(db, actor)
    state, tone, icon = STATES[row.state]
    title = _("{who}, {when}", who=row.contact_name or row.title, when=here.moment(row.at))
    return Opened(title, state, tone, icon, row.reason, step_lines(row.steps))


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
    return Desk(draft_of(definition, chosen, facts, words), _menus(db, actor, chosen, known, facts), timing(chosen), facts)


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


def rehearsed(db: Session, actor: Actor, *, name: str, definition: Definition | None) -> Rehearsed:
    """What the rule would have done in the last 30 days, in words."""
    told, here = queries.rehearse(db, actor, name=name, definition=definition), business.profile(db, actor)
    lines = [
        WouldLine(
            who=row.contact_name or _("Nobody in particular"),
            at=here.moment(row.at),
            what=" · ".join(part for part in (row.does, row.reason) if part),
            state=_("Would act") if row.acts else _("Would skip"),
            tone="ok" if row.acts else "",
            icon="check" if row.acts else "redo-2",
        )
        for row in told.rows[:PAST]
    ]
    times = plural(
        "It would have acted {count} time in the last 30 days", "It would have acted {count} times in the last 30 days", told.acts
    )
    rest = plural("and kept silent {count} time.", "and kept silent {count} times.", told.skipped)
    return Rehearsed(_("{times} {rest} Nothing was sent.", times=times, rest=rest), lines)


def told(problems: Sequence[Problem]) -> list[str]:
    """What is wrong, each thing once."""
    return list(dict.fromkeys(problem.message for problem in problems))
