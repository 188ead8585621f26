"""What one webhook was told: each event with what became of it, each try with what was sent and answered."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.automation import actions, queries
from careops.automation.rules.webhooks import BY_KIND, KEPT, TEST
from careops.automation.schemas.webhooks import AttemptRow, CallRow, ReplayIn
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core import clock, paging
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import Following, requires, say, while_here

SHOWN = 50
MOST_PAGES = 20


@dataclass(frozen=True)
class CallLine:
    """One event and what became of telling it."""

    id: str
    kind: str
    title: str
    at: str
    state: str
    tone: str
    icon: str
    why: str
    fixed: bool  # it cannot be sent again now
    to_replay: str
    to_open: str


@dataclass(frozen=True)
class TryLine:
    """One try: what was sent, what came back."""

    id: str
    at: str
    said: str
    tone: str
    icon: str
    request: str
    answer: str


@dataclass(frozen=True)
class Log:
    """The log of one webhook."""

    title: str = ""
    lines: list[CallLine] = field(default_factory=list[CallLine])
    failed: bool = False
    more: bool = False


# ── in words ─────────────────────────────────────────────


def logged(db: Session, actor: Actor, *, webhook_id: UUID, pages: int) -> Log:
    """What it was told, the latest first."""
    here = business.profile(db, actor)
    row = queries.webhook(db, actor, webhook_id=webhook_id)
    read = partial(queries.calls, db, actor, webhook_id=webhook_id, limit=SHOWN)
    page = paging.together(lambda cursor: read(cursor=cursor), pages)
    failed = [call for call in queries.calls(db, actor, webhook_id=webhook_id, state="failed").items if call.kind != TEST]
    lines = [call_line(call, here, on=row.enabled) for call in page.items]
    return Log(_("Told to {name}", name=row.label or row.host), lines, bool(failed) and row.enabled, page.next_cursor is not None)


def call_line(row: CallRow, here: BusinessRow, *, on: bool) -> CallLine:
    """One event in words."""
    offer = BY_KIND.get(row.kind)
    state, tone, icon = {
        "delivered": (_("Taken"), "ok", "check"),
        "failed": (_("Given up"), "warn", "triangle-alert"),
        "leased": (_("On its way"), "", "send"),
        "waiting": (_("Tried again {when}", when=_at(row.due_at, here)) if row.tries else _("Waits"), "", "clock"),
    }[row.state]
    tries = plural("{count} try", "{count} tries", row.tries)
    return CallLine(
        id=str(row.id),
        kind=row.kind,
        title=_(offer.title) if offer else _("Test"),
        at=here.moment(row.created_at),
        state=state,
        tone=tone,
        icon=icon,
        why=f"{_(row.reason)} · {tries}" if row.reason else tries,
        fixed=not on or row.state == "leased",
        to_replay=_("Send {event} of {when} again", event=row.kind, when=here.moment(row.created_at)),
        to_open=_("Tries of {event} of {when}", event=row.kind, when=here.moment(row.created_at)),
    )


def _at(at: datetime | None, here: BusinessRow) -> str:
    return here.moment(at) if at else ""


def tried(db: Session, actor: Actor, *, webhook_id: UUID, call_id: UUID) -> list[TryLine]:
    """Each try of one event, the latest first."""
    here = business.profile(db, actor)
    return [try_line(row, here) for row in queries.attempts(db, actor, webhook_id=webhook_id, call_id=call_id).items]


def try_line(row: AttemptRow, here: BusinessRow) -> TryLine:
    """One try in words."""
    headers = "\n".join(f"{name}: {text}" for name, text in row.headers.items())
    said = _("Answered {status} after {count} ms", status=row.status, count=row.milliseconds) if row.status else _(row.reason)
    return TryLine(
        id=str(row.id),
        at=here.moment(row.at),
        said=said,
        tone="ok" if row.taken else "warn",
        icon="check" if row.taken else "triangle-alert",
        request=f"{headers}\n\n{row.body}",
        answer=row.answer,
    )


# ── the screen ───────────────────────────────────────────


class WebhookLog(Following, rx.State):
    """The log that is open, and the tries of one of its events."""

    log: Log = Log()
    shown: str = ""
    tries: list[TryLine] = []
    opened: str = ""
    _pages: int = 1

    @rx.event(background=True)
    @requires(Permission.settings)
    async def live(self, actor: Actor) -> None:
        """Keeps the open log true."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.settings):
            await self._load(member)

    async def _load(self, actor: Actor) -> None:
        async def read(asked: tuple[str, int]) -> Log | None:
            try:
                return await look(actor, logged, webhook_id=read_id(asked[0]), pages=asked[1]) if asked[0] else None
            except NotFound:
                return None

        await self._show_newest(lambda: (self.shown, self._pages), read, self._show)

    def _show(self, found: Log | None) -> None:
        self.log, self.shown = found or Log(), self.shown if found else ""

    @rx.event
    @requires(Permission.settings)
    async def open(self, actor: Actor, id: str) -> None:
        """Opens the log of one webhook."""
        webhook_id = read_id(id)
        self.log, self.shown, self._pages = await look(actor, logged, webhook_id=webhook_id, pages=1), str(webhook_id), 1

    @rx.event
    @requires(Permission.settings)
    async def close(self, actor: Actor, what: str) -> None:
        """Closes the log, or the tries of an event."""
        if what == "log":
            self.log, self.shown = Log(), ""
        self.tries, self.opened = [], ""

    @rx.event
    @requires(Permission.settings)
    async def show_more(self, actor: Actor) -> None:
        """More of the log below."""
        self._pages = min(self._pages + 1, MOST_PAGES)
        self.log = await look(actor, logged, webhook_id=read_id(self.shown), pages=self._pages)

    @rx.event
    @requires(Permission.settings)
    async def look_into(self, actor: Actor, id: str) -> None:
        """Shows each try of one event."""
        call_id = read_id(id)
        self.tries, self.opened = await look(actor, tried, webhook_id=read_id(self.shown), call_id=call_id), str(call_id)

    @rx.event
    @requires(Permission.settings)
    async def replay(self, actor: Actor, id: str) -> None:
        """Sends one event again, with the same id and the same bytes."""
        await self._replay(actor, ReplayIn(call_id=read_id(id)))

    @rx.event
    @requires(Permission.settings)
    async def replay_failed(self, actor: Actor) -> None:
        """Sends everything again that was given up, as far back as it is kept."""
        await self._replay(actor, ReplayIn(since=clock.now() - KEPT))

    async def _replay(self, actor: Actor, given: ReplayIn) -> None:
        webhook_id = read_id(self.shown)
        done = await perform(actor, actions.replay, webhook_id=webhook_id, given=given)
        await say(self, plural("{count} event is sent again", "{count} events are sent again", done.replayed))
        self.log = await look(actor, logged, webhook_id=webhook_id, pages=self._pages)
