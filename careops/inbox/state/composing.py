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
from careops.inbox.state.rows import File, Kept
from careops.inbox.state.screens import size_text
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
    files: list[File] = []
    upload_to: str = ""
    editing: str = ""
    _conversation: str = ""
    _begun: int = 0
    _sent: str = ""

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
            self.files = await look(actor, _files, conversation=conversation)
            self.upload_to = f"/api/v1/conversations/{conversation}/files"
            await self._begin(actor, drafts)

    async def _begin(self, actor: Actor, drafts: dict[str, str]) -> None:
        self._begun += 1
        self.draft = drafts.get("note" if self.writing == "note" else "reply", "")
        self.key = f"{self._conversation}-{self.writing}-{self._begun}"
        await self._measure(actor, self.draft)

    async def _measure(self, actor: Actor, words: str) -> None:
        """What a text message will cost: the first one to a number also says who writes, and how to end it."""
        self.long = ""
        if self.writing != "sms" or not words.strip():
            return
        wire = await look(actor, queries.as_texted, conversation_id=read_id(self._conversation), text=words)
        told = length(wire)
        parts = plural("{count} SMS", "{count} SMS", told.segments)
        counted = _("{units} characters, {parts}", units=told.units, parts=parts)
        self.long = counted if wire == words else _("{counted}, with how to opt out", counted=counted)

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
            await self._begin(actor, drafts)
        else:
            await self._measure(actor, drafts.get("reply", ""))
        return rx.set_focus("reply")

    @rx.event
    @requires(Permission.inbox)
    async def keep_draft(self, actor: Actor, typed: str) -> None:
        """Keeps what is typed, so that it is there on any device; the others see that somebody writes."""
        words, kind = str(typed)[:MOST], "note" if self.writing == "note" else "reply"
        if words and words == self._sent:  # what was typed last is told a moment late, when it has been sent already
            return
        self._sent = ""
        await perform(actor, actions.save_draft, conversation_id=read_id(self._conversation), kind=kind, text=words)
        self.saved = _("Draft saved") if words.strip() else ""
        await self._measure(actor, words)
        await (await self.get_state(Watching))._write(actor, self._conversation, bool(words.strip()))

    # ── files ────────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def files_changed(self, actor: Actor) -> None:
        """The browser has put files where the draft's lie."""
        self.files = await look(actor, _files, conversation=self._conversation)

    @rx.event
    @requires(Permission.inbox)
    async def detach(self, actor: Actor, file_id: str) -> None:
        """The file does not go along."""
        await look(actor, actions.detach, conversation_id=read_id(self._conversation), file_id=read_id(file_id))
        self.files = [file for file in self.files if file.id != str(file_id)]

    # ── sending ──────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def send(self, actor: Actor, form: dict[str, Any]) -> None:
        """Sends the answer now or later, or keeps the note; what was typed stays when it cannot. `how`: now, close, when, or a moment.

        What was sent already, or written beside another conversation or way, is not taken.
        """
        words, how = str(form.get("reply", "")), str(form.get("how", "now"))[:40]
        if not words.strip() or form.get("once", self.key) != self.key:
            return
        try:
            await self._send(actor, words, how, str(form.get("when", ""))[:40])
        except Refusal:
            self.draft = words
            raise
        self.saved, self.editing, self._sent = "", "", words
        await self._begin(actor, {})
        await (await self.get_state(Watching))._write(actor, self._conversation, False)

    async def _send(self, actor: Actor, words: str, how: str, at: str) -> None:
        id, channel = read_id(self._conversation), cast("ReplyBy", self.writing)
        if self.editing:
            change = ScheduleChange(text=words, send_at=await self._moment(actor, at) if at and how == "when" else None)
            await perform(actor, actions.change_scheduled, scheduled_id=read_id(self.editing), change=change)
        elif self.writing == "note":
            await perform(actor, actions.add_note, conversation_id=id, text=words)
        elif how in ("now", "close"):
            closing = how == "close"
            files = [read_id(file.id) for file in self.files]
            said = await perform(
                actor, actions.answer, conversation_id=id, text=words, channel=channel, then_close=closing, undoable=True, files=files
            )
            self.files = []
            await say(self, _("Sent and closed") if closing else _("Sent"), undo=(Composer.undo_send, str(said.id)))
        else:
            await self._schedule(actor, id, words, channel, await self._moment(actor, at if how == "when" else how))

    @rx.event
    @requires(Permission.inbox)
    async def undo_send(self, actor: Actor, message_id: str) -> Any:
        """The answer is unsaid; where its conversation is still open, its words stand in the composer again."""
        undone = await perform(actor, actions.undo_reply, message_id=read_id(message_id))
        if str(undone.conversation_id) != self._conversation:
            return await say(self, _("Not sent; your words are in the draft"))
        self.writing, self.editing, self.saved, self._sent = undone.channel, "", _("Draft saved"), ""
        self.files = await look(actor, _files, conversation=self._conversation)
        await self._begin(actor, {"reply": undone.text})
        return rx.set_focus("reply")

    async def _moment(self, actor: Actor, said: str) -> datetime:
        here = await look(actor, business.profile)
        return typed(said, here.timezone)

    async def _schedule(self, actor: Actor, id: UUID, words: str, channel: ReplyBy, at: datetime) -> None:
        if self.files:
            raise Invalid.field("files", _("Files cannot wait: send this now, or take them out"))
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
        await self._begin(actor, {"reply": row.text})
        return rx.set_focus("reply")

    @rx.event
    @requires(Permission.inbox)
    async def stop_editing(self, actor: Actor) -> None:
        """The answer for later stays as it was."""
        self.editing = ""
        await self._begin(actor, await look(actor, _drafts, conversation=self._conversation))


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


def _files(db: Session, actor: Actor, *, conversation: str) -> list[File]:
    """What is attached to the draft."""
    try:
        found = queries.draft_files(db, actor, conversation_id=read_id(conversation))
    except NotFound:
        return []
    return [File(one.name, size_text(one.size), id=str(one.id)) for one in found]


def _drafts(db: Session, actor: Actor, *, conversation: str) -> dict[str, str]:
    try:
        return queries.drafts(db, actor, conversation_id=read_id(conversation))
    except NotFound:
        return {}
