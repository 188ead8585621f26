"""Labels and canned replies, as the team keeps them."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError

from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here
from careops.inbox import actions, queries
from careops.inbox.schemas import CannedIn, LabelIn
from careops.inbox.state.rows import Mark

NEW = "new"


@dataclass(frozen=True)
class Words:
    """A canned reply as it was written."""

    id: str = ""
    shortcut: str = ""
    title: str = ""
    text: str = ""


class KeptWords(rx.State):
    """The lists, and the one thing that is being written."""

    labels: list[Mark] = []
    replies: list[Words] = []
    loaded: bool = False
    label: Mark = Mark()
    reply: Words = Words()
    errors: dict[str, str] = {}

    @rx.event(background=True)
    @requires(Permission.inbox)
    async def live(self, actor: Actor) -> None:
        """Keeps both lists true while the page is open."""
        async for member in while_here(self, actor, Permission.inbox):
            labels = [Mark(str(one.id), one.name, one.tint) for one in await look(member, queries.labels)]
            replies = [Words(str(r.id), r.shortcut, r.title, r.text) for r in await look(member, queries.canned_replies)]
            async with self:
                if (labels, replies, True) != (self.labels, self.replies, self.loaded):
                    self.labels, self.replies, self.loaded = labels, replies, True

    # ── labels ───────────────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def open_label(self, actor: Actor, id: str) -> None:
        """Begins a new one, or to change one."""
        self.errors = {}
        self.label = next((one for one in self.labels if one.id == id), Mark(id=NEW))

    @rx.event
    @requires(Permission.inbox)
    async def shut(self, actor: Actor) -> None:
        """Nothing is being written any more."""
        self.label, self.reply, self.errors = Mark(), Words(), {}

    @rx.event
    @requires(Permission.inbox)
    async def keep_label(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what was written; what is wrong is said at its field."""
        try:
            label = LabelIn(name=form.get("name", ""), tint=form.get("tint", 1))
            if self.label.id == NEW:
                await perform(actor, actions.create_label, label=label)
            else:
                await perform(actor, actions.change_label, label_id=read_id(self.label.id), label=label)
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
            return
        self.label, self.errors = Mark(), {}

    @rx.event
    @requires(Permission.inbox)
    async def remove_label(self, actor: Actor, id: str) -> None:
        """Gone, from every conversation."""
        await perform(actor, actions.remove_label, label_id=read_id(id))
        self.label = Mark()
        await say(self, _("Label removed"))

    # ── canned replies ───────────────────────────────────

    @rx.event
    @requires(Permission.inbox)
    async def open_reply(self, actor: Actor, id: str) -> None:
        """Begins a new one, or to change one."""
        self.errors = {}
        self.reply = next((one for one in self.replies if one.id == id), Words(id=NEW))

    @rx.event
    @requires(Permission.inbox)
    async def keep_reply(self, actor: Actor, form: dict[str, Any]) -> None:
        """Keeps what was written; what is wrong is said at its field, and the words stay."""
        said = {name: str(form.get(name, "")) for name in ("shortcut", "title", "text")}
        try:
            reply = CannedIn(**{**said, "shortcut": said["shortcut"].strip().lstrip("/").lower()})
            if self.reply.id == NEW:
                await perform(actor, actions.keep_reply, reply=reply)
            else:
                await perform(actor, actions.change_reply, reply_id=read_id(self.reply.id), reply=reply)
        except ValidationError as wrong:
            self.errors = {problem.field: problem.message for problem in first_problems(wrong)}
            return
        except Invalid as wrong:
            self.errors = {problem.field: problem.message for problem in wrong.problems}
            return
        self.reply, self.errors = Words(), {}

    @rx.event
    @requires(Permission.inbox)
    async def drop_reply(self, actor: Actor, id: str) -> None:
        """Not kept any more."""
        await perform(actor, actions.drop_reply, reply_id=read_id(id))
        self.reply = Words()
        await say(self, _("Canned reply removed"))
