"""The composer: an answer by mail or text message, or a note; its words are kept on the server while they are typed."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Refusal
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say
from careops.inbox import actions, queries
from careops.inbox.rules.snoozing import typed
from careops.inbox.rules.texts import length
from careops.inbox.schemas import ReplyBy, ScheduleChange, ScheduleIn
from careops.inbox.state.conversations import Inbox
from careops.inbox.state.rows import Kept
from careops.inbox.state.watching import Watching

WAYS = ("email", "sms", "note")
MOST = 20_000


class Composer(rx.State):
    """What is being written in the open conversation. A new `key` makes the browser take `draft`."""

    writing: str = "email"
    draft: str = ""
    key: str = ""
    saved: str = ""
    long: str = ""
    kept: list[Kept] = []
    editing: str = ""
    _conversation: str = ""
    _begun: int = 0

    @rx.event
    @requires(Permission.inbox)
    async def load(self, actor: Actor) -> None:
        """Puts what this member has begun to write into a fresh composer, by the channel the contact last used."""
        last = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        conversation = "" if last == "inbox" else last[:60]
        if conversation == self._conversation and self.key:
            return
        self._conversation, self.saved, self.editing = conversation, "", ""
        if conversation:
            self.writing, drafts, self.kept = await look(actor, _beginning, conversation=conversation)
            self._begin(drafts)

    def _begin(self, drafts: dict[str, str]) -> None:
        self._begun += 1
        self.draft = drafts.get("note" if self.writing == "note" else "reply", "")
        self.key = f"{self._conversation}-{self.writing}-{self._begun}"
        self._measure(self.draft)

    def _measure(self, words: str) -> None:
        """What a text message will cost."""
        told = length(words)
        parts = plural("{count} SMS", "{count} SMS", told.segments)
        self.long = _("{units} characters, {parts}", units=told.units, parts=parts) if self.writing == "sms" and words else ""

    # ── writing ──────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def write_by(self, actor: Actor, writing: str) -> Any:
        """By mail, by text message, or a note to the team; answers and notes each keep their own words."""
        if writing not in WAYS or writing == self.writing:
            return None
        if why := await look(actor, _shut, conversation=self._conversation, writing=writing):
            return await say(self, why, "error")
        before, self.writing, self.saved = self.writing, writing, ""
        drafts = await look(actor, _drafts, conversation=self._conversation)
        if "note" in (before, writing):
            self._begin(drafts)
        else:
            self._measure(drafts.get("reply", ""))
        return rx.set_focus("reply")

    @rx.event
    @requires(Permission.inbox)
    async def keep_draft(self, actor: Actor, typed: str) -> None:
        """Keeps what is typed, so that it is there on any device; the others see that somebody writes."""
        words, kind = str(typed)[:MOST], "note" if self.writing == "note" else "reply"
        await perform(actor, actions.save_draft, conversation_id=read_id(self._conversation), kind=kind, text=words)
        self.saved = _("Draft saved") if words.strip() else ""
        self._measure(words)
        await (await self.get_state(Watching))._write(actor, self._conversation, bool(words.strip()))

    # ── sending ──────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def send(self, actor: Actor, form: dict[str, Any]) -> None:
        """Sends the answer now or later, or keeps the note; what was typed stays when it cannot. `how`: now, close, when, or a moment."""
        words, how = str(form.get("reply", "")), str(form.get("how", "now"))[:40]
        if not words.strip():
            return
        try:
            await self._send(actor, words, how, str(form.get("when", ""))[:40])
        except Refusal:
            self.draft = words
            raise
        self.saved = self.editing = ""
        self._begin({})
        await (await self.get_state(Watching))._write(actor, self._conversation, False)

    async def _send(self, actor: Actor, words: str, how: str, at: str) -> None:
        id, channel = read_id(self._conversation), cast("ReplyBy", self.writing)
        if self.editing:
            change = ScheduleChange(text=words, send_at=await self._moment(actor, at) if at and how == "when" else None)
            await perform(actor, actions.change_scheduled, scheduled_id=read_id(self.editing), change=change)
        elif self.writing == "note":
            await perform(actor, actions.add_note, conversation_id=id, text=words)
        elif how in ("now", "close"):
            await perform(actor, actions.answer, conversation_id=id, text=words, channel=channel, then_close=how == "close")
            if how == "close":
                await say(self, _("Sent and closed"), undo=(Inbox.reopen_one, self._conversation))
        else:
            await self._schedule(actor, id, words, channel, await self._moment(actor, at if how == "when" else how))

    async def _moment(self, actor: Actor, said: str) -> datetime:
        here = await look(actor, business.profile)
        return typed(said, here.timezone)

    async def _schedule(self, actor: Actor, id: UUID, words: str, channel: ReplyBy, at: datetime) -> None:
        try:
            wanted = ScheduleIn(text=words, channel=channel, send_at=at)
        except ValidationError:
            raise Invalid.field("text", _("This cannot be sent as it is")) from None
        await perform(actor, actions.schedule, conversation_id=id, reply=wanted)
        here = await look(actor, business.profile)
        told = here.moment(at)
        await say(self, _("It will be sent {when}, unless they write first", when=told))

    # ── answers for later ────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def send_later_one_now(self, actor: Actor, scheduled_id: str) -> None:
        """Does not wait any longer."""
        await perform(actor, actions.send_scheduled_now, scheduled_id=read_id(scheduled_id))

    @rx.event
    @requires(Permission.inbox)
    async def cancel_later(self, actor: Actor, scheduled_id: str) -> None:
        """Takes it back."""
        await perform(actor, actions.cancel_scheduled, scheduled_id=read_id(scheduled_id))
        await say(self, _("It will not be sent"))

    @rx.event
    @requires(Permission.inbox)
    async def edit_later(self, actor: Actor, scheduled_id: str) -> Any:
        """Its words come back into the composer; sending keeps them for the same time."""
        rows = await look(actor, queries.scheduled, conversation_id=read_id(self._conversation))
        row = next((row for row in rows if str(row.id) == str(scheduled_id)), None)
        if row is None:
            return None
        self.writing, self.editing = row.channel, str(row.id)
        self._begin({"reply": row.text})
        return rx.set_focus("reply")

    @rx.event
    @requires(Permission.inbox)
    async def stop_editing(self, actor: Actor) -> None:
        """The answer for later stays as it was."""
        self.editing = ""
        self._begin(await look(actor, _drafts, conversation=self._conversation))


def _beginning(db: Session, actor: Actor, *, conversation: str) -> tuple[str, dict[str, str], list[Kept]]:
    """The way to answer (the contact's own, where it is open), what was begun, and the words kept for it."""
    try:
        id = read_id(conversation)
        row, ways = queries.get(db, actor, conversation_id=id), queries.ways(db, actor, conversation_id=id)
    except NotFound:
        return "email", {}, []
    free = [way.channel for way in ways if way.open]
    writing = row.channel if row.channel in free else next(iter(free), "note")
    filled = queries.filled_replies(db, actor, conversation_id=id)
    kept = [Kept(str(one.id), one.shortcut, one.title, one.text) for one in filled]
    return writing, queries.drafts(db, actor, conversation_id=id), kept


def _shut(db: Session, actor: Actor, *, conversation: str, writing: str) -> str:
    """Why this channel is not open; empty where it is, and for notes."""
    ways = queries.ways(db, actor, conversation_id=read_id(conversation))
    return next((way.why for way in ways if way.channel == writing), "")


def _drafts(db: Session, actor: Actor, *, conversation: str) -> dict[str, str]:
    try:
        return queries.drafts(db, actor, conversation_id=read_id(conversation))
    except NotFound:
        return {}
