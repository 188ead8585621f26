"""The inbox: three panes, live."""

from typing import Any

import reflex as rx

from careops.core import live
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import NotFound, Refusal
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import actor_of, cookie_token, requires, say
from careops.inbox import actions, queries
from careops.inbox.state.drawing import Asked, Screen, screen, shown_as

PAGE = 50


class Inbox(rx.State):
    """What is shown; the composer's words are kept on the server while they are typed."""

    shown: Screen = Screen()
    loaded: bool = False
    writing: str = "email"  # or note
    draft: str = ""
    saved: str = ""
    composer_key: str = ""
    _asked: Asked = Asked()
    _sent: int = 0

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def live(self, actor: Actor) -> None:
        """Shows the conversation in the address and keeps everything true while the page is open."""
        token, workspace = cookie_token(self), actor.workspace_id
        asked = self._from_address()
        drafts = await self._drafts(actor, asked.conversation)
        async with self:
            same = asked.conversation == self._asked.conversation
            self._asked = asked
            self.writing, self.saved = self.writing if same else "email", ""
            self._begin(drafts)
        member: Actor | None = actor
        with live.Sub(f"ws:{workspace}") as sub:
            while member and member.workspace_id == workspace and member.can(Permission.inbox):
                await self._load(member)
                await sub.news(timeout=60)
                member = await actor_of(token)

    def _from_address(self) -> Asked:
        path, query = str(self.router.url.path).rstrip("/"), self.router.url.query_parameters
        last = path.rsplit("/", 1)[-1]
        pane = str(query.get("pane", ""))
        return Asked(
            show=shown_as(str(query.get("show", ""))),
            conversation="" if last == "inbox" else last,
            pane=pane if pane in ("list", "thread", "context") else "",
        )

    async def _drafts(self, actor: Actor, conversation: str) -> dict[str, str]:
        try:
            return await look(actor, queries.drafts, conversation_id=read_id(conversation)) if conversation else {}
        except NotFound:
            return {}

    def _begin(self, drafts: dict[str, str]) -> None:
        """Puts the kept words into a fresh composer; a new key makes the browser take them."""
        self._sent += 1
        self.draft = drafts.get("note" if self.writing == "note" else "reply", "")
        self.composer_key = f"{self._asked.conversation}-{self.writing}-{self._sent}"

    async def _load(self, actor: Actor) -> None:
        """Reads, then puts what changed in its place; who looks at a conversation has read it."""
        asked = self._asked
        found = await look(actor, screen, asked=asked)
        if found.open.id and any(line.current and line.unread for line in found.lines):
            await perform(actor, actions.mark_read, conversation_id=read_id(found.open.id))
        async with self:
            if asked == self._asked and (found != self.shown or not self.loaded):
                self.shown, self.loaded = found, True

    # ── looking ──────────────────────────────────────────

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def search(self, actor: Actor, typed: str) -> None:
        """Only conversations whose contact fits what was typed."""
        await self._ask(actor, q=str(typed)[:200].replace("\0", ""))

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def show_more(self, actor: Actor) -> None:
        """More conversations below."""
        await self._ask(actor, lines=self._asked.lines + PAGE)

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def show_earlier(self, actor: Actor) -> None:
        """What was said before."""
        await self._ask(actor, messages=self._asked.messages + PAGE)

    async def _ask(self, actor: Actor, **changed: Any) -> None:
        async with self:
            self._asked = Asked(**(self._asked.__dict__ | changed))
        await self._load(actor)

    # ── writing ──────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def write_by(self, actor: Actor, writing: str) -> None:
        """An answer by email, or a note to the team; each keeps its own words."""
        if writing not in ("email", "note") or writing == self.writing:
            return
        self.writing, self.saved = writing, ""
        self._begin(await self._drafts(actor, self._asked.conversation))

    @rx.event
    @requires(Permission.inbox)
    async def keep_draft(self, actor: Actor, typed: str) -> None:
        """Keeps what is typed, so that it is there on any device."""
        kind = "note" if self.writing == "note" else "reply"
        await perform(actor, actions.save_draft, conversation_id=read_id(self._asked.conversation), kind=kind, text=str(typed))
        self.saved = _("Draft saved")

    @rx.event
    @requires(Permission.inbox)
    async def send(self, actor: Actor, form: dict[str, Any]) -> None:
        """Sends the answer, or keeps the note; what was typed stays when it cannot."""
        await self._send(actor, form)

    async def _send(self, actor: Actor, form: dict[str, Any]) -> bool:
        words, id = str(form.get("reply", "")), read_id(self._asked.conversation)
        if not words.strip():
            return False
        try:
            if self.writing == "note":
                await perform(actor, actions.add_note, conversation_id=id, text=words)
            else:
                await perform(actor, actions.reply, conversation_id=id, text=words, channel="email")
        except Refusal:
            self.draft = words
            raise
        self.saved = ""
        self._begin({})
        return True

    # ── deciding ─────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def close(self, actor: Actor) -> None:
        """Done with; a notice offers to take it back."""
        id = self._asked.conversation
        await perform(actor, actions.close, conversation_id=read_id(id))
        await say(self, _("Conversation closed"), undo=(Inbox.reopen_one, id))

    @rx.event
    @requires(Permission.inbox)
    async def reopen(self, actor: Actor) -> None:
        """Back among the open ones."""
        await perform(actor, actions.reopen, conversation_id=read_id(self._asked.conversation))

    @rx.event
    @requires(Permission.inbox)
    async def reopen_one(self, actor: Actor, id: str) -> None:
        """The same for one that is no longer on the screen."""
        await perform(actor, actions.reopen, conversation_id=read_id(id))

    @rx.event
    @requires(Permission.inbox)
    async def assign(self, actor: Actor, member_id: str) -> None:
        """Gives it to somebody; empty for nobody."""
        chosen = read_id(member_id) if member_id else None
        await perform(actor, actions.assign, conversation_id=read_id(self._asked.conversation), member_id=chosen)

    @rx.event
    @requires(Permission.inbox)
    async def resume(self, actor: Actor) -> None:
        """Gives it back to automation."""
        await perform(actor, actions.resume, conversation_id=read_id(self._asked.conversation))

    @rx.event
    @requires(Permission.inbox)
    async def pause(self, actor: Actor) -> None:
        """Takes over from automation."""
        await perform(actor, actions.pause, conversation_id=read_id(self._asked.conversation))
