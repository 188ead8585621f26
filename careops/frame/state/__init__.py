"""Who is in this tab, and the door every handler goes through.

A handler is a public endpoint: `requires` looks the person up by the cookie each time, hands the handler its `actor`, and turns a refusal
into a notice. Identity is never kept in State; what is shown of it here is only shown.
"""

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import reflex as rx
from reflex.istate.proxy import StateProxy
from reflex.state import BaseState
from sqlmodel import Session

from careops.accounts import actions as accounts_actions
from careops.accounts import queries as accounts
from careops.core import live
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Refusal
from careops.core.i18n import text as _
from careops.frame.queries import search
from careops.frame.schemas import BellRow, Found, FoundGroup, FrameRow, NoticeRow, SwitchRow
from careops.frame.state.fitting import fitting
from careops.frame.state.following import Following, actor_of, cookie_token, follow, look_along, while_here
from careops.ui.people import initials, tint

__all__ = [
    "Following",
    "Frame",
    "Palette",
    "actor_of",
    "cookie_token",
    "counters",
    "every_state",
    "follow",
    "for_those_who",
    "frame_row",
    "look_along",
    "requires",
    "say",
    "tellers",
    "while_here",
]

Counter = Callable[[Session, Actor], int]

# How much waits at a place of the navigation, by its key. Packages above the frame enter theirs when the app is put together.
counters: dict[str, Counter] = {}

# What the bell tells, the most pressing first; entered likewise.
tellers: list[Callable[[Session, Actor], list[BellRow]]] = []

SEVERAL = 5  # notices kept for one tab


def for_those_who(permission: Permission, count: Counter) -> Counter:
    """The counter, and 0 for members without the permission: they do not see the place."""
    return lambda db, actor: count(db, actor) if actor.can(permission) else 0


async def say(state: rx.State, text: str, tone: str = "done", undo: tuple[Any, Any] | None = None) -> None:
    """Tells the person something once ("done" or "error"); `undo` is a handler and its argument, offered as a button for as long."""
    if isinstance(state, StateProxy):  # a background handler takes the lock first
        async with state:
            return await say(state.__wrapped__, text, tone, undo)
    frame = await state.get_state(Frame)
    notice = NoticeRow(id=uuid4().hex, text=text, tone=tone, undo=undo is not None)
    frame.notices = [*frame.notices[1 - SEVERAL :], notice]
    if undo is not None:
        handler, argument = undo
        frame._undos[notice.id] = (handler.state_full_name, handler.fn.__name__, str(argument))


async def _barred(state: rx.State, actor: Actor) -> bool:
    """Whether the whole page says already that it is not open to this person."""
    if isinstance(state, StateProxy):
        async with state:
            return await _barred(state.__wrapped__, actor)
    needs = (await state.get_state(Frame)).needs
    return needs != "" and needs not in actor.permissions


@asynccontextmanager
async def _check(state: rx.State, permission: Permission | None) -> AsyncGenerator[tuple[Actor | None, Any]]:
    """The actor and nothing, or nobody and what to answer instead; a refusal inside becomes a notice."""
    actor, answer = await actor_of(cookie_token(state)), None
    if actor is None:
        answer = rx.redirect("/login", replace=True)
    elif permission is not None and not actor.can(permission):
        if not await _barred(state, actor):
            await say(state, _("You may not do this"), "error")
        actor = None
    try:
        yield actor, answer
    except Refusal as refusal:
        await say(state, str(refusal), "error")


