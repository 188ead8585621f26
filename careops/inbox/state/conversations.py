"""The inbox: list, thread and contact, live; what is looked at and decided. Writing has a State of its own."""

from typing import Any

import reflex as rx

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.live import Sub
from careops.frame.state import Following, cookie_token, follow, look_along, requires, say
from careops.inbox import actions, queries
from careops.inbox.rules.snoozing import typed
from careops.inbox.state.rows import Asked, Screen
from careops.inbox.state.screens import CHANNELS, screen, shown_as

PAGE = 50
MOST_LOOKS = 8  # letters shown as they came, each up to megabytes


class Inbox(Following, rx.State):
    """What is shown of conversations; it follows along while the page is open."""

    shown: Screen = Screen()
    loaded: bool = False
    looks: dict[str, str] = {}
    _asked: Asked = Asked()

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def live(self, actor: Actor) -> None:
        """Shows the conversation in the address and keeps everything true while the page is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        async with self:
            self._asked = self._from_address()
            self.looks = {}
        member: Actor | None = actor
        with Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.inbox):
                await self._load(member, sub)
                member = await follow(sub, token)

    def _from_address(self) -> Asked:
        path, query = str(self.router.url.path).rstrip("/"), self.router.url.query_parameters
        told = {key: str(query.get(key, ""))[:60] for key in ("show", "label", "channel", "pane", "at")}
        last = path.rsplit("/", 1)[-1]
        return Asked(
            show=shown_as(told["show"]),
            conversation="" if last == "inbox" else last[:60],
            q=self._asked.q,
            label=told["label"],
            channel=told["channel"] if told["channel"] in CHANNELS else "",
            pane=told["pane"] if told["pane"] in ("list", "thread", "context") else "",
            at=told["at"],
        )

    async def _load(self, actor: Actor, sub: Sub | None = None) -> None:
        """Reads, then puts what changed in its place; who looks at a conversation has read it."""

        async def read(asked: Asked) -> Screen:
            found = await look_along(sub, actor, screen, asked=asked) if sub else await look(actor, screen, asked=asked)
            if found.open.unread:
                await perform(actor, actions.mark_read, conversation_id=read_id(found.open.id))
            return found

        await self._show_newest(lambda: self._asked, read, self._show)

    def _show(self, found: Screen) -> None:
        if found != self.shown or not self.loaded:
            self.shown, self.loaded = found, True

    # ── looking ──────────────────────────────────────────

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def search(self, actor: Actor, typed: str) -> None:
        """Conversations with those people, and every message that holds the words."""
        await self._ask(actor, q=str(typed)[:200].replace("\0", ""), lines=PAGE)

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def show_more(self, actor: Actor) -> None:
        """More below."""
        await self._ask(actor, lines=min(self._asked.lines + PAGE, 200))

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def show_earlier(self, actor: Actor) -> None:
        """What was said before."""
        await self._ask(actor, messages=min(self._asked.messages + PAGE, 200))

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = Asked(**(self._asked.__dict__ | changed))
        await self._load(actor)

    @rx.event
    @requires(Permission.inbox)
    async def show_look(self, actor: Actor, message_id: str) -> None:
        """The mail as it came, in a frame that can do nothing; of many the last ones stay open."""
        id = str(read_id(message_id))
        kept = [one for one in self.looks.items() if one[0] != id][1 - MOST_LOOKS :]
        self.looks = dict([*kept, (id, await look(actor, queries.html, message_id=read_id(id)))])

    # ── deciding ─────────────────────────────────────────

    async def _decide(self, actor: Actor, action: Any, **given: Any) -> None:
        await perform(actor, action, conversation_id=read_id(self._asked.conversation), **given)

    @rx.event
    @requires(Permission.inbox)
    async def close(self, actor: Actor) -> None:
        """Done with; a notice offers to take it back."""
        id = self._asked.conversation
        await self._decide(actor, actions.close)
        await say(self, _("Conversation closed"), undo=(Inbox.reopen_one, id))

    @rx.event
    @requires(Permission.inbox)
    async def reopen(self, actor: Actor) -> None:
        """Back among the open ones."""
        await self._decide(actor, actions.reopen)

    @rx.event
    @requires(Permission.inbox)
    async def reopen_one(self, actor: Actor, id: str) -> None:
        """The same for one that is no longer on the screen."""
        await perform(actor, actions.reopen, conversation_id=read_id(id))

    @rx.event
    @requires(Permission.inbox)
    async def snooze(self, actor: Actor, until: str) -> None:
        """Aside until one of the moments on offer; a notice offers to take it back."""
        await self._snooze(actor, str(until))

    @rx.event
    @requires(Permission.inbox)
    async def snooze_until(self, actor: Actor, form: dict[str, Any]) -> None:
        """The same until a moment of one's own, on the clock of the business."""
        await self._snooze(actor, str(form.get("until", "")))

    async def _snooze(self, actor: Actor, said: str) -> None:
        id = self._asked.conversation
        here = await look(actor, business.profile)
        until = typed(said[:40], here.timezone)
        await self._decide(actor, actions.snooze, until=until)
        at = here.moment(until)
        await say(self, _("Snoozed until {when}", when=at), undo=(Inbox.wake_one, id))

    @rx.event
    @requires(Permission.inbox)
    async def wake(self, actor: Actor) -> None:
        """Back among the open ones before its time."""
        await self._decide(actor, actions.wake_up)

    @rx.event
    @requires(Permission.inbox)
    async def wake_one(self, actor: Actor, id: str) -> None:
        """The same for one that is no longer on the screen."""
        await perform(actor, actions.wake_up, conversation_id=read_id(id))

    @rx.event
    @requires(Permission.inbox)
    async def assign(self, actor: Actor, member_id: str) -> None:
        """Gives it to somebody; empty for nobody."""
        await self._decide(actor, actions.assign, member_id=read_id(member_id) if member_id else None)

    @rx.event
    @requires(Permission.inbox)
    async def toggle_label(self, actor: Actor, label_id: str) -> None:
        """Puts the label on, or takes it off."""
        id = read_id(label_id)
        row = await look(actor, queries.get, conversation_id=read_id(self._asked.conversation))
        borne = [label.id for label in row.labels]
        wanted = [one for one in borne if one != id] if id in borne else [*borne, id]
        await self._decide(actor, actions.label, label_ids=wanted)

    @rx.event
    @requires(Permission.inbox)
    async def resume(self, actor: Actor) -> None:
        """Gives it back to automation."""
        await self._decide(actor, actions.resume)

    @rx.event
    @requires(Permission.inbox)
    async def pause(self, actor: Actor) -> None:
        """Takes over from automation."""
        await self._decide(actor, actions.pause)
