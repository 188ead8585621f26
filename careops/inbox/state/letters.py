"""The local outbox and the deliveries, live."""

from dataclasses import dataclass, field
from typing import cast, get_args

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock, live
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say
from careops.inbox import actions, queries
from careops.inbox.queries.deliveries import Which
from careops.inbox.schemas import OutboxRow
from careops.inbox.state.drawing import Letter, letter

PAGE = 50


@dataclass(frozen=True)
class Preview:
    """One letter opened; `html` is shown in a frame that runs nothing."""

    id: str = ""
    recipient: str = ""
    subject: str = ""
    at: str = ""
    html: str = ""
    text: str = ""
    files: str = ""


@dataclass(frozen=True)
class Letters:
    """A list of letters, and the one that is open."""

    letters: list[Letter] = field(default_factory=list[Letter])
    more: bool = False
    open: Preview = Preview()


def outbox(db: Session, actor: Actor, *, asked: str, length: int) -> Letters:
    """What stayed here, the latest first, and the asked letter."""
    here, moment = business.profile(db, actor), clock.now()
    page = queries.outbox(db, actor, limit=min(length, 200))
    return Letters([letter(row, here, moment, asked) for row in page.items], page.next_cursor is not None, _open(db, actor, asked))


def _open(db: Session, actor: Actor, asked: str) -> Preview:
    try:
        return _preview(queries.outbox_letter(db, actor, delivery_id=read_id(asked)), db, actor) if asked else Preview()
    except NotFound:
        return Preview()


def _preview(row: OutboxRow, db: Session, actor: Actor) -> Preview:
    drawn = letter(row, business.profile(db, actor), clock.now())
    html = row.html.replace("<head>", '<head><base target="_blank">', 1)  # its links open beside the app
    return Preview(drawn.id, drawn.recipient, drawn.subject, drawn.at, html, row.text, ", ".join(row.attachments))


def deliveries(db: Session, actor: Actor, *, which: str, length: int) -> Letters:
    """Every letter and how it stands, the latest first."""
    here, moment = business.profile(db, actor), clock.now()
    state = cast(Which, which) if which in get_args(Which) else None
    page = queries.deliveries(db, actor, state=state, limit=min(length, 200))
    return Letters([letter(row, here, moment) for row in page.items], page.next_cursor is not None)


class Outbox(rx.State):
    """The local outbox."""

    shown: Letters = Letters()
    loaded: bool = False
    pane: str = "list"
    _length: int = PAGE

    @rx.event(background=True)
    @requires(Permission.deliveries)
    async def live(self, actor: Actor) -> None:
        """Shows the letter in the address, and new ones as they are written."""
        token, workspace = cookie_token(self), actor.workspace_id
        asked = str(self.router.url.query_parameters.get("letter", ""))
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.deliveries):
                found = await look(member, outbox, asked=asked, length=self._length)
                async with self:
                    if found != self.shown or not self.loaded:
                        self.shown, self.loaded = found, True
                    self.pane = "detail" if found.open.id else "list"
                await sub.news(timeout=60)
                member = await actor_of(token)


class Deliveries(rx.State):
    """Every letter and how it stands."""

    shown: Letters = Letters()
    which: str = ""
    loaded: bool = False
    _length: int = PAGE

    @rx.event(background=True)
    @requires(Permission.deliveries)
    async def live(self, actor: Actor) -> None:
        """Shows the view in the address and keeps it true."""
        token, workspace = cookie_token(self), actor.workspace_id
        which = str(self.router.url.query_parameters.get("state", ""))
        async with self:
            self.which, self._length = which if which in get_args(Which) else "", PAGE
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.deliveries):
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    async def _load(self, actor: Actor) -> None:
        found = await look(actor, deliveries, which=self.which, length=self._length)
        async with self:
            if found != self.shown or not self.loaded:
                self.shown, self.loaded = found, True

    @rx.event(background=True)
    @requires(Permission.deliveries)
    async def show_more(self, actor: Actor) -> None:
        """More letters below."""
        async with self:
            self._length += PAGE
        await self._load(actor)

    @rx.event
    @requires(Permission.deliveries)
    async def retry(self, actor: Actor, id: str) -> None:
        """Sends a failed letter again."""
        await perform(actor, actions.retry, delivery_id=read_id(id))
        await say(self, _("Sending again"))
