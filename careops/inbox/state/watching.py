"""Who else has the conversation open, and who writes there: told while the page is open, forgotten by itself."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from careops.core import live
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires
from careops.inbox import actions, queries
from careops.inbox.actions.watching import topic
from careops.inbox.schemas import ViewerRow

AGAIN = 20  # seconds between two signs of life


@dataclass(frozen=True)
class Other:
    """A colleague who is there too."""

    name: str
    initials: str
    tint: int
    said: str


class Watching(rx.State):
    """The others in this conversation."""

    others: list[Other] = []
    _writing: bool = False

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def live(self, actor: Actor) -> None:
        """Says that this member is here, and shows who else is, until the page is left."""
        token, last = cookie_token(self), str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        async with self:
            self.others, self._writing = [], False
        try:
            id = read_id(last)
        except NotFound:
            return
        member: Actor | None = actor
        try:
            with live.Sub(topic(id)) as sub:
                while member and member.workspace_id == actor.workspace_id and member.can(Permission.inbox):
                    await perform(member, actions.watch, conversation_id=id, writing=self._writing)
                    found = [_other(row) for row in await look(member, queries.viewers, conversation_id=id)]
                    if found != self.others:
                        async with self:
                            self.others = found
                    await sub.news(timeout=AGAIN)
                    member = await actor_of(token)
        except NotFound:
            return
        finally:
            await asyncio.shield(perform(actor, actions.leave, conversation_id=id))

    async def _write(self, actor: Actor, conversation: str, writing: bool) -> None:
        """The composer tells that words stand in it, or no more."""
        if writing != self._writing:
            self._writing = writing
            await perform(actor, actions.watch, conversation_id=read_id(conversation), writing=writing)


def _other(row: ViewerRow) -> Other:
    said = _("{name} is writing", name=row.name) if row.writing else _("{name} is also here", name=row.name)
    return Other(row.name, row.initials, row.tint, said)
