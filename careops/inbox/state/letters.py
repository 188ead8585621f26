"""The local outbox, live."""

from dataclasses import dataclass, field

import reflex as rx
from sqlmodel import Session

from careops.business import queries as business
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.errors import NotFound
from careops.core.ids import read_id
from careops.frame.state import requires, while_here
from careops.inbox import queries
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
        asked = str(self.router.url.query_parameters.get("letter", ""))
        async for member in while_here(self, actor, Permission.deliveries):
            found = await look(member, outbox, asked=asked, length=self._length)
            async with self:
                if found != self.shown or not self.loaded:
                    self.shown, self.loaded = found, True
                self.pane = "detail" if found.open.id else "list"