def requires(permission: Permission | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Stands under `@rx.event`: the handler takes `actor` first and runs only for a member who has the permission (None: any member)."""

    def decorate(handler: Callable[..., Any]) -> Any:
        async def steps(self: rx.State, *args: Any, **kwargs: Any) -> AsyncGenerator[Any]:
            async with _check(self, permission) as (actor, answer):
                if actor is None:
                    yield answer
                    return
                result = handler(self, actor, **fitting(sent, args, kwargs))
                if inspect.isasyncgen(result):
                    async for step in result:
                        yield step
                elif inspect.isgenerator(result):
                    for step in result:
                        yield step
                else:
                    yield await result if inspect.isawaitable(result) else result

        async def once(self: rx.State, *args: Any, **kwargs: Any) -> Any:
            return ([step async for step in steps(self, *args, **kwargs)] or [None])[-1]

        shape = inspect.signature(handler)
        sent = shape.replace(parameters=[given for name, given in list(shape.parameters.items())[1:] if name != "actor"])

        many = inspect.isgeneratorfunction(handler) or inspect.isasyncgenfunction(handler)
        guarded: Any = functools.wraps(handler)(steps if many else once)
        # Reflex and the browser never see the actor: it cannot be sent.
        guarded.__signature__ = shape.replace(parameters=[given for name, given in shape.parameters.items() if name != "actor"])
        guarded.__annotations__ = {name: kind for name, kind in handler.__annotations__.items() if name != "actor"}
        guarded._requires = permission or "member"
        return guarded

    return decorate


def every_state(cls: type[BaseState] = rx.State) -> Iterator[type[BaseState]]:
    """Every State class of the app, parents first."""
    yield cls
    for child in cls.get_substates():
        yield from every_state(child)


def frame_row(db: Session, actor: Actor) -> FrameRow:
    """What the page around every screen shows of the actor."""
    workspaces = accounts.workspaces_of(db, actor)
    here = next((workspace.name for workspace in workspaces if workspace.id == actor.workspace_id), "")
    return FrameRow(
        name=actor.name or actor.email,
        email=actor.email,
        initials=initials(actor.name or actor.email),
        tint=tint(actor.user_id) if actor.user_id else 1,
        workspace_name=here,
        workspace_initial=initials(here)[:1],
        workspaces=[
            SwitchRow(id=str(one.id), name=one.name, initial=initials(one.name)[:1], current=one.id == actor.workspace_id)
            for one in workspaces
        ],
        allowed=sorted(actor.permissions),
        counts={key: count(db, actor) for key, count in counters.items()},
        bell=[row for tell in tellers for row in tell(db, actor)],
    )


class Frame(rx.State):
    """The tab: who is shown in it, what they were told. Every page begins with `guard` and ends its loading with `live`."""

    shown: FrameRow = FrameRow()
    needs: str = ""  # the permission without which this page shows nothing
    notices: list[NoticeRow] = []
    _whose: str = ""  # whose data this tab's State holds
    _undos: dict[str, tuple[str, str, str]] = {}  # notice → State, handler, argument; never sent to the browser

    @rx.event
    async def guard(self, needs: str = "") -> Any:
        """Sends strangers to the sign-in, and empties the tab when another person or workspace is in it.

        `needs` is the page's permission: whoever lacks it is told so in its place. What a page loads is refused by each handler itself.
        """
        actor = await actor_of(cookie_token(self))
        whose = f"{actor.user_id}:{actor.workspace_id}" if actor else ""
        if self._whose not in ("", whose):
            for cls in every_state():
                (await self.get_state(cls)).reset()
        self._whose = whose
        if actor is None:
            return rx.redirect("/login", replace=True)
        await perform(actor, accounts_actions.stay, token=cookie_token(self))
        self.shown, self.needs = await look(actor, frame_row), str(needs)[:40]
        return None

    @rx.event(background=True)
    @requires()
    async def live(self, actor: Actor) -> None:
        """Keeps names and counts of this tab true until it leaves the page."""
        token, workspace = cookie_token(self), actor.workspace_id
        with live.Sub(f"ws:{workspace}") as sub:
            member: Actor | None = actor
            while member and member.workspace_id == workspace:
                row = await look_along(sub, member, frame_row)  # read before taking the lock, never under it
                async with self:
                    if row != self.shown:
                        self.shown = row
                member = await follow(sub, token)

    @rx.event
    def told(self, id: str) -> None:
        """The notice was read, or its time is over."""
        self.notices = [notice for notice in self.notices if notice.id != id]
        self._undos.pop(id, None)

    @rx.event
    @requires()
    async def undo(self, actor: Actor, id: str) -> Any:
        """Takes back what a notice told; the handler it calls checks the person for itself."""
        where, handler, argument = self._undos.get(id, ("", "", ""))
        self.told(id)
        for cls in every_state():
            if cls.get_full_name() == where:
                return getattr(cls, handler)(argument)
        return None

    @rx.event
    async def failed(self) -> None:
        """What a person reads when a handler broke; the details stay in the log."""
        await say(self, _("Something went wrong. Nothing was changed."), "error")


RECENT = 5  # opened last, offered again before anything is typed


class Palette(rx.State):
    """Find or do: what was found for the words, and what this tab opened last."""

    groups: list[FoundGroup] = []
    recent: list[Found] = []
    words: str = ""

    @rx.event
    @requires()
    async def find(self, actor: Actor, words: str) -> None:
        """Looks for what was typed; the browser waits a quarter of a second after the last key."""
        self.words = words[:200]
        self.groups = await look(actor, search, q=self.words)

    @rx.event
    @requires()
    async def opened(self, actor: Actor, href: str) -> None:
        """Remembers what was opened, as long as the tab lives; only what was found for the person before."""
        known = [one for group in self.groups for one in group.found] + self.recent
        chosen = next((one for one in known if one.href == href), None)
        if chosen is not None:
            self.recent = [chosen, *(one for one in self.recent if one.href != href)][:RECENT]
