"""Whom a tab belongs to, asked anew with all news, so that what it shows stays true and ends when they leave."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

import reflex as rx

from careops.accounts import queries as accounts
from careops.core import live
from careops.core.actor import Actor, Permission
from careops.core.db import look
from careops.core.http import COOKIE

Q = TypeVar("Q")
T = TypeVar("T")


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


async def while_here(
    state: rx.State, actor: Actor, permission: Permission | None = None, *, topic: str = "ws", patience: float = 60
) -> AsyncGenerator[Actor]:
    """Who the tab belongs to: at once, and again with all news of the topic, while they stay signed in at this business and may see it.

    What a page keeps true stands in the loop's body. It ends when the page does, and for somebody who may no longer see the page.
    """
    token, workspace = cookie_token(state), actor.workspace_id
    member: Actor | None = actor
    with live.Sub(f"{topic}:{workspace}") as sub:
        while member and member.workspace_id == workspace and (permission is None or member.can(permission)):
            yield member
            member = await follow(sub, token, patience)


class Following(rx.State, mixin=True):
    """A page that shows what the database answers while several of its handlers ask: its loop, and whoever presses "more"."""

    _asking: int = 0  # how many readings were begun
    _answered: int = 0  # the last of them that counts

    async def _show_newest(self, asked: Callable[[], Q], read: Callable[[Q], Awaitable[T]], show: Callable[[T], None]) -> None:
        """Reads what is asked and shows it, both as the page stands at that moment.

        Asks again when something else was asked meanwhile; shows nothing when a reading begun later is shown already, or the tab itself
        changed what is read (`_outdate`).
        """
        while True:
            async with self:
                self._asking += 1
                question, turn = asked(), self._asking
            found = await read(question)
            async with self:
                if question != asked():
                    continue
                if self._answered < turn <= self._asking:  # above it after a reset: another visit began it
                    self._answered = turn
                    show(found)
                return

    def _outdate(self) -> None:
        """What is being read is from before a change that this tab makes and shows by itself; the news of it bring what is true after."""
        self._answered = self._asking


async def look_along(sub: live.Sub, actor: Actor, query: Callable[..., T], /, **arguments: Any) -> T:
    """`look` for a tab that follows along: the same question of the same member is asked once for all their tabs."""
    who = (actor.workspace_id, actor.member_id, actor.role, actor.permissions)
    question = (query, who, tuple(sorted(arguments.items())))
    return await live.shared(question, sub.heard, lambda: look(actor, query, **arguments))
