"""What needs a person, and what needed one; live."""

from dataclasses import dataclass
from functools import partial

import reflex as rx
from sqlmodel import Session

from careops.automation import actions, queries
from careops.automation.rules.alerts import PRIORITIES
from careops.automation.schemas import AlertRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock, live, paging, when
from careops.core.actor import Actor
from careops.core.db import look, perform
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say

SHOWN = 50
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


@dataclass(frozen=True)
class Asked:
    """What the tab wants to see: the open ones, all or of one priority, or the resolved."""

    resolved: bool = False
    priority: str = ""
    pages: int = 1


@dataclass(frozen=True)
class Listed:
    """The asked list, and how many are open."""

    lines: list[Line]
    more: bool
    open: int
    critical: int


def listed(db: Session, actor: Actor, *, asked: Asked) -> Listed:
    """The asked alerts: open ones by how pressing they are, resolved ones the latest first."""
    here = business.profile(db, actor)
    rows, more = _resolved(db, actor, asked) if asked.resolved else _open(db, actor, asked)
    return Listed(
        lines=[_line(row, here) for row in rows],
        more=more,
        open=queries.open_alerts(db, actor),
        critical=queries.open_alerts(db, actor, priority="critical"),
    )


def _open(db: Session, actor: Actor, asked: Asked) -> tuple[list[AlertRow], bool]:
    wanted = SHOWN * asked.pages
    rows = queries.needs_you(db, actor, priority=asked.priority, limit=wanted + 1)
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
    )


def _why(row: AlertRow, here: BusinessRow) -> str:
    """Since when it is open and how often it came, or who put it away."""
    now = clock.now()
    if row.resolved_at:
        at = when.moment_text(now, row.resolved_at, here.timezone, here.spoken(), here.hour_cycle)
        return _("Resolved by {name}, {time}", name=row.resolved_by or "CareOps", time=at)
    since = _("{time} ago", time=when.waited_text(now, row.last_at))
    return since if row.times == 1 else _("{since}, {times}", since=since, times=plural("{count} time", "{count} times", row.times))


class Alerts(rx.State):
    """The list that is shown."""

    resolved: bool = False
    priority: str = ""
    lines: list[Line] = []
    more: bool = False
    open: int = 0
    critical: int = 0
    loaded: bool = False
    _pages: int = 1

    def _asked(self) -> Asked:
        return Asked(self.resolved, self.priority, self._pages)

    @rx.event(background=True)
    @requires()
    async def live(self, actor: Actor) -> None:
        """Shows the alerts in the address and keeps them true; an alert is only for those who may see what it is about."""
        token, workspace = cookie_token(self), actor.workspace_id
        query = self.router.url.query_parameters
        async with self:
            priority = str(query.get("priority", ""))
            self.priority = priority if priority in PRIORITIES else ""
            self.resolved, self._pages, self.loaded = query.get("standing") == "resolved", 1, False
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace:
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    async def _load(self, actor: Actor) -> None:
        asked = self._asked()
        found = await look(actor, listed, asked=asked)
        async with self:
            if asked != self._asked():
                return
            if found.lines != self.lines:
                self.lines = found.lines
            self.more, self.open, self.critical, self.loaded = found.more, found.open, found.critical, True

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
        """Somebody has dealt with it; the list follows by itself."""
        await perform(actor, actions.resolve_alert, alert_id=read_id(id))
        await say(self, _("The alert is resolved"))
