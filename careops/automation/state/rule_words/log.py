"""The rule as it stands, what it did, and why not."""

from dataclasses import dataclass, field

from sqlmodel import Session

from careops.automation import queries
from careops.automation.queries.runs import Figures
from careops.automation.rules.sentences import parts
from careops.automation.schemas import RunRow, StepRow
from careops.automation.state.rules import Piece
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
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
class Opened:
    """A run, or a trial, with its steps."""

    title: str = ""
    state: str = ""
    tone: str = ""
    icon: str = "check"
    why: str = ""
    steps: list[StepLine] = field(default_factory=list[StepLine])


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
