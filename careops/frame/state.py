"""Who is in this tab, and the door every handler goes through.

A handler is a public endpoint: `requires` looks the person up by the cookie each time, hands the handler its `actor`, and turns a refusal
into a notice. Identity is never kept in State; what is shown of it here is only shown.
"""

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
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
from careops.core.http import COOKIE
from careops.core.i18n import text as _
from careops.frame.schemas import BellRow, FrameRow, NoticeRow, SwitchRow
from careops.ui.people import initials, tint

T = TypeVar("T")
Counter = Callable[[Session, Actor], int]

# How much waits at a place of the navigation, by its key. Packages above the frame enter theirs when the app is put together.
counters: dict[str, Counter] = {}

# What the bell tells, the most pressing first; entered likewise.
tellers: list[Callable[[Session, Actor], list[BellRow]]] = []

SEVERAL = 5  # notices kept for one tab


def for_those_who(permission: Permission, count: Counter) -> Counter:
    """The counter, and 0 for members without the permission: they do not see the place."""
    return lambda db, actor: count(db, actor) if actor.can(permission) else 0


def cookie_token(state: rx.State) -> str:
    """The sign-in token this tab connected with; empty when there is none."""
    try:
        return SimpleCookie(state.router.headers.cookie or "")[COOKIE].value
    except (CookieError, KeyError):
        return ""


async def actor_of(token: str) -> Actor | None:
    """The member a token belongs to right now, from the database every time, so that an end is an end at once."""
    return await look(None, accounts.actor_for_token, token=token) if token else None


async def follow(sub: live.Sub, token: str, timeout: float = 60) -> Actor | None:
    """Waits for news (or a minute, should a wake-up be lost), then who the tab belongs to now; tabs of one sign-in ask once."""
    await sub.news(timeout)
    return await live.shared(("actor", token), sub.heard, lambda: actor_of(token))


async def look_along(sub: live.Sub, actor: Actor, query: Callable[..., T], /, **arguments: Any) -> T:
    """`look` for a tab that follows along: the same question of the same member is asked once for all their tabs."""
    who = (actor.workspace_id, actor.member_id, actor.role, actor.permissions)
    question = (query, who, tuple(sorted(arguments.items())))
    return await live.shared(question, sub.heard, lambda: look(actor, query, **arguments))


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


@asynccontextmanager
async def _check(state: rx.State, permission: Permission | None) -> AsyncGenerator[tuple[Actor | None, Any]]:
    """The actor and nothing, or nobody and what to answer instead; a refusal inside becomes a notice."""
    actor, answer = await actor_of(cookie_token(state)), None
    if actor is None:
        answer = rx.redirect("/login", replace=True)
    elif permission is not None and not actor.can(permission):
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
                result = handler(self, actor, *args, **kwargs)
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

        many = inspect.isgeneratorfunction(handler) or inspect.isasyncgenfunction(handler)
        guarded: Any = functools.wraps(handler)(steps if many else once)
        shape = inspect.signature(handler)
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
    notices: list[NoticeRow] = []
    _whose: str = ""  # whose data this tab's State holds
    _undos: dict[str, tuple[str, str, str]] = {}  # notice → State, handler, argument; never sent to the browser

    @rx.event
    async def guard(self) -> Any:
        """Sends strangers to the sign-in, and empties the tab when another person or workspace is in it."""
        actor = await actor_of(cookie_token(self))
        whose = f"{actor.user_id}:{actor.workspace_id}" if actor else ""
        if self._whose not in ("", whose):
            for cls in every_state():
                (await self.get_state(cls)).reset()
        self._whose = whose
        if actor is None:
            return rx.redirect("/login", replace=True)
        await perform(actor, accounts_actions.stay, token=cookie_token(self))
        self.shown = await look(actor, frame_row)
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
