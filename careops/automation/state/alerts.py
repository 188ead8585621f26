"""What needs a person, and what needed one; live."""

from dataclasses import dataclass
from functools import partial
from typing import cast, get_args

import reflex as rx
from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.automation import actions, queries
from careops.automation.rules.alerts import PRIORITIES, SNOOZES, since_text
from careops.automation.schemas import AlertRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock, paging
from careops.core.actor import Actor
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.schemas import BellRow
from careops.frame.state import Following, requires, say, while_here

SHOWN = 50
BELL = 6  # told by the bell
MOST_PAGES = 20


@dataclass(frozen=True)
class Line:
    """One alert: its sentence, since when, and the way to mend it."""

    id: str
    sentence: str
    why: str
    fix: str
    href: str
    tone: str
    icon: str
    urgency: str
    read: bool
    assignee: str
    snoozed: bool


@dataclass(frozen=True)
class Mate:
    """Somebody an alert can be given to."""

    id: str
    name: str


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see: those that stand so, of all priorities or of one."""

    standing: queries.Standing = "open"
    priority: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Listed:
    """The asked list, how many are open, and who may be given one."""

    lines: list[Line]
    more: bool
    open: int
    critical: int
    mine: int
    snoozed: int
    team: list[Mate]


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """The asked alerts: open ones by how pressing they are, resolved ones the latest first."""
    here = business.profile(db, actor)
    rows, more = _resolved(db, actor, asked) if asked.standing == "resolved" else _open(db, actor, asked)
    return Listed(
        lines=[_line(row, here) for row in rows],
        more=more,
        open=queries.open_alerts(db, actor),
        critical=queries.open_alerts(db, actor, priority="critical"),
        mine=queries.open_alerts(db, actor, standing="mine"),
        snoozed=queries.open_alerts(db, actor, standing="snoozed"),
        team=[Mate(str(member.id), member.name or member.email) for member in accounts.members(db, actor) if member.active],
    )


def latest(db: Session, actor: Actor) -> list[BellRow]:
    """What the bell tells: the few most pressing."""
    rows = queries.needs_you(db, actor, limit=BELL)
    return [
        BellRow(text=row.sentence, href=row.href, urgency=PRIORITIES[row.priority][1], tone=PRIORITIES[row.priority][0]) for row in rows
    ]


def _open(db: Session, actor: Actor, asked: Asked) -> tuple[list[AlertRow], bool]:
    wanted = SHOWN * asked.pages
    rows = queries.needs_you(db, actor, standing=asked.standing, priority=asked.priority, limit=wanted + 1)
    return rows[:wanted], len(rows) > wanted


def _resolved(db: Session, actor: Actor, asked: Asked) -> tuple[list[AlertRow], bool]:
    read = partial(queries.alerts, db, actor, standing="resolved", limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), asked.pages)
    return page.items, page.next_cursor is not None


def _line(row: AlertRow, here: BusinessRow) -> Line:
    tone, urgency = PRIORITIES[row.priority]
    return Line(
        id=str(row.id),
        sentence=row.sentence,
        why=_why(row, here),
        fix=row.fix,
        href=row.href,
        tone="" if row.resolved_at else tone,
        icon="check" if row.resolved_at else "triangle-alert" if tone else "bell",
        urgency=urgency,
        read=row.read_at is not None,
        assignee=row.assignee,
        snoozed=row.snoozed_until is not None and row.snoozed_until > clock.now(),
    )


def _why(row: AlertRow, here: BusinessRow) -> str:
    """Since when it is open and how often it came, or who put it away."""
    now = clock.now()
    if row.resolved_at:
        at = here.moment(row.resolved_at, now)
        return _("Resolved by {name}, {time}", name=row.resolved_by or "CareOps", time=at)
    said = [since_text(now, row.last_at)]
    if row.times > 1:
        said.append(plural("{count} time", "{count} times", row.times))
    if row.assignee:
        said.append(_("{name} looks after it", name=row.assignee))
    if row.snoozed_until and row.snoozed_until > now:
        back = here.moment(row.snoozed_until, now)
        said.append(_("comes back {time}", time=back))
    return " · ".join(said)


class Alerts(Following, rx.State):
    """The list that is shown."""

    standing: str = "open"
    priority: str = ""
    team: list[Mate] = []
    lines: list[Line] = []
    more: bool = False
    open: int = 0
    critical: int = 0
    mine: int = 0
    snoozed: int = 0
    loaded: bool = False
    _pages: int = 1

    def _asked(self) -> Asked:
        return Asked(cast(queries.Standing, self.standing), self.priority, self._pages)

    @rx.event(background=True)
    @requires()
    async def live(self, actor: Actor) -> None:
        """Shows the alerts in the address and keeps them true; an alert is only for those who may see what it is about."""
        query = self.router.url.query_parameters
        async with self:
            priority = str(query.get("priority", ""))
            self.priority = priority if priority in PRIORITIES else ""
            standing = str(query.get("standing", ""))
            self.standing = standing if standing in get_args(queries.Standing) else "open"
            self._pages, self.loaded = 1, False
        async for member in while_here(self, actor):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        await self._show_newest(self._asked, lambda asked: look(actor, listed, asked=asked), self._show)

    def _show(self, found: Listed) -> None:
        if found.lines != self.lines:
            self.lines = found.lines
        self.more, self.open, self.critical = found.more, found.open, found.critical
        self.mine, self.snoozed, self.team, self.loaded = found.mine, found.snoozed, found.team, True

    @rx.event(background=True)
    @requires()
    async def show_more(self, actor: Actor) -> None:
        """More alerts below."""
        async with self:
            self._pages = min(self._pages + 1, MOST_PAGES)
        await self._load(actor)

    @rx.event
    @requires()
    async def read(self, actor: Actor, id: str) -> None:
        """Somebody has seen it; the list follows by itself."""
        await perform(actor, actions.read_alert, alert_id=read_id(id))

    @rx.event
    @requires()
    async def resolve(self, actor: Actor, id: str) -> None:
        """Somebody has dealt with it; the list follows by itself, and for a moment it can be taken back."""
        await perform(actor, actions.resolve_alert, alert_id=read_id(id))
        await say(self, _("The alert is resolved"), undo=(Alerts.reopen, id))

    @rx.event
    @requires()
    async def reopen(self, actor: Actor, id: str) -> None:
        """It is not dealt with after all."""
        await perform(actor, actions.reopen_alert, alert_id=read_id(id))

    @rx.event
    @requires()
    async def assign(self, actor: Actor, id: str, member: str) -> None:
        """Somebody looks after it; an empty member: nobody does."""
        await perform(actor, actions.assign_alert, alert_id=read_id(id), member_id=read_id(member) if member else None)

    @rx.event
    @requires()
    async def snooze(self, actor: Actor, id: str, length: str) -> None:
        """Out of the way for an hour, a day or a week; anything else brings it back."""
        until = clock.now() + SNOOZES[length] if length in SNOOZES else None
        await perform(actor, actions.snooze_alert, alert_id=read_id(id), until=until)
        await say(self, _("It comes back by itself") if until else _("It is back among the open ones"))
