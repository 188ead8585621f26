"""The screen's State: the list kept live, one form, one test, one question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.channels import actions, queries
from careops.channels.schemas import SCHEMAS, SECRETS, IntegrationChange, IntegrationRow
from careops.channels.state.drawing import KINDS, Group, Line, listed
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

FIELDS = {
    "resend": ("label", "api_key", "mail_from", "webhook_secret", "inbound_domain"),
    "sendgrid": ("label", "api_key", "mail_from", "webhook_key", "parse_key", "inbound_domain"),
    "smtp": ("label", "host", "port", "security", "username", "password", "mail_from", "inbound_domain"),
    "twilio": ("label", "account_sid", "auth_token", "from_number", "messaging_service_sid"),
    "imap": ("label", "host", "port", "security", "username", "password", "folder", "checked_by"),
}
PORTS = {("smtp", "starttls"): 587, ("smtp", "ssl"): 465, ("smtp", "none"): 25, ("imap", "ssl"): 993}
BEGIN = {"security": {"smtp": "starttls", "imap": "ssl"}, "folder": {"imap": "INBOX"}}

# Sending a test belongs to the outbox, which stands above: the contents page puts in how one is sent and how it stands.
tests: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True)
class Hook:
    """The address a provider is to call."""

    name: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True)
class Test:
    """A test: through which account, and how it stands; empty while none was sent."""

    id: str = ""
    name: str = ""
    by_text: bool = False
    delivery: str = ""
    state: str = ""
    tone: str = ""
    icon: str = ""


ICONS = {"ok": "check", "info": "circle-dashed", "warn": "clock", "danger": "triangle-alert"}


def move(db: Session, actor: Actor, *, integration_id: UUID, earlier: bool) -> None:
    """Changes places with the account of the same channel that is tried before it, or after it."""
    rows = [row for row in queries.listing(db, actor) if row.kind != "local"]
    here = next((row for row in rows if row.id == integration_id), None)
    if here is None:
        raise NotFound
    others = [row for row in rows if row.channel == here.channel]
    beside = others.index(here) + (-1 if earlier else 1)
    if 0 <= beside < len(others):
        change = IntegrationChange(position=rows.index(others[beside]))
        actions.update(db, actor, integration_id=integration_id, change=change)


def standing(db: Session, actor: Actor, *, delivery_id: UUID) -> tuple[str, str]:
    """How a test ended, in words and their tone; still on its way while neither accepted nor refused."""
    delivery = tests["standing"](db, actor, delivery_id=delivery_id)
    if delivery.state in ("sent", "delivered"):
        return _("Accepted by {account}.", account=delivery.via), "ok"
    if delivery.state == "queued" and delivery.reason:
        return _("Not yet: {reason}. It is tried again.", reason=delivery.reason), "warn"
    if delivery.state in ("queued", "leased"):
        return _("On its way…"), "info"
    return _("Not accepted: {reason}", reason=delivery.reason), "danger"


class Accounts(rx.State):
    """The accounts, the open form, the test that is watched, and what is being asked."""

    groups: list[Group] = []
    loaded: bool = False
    form: str = ""  # the account that is edited; "new" for one that is added
    kind: str = ""
    title: str = ""
    form_key: int = 0
    said: dict[str, str] = {}
    kept: list[str] = []
    errors: dict[str, str] = {}
    hook: Hook = Hook()
    test: Test = Test()
    removing: str = ""
    question: str = ""

    @rx.event(background=True)
    @requires(Permission.settings)
    async def live(self, actor: Actor) -> None:
        """Loads the list and keeps it, and the test that is watched, true while the page is open."""
        async with self:
            self.reset()
        async for member in while_here(self, actor, Permission.settings, patience=20):
            await self._look(member)

    async def _look(self, member: Actor) -> None:
        found = await look(member, listed)
        async with self:
            self._show(found)
            watched = self.test.delivery
        if not watched:
            return
        state, tone = await look(member, standing, delivery_id=read_id(watched))
        async with self:
            if self.test.delivery == watched:
                self.test = Test(self.test.id, self.test.name, self.test.by_text, watched, state, tone, ICONS[tone])

    def _show(self, found: list[Group]) -> None:
        if found != self.groups:
            self.groups = found
        self.loaded = True

    def _line(self, id: str) -> Line:
        line = next((line for group in self.groups for line in group.lines if line.id == id), None)
        if line is None:
            raise NotFound
        return line

    # ── adding and changing ────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def start(self, actor: Actor, kind: str) -> None:
        """Opens the form of a new account of that kind."""
        if kind not in FIELDS:
            raise NotFound
        self.form, self.kind, self.kept, self.errors = "new", kind, [], {}
        self.title = _("Add account: {kind}", kind=KINDS[kind])
        self.said = {name: begin.get(kind, "") for name, begin in BEGIN.items()}
        self.form_key += 1

    @rx.event
    @requires(Permission.settings)
    async def edit(self, actor: Actor, id: str) -> None:
        """Opens the form of an account, with what may be shown of it."""
        row: IntegrationRow = await look(actor, queries.get, integration_id=read_id(id))
        if row.kind not in FIELDS:
            raise NotFound
        self.title = _("Edit {name}", name=row.label)
        shown = [name for name in FIELDS[row.kind] if name not in SECRETS[row.kind]]
        self.form, self.kind, self.kept, self.errors = str(row.id), row.kind, row.secrets, {}
        self.said = {name: str(getattr(row, name) or "") for name in shown}
        self.form_key += 1

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Adds or changes the account; secrets that are left empty stay as they are."""
        if self.kind not in FIELDS:
            return
        given = {name: str(form.get(name, "")) for name in FIELDS[self.kind]}
        secret = SECRETS[self.kind]
        said = {name: value for name, value in given.items() if value or (name not in secret and name != "port")}
        if "port" in given and not given["port"]:
            said["port"] = str(PORTS.get((self.kind, given["security"]), 143))
        try:
            row = await self._saved(actor, said)
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        if self.form == "new" and row.hook_url:
            self.hook = Hook(row.label, row.kind, row.hook_url)
        self.form, self.errors = "", {}
        self._show(await look(actor, listed))

    async def _saved(self, actor: Actor, said: dict[str, str]) -> IntegrationRow:
        if self.form == "new":
            made = SCHEMAS[self.kind].model_validate(said | {"kind": self.kind})
            return await perform(actor, actions.add, integration=made)
        change = IntegrationChange.model_validate(said)
        return await perform(actor, actions.update, integration_id=read_id(self.form), change=change)

    @rx.event
    @requires(Permission.settings)
    async def close(self, actor: Actor, what: str) -> None:
        """Closes the form, the webhook address, the test or the question."""
        if what == "form":
            self.form, self.said, self.errors = "", {}, {}
        elif what == "hook":
            self.hook = Hook()
        elif what == "test":
            self.test = Test()
        else:
            self.removing = ""

    @rx.event
    @requires(Permission.settings)
    async def switch(self, actor: Actor, id: str, on: bool) -> None:
        """Uses it from now on, or no more."""
        await perform(actor, actions.update, integration_id=read_id(id), change=IntegrationChange(enabled=bool(on)))
        self._show(await look(actor, listed))

    @rx.event
    @requires(Permission.settings)
    async def move(self, actor: Actor, id: str, earlier: bool) -> None:
        """Tries it earlier, or later."""
        await perform(actor, move, integration_id=read_id(id), earlier=bool(earlier))
        self._show(await look(actor, listed))

    # ── webhooks ───────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def connect(self, actor: Actor, id: str) -> None:
        """Shows the address its provider is to call."""
        row: IntegrationRow = await look(actor, queries.get, integration_id=read_id(id))
        self.hook = Hook(row.label, row.kind, row.hook_url)

    # ── a test ─────────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def try_out(self, actor: Actor, id: str) -> None:
        """Asks where a test shall go; a mailbox is looked into at once."""
        line = self._line(id)
        if line.kind == "imap":
            await perform(actor, actions.look_now, integration_id=read_id(id))
            await say(self, _("The mailbox is looked into now"))
            return
        self.test, self.errors = Test(line.id, line.name, line.kind == "twilio"), {}

    @rx.event
    @requires(Permission.settings)
    async def send(self, actor: Actor, form: dict[str, Any]) -> None:
        """Sends a real message; how it ends is shown here as soon as the provider has said it."""
        self.errors = {}
        to = str(form.get("to", ""))[:254].strip()
        try:
            sent = await perform(actor, tests["send"], integration_id=read_id(self.test.id), to=to)
        except Invalid as refusal:
            self.errors = {"to": refusal.problems[0].message if refusal.problems else refusal.message}
            return
        state, tone = await look(actor, standing, delivery_id=sent.id)
        self.test = Test(self.test.id, self.test.name, self.test.by_text, str(sent.id), state, tone, ICONS[tone])

    # ── removing ───────────────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def ask(self, actor: Actor, id: str) -> None:
        """Asks before an account and its secrets are forgotten."""
        self.question = _("Remove “{name}”?", name=self._line(id).name)
        self.removing = id

    @rx.event
    @requires(Permission.settings)
    async def remove(self, actor: Actor) -> None:
        """Forgets it."""
        id, self.removing = self.removing, ""
        await perform(actor, actions.remove, integration_id=read_id(id))
        self._show(await look(actor, listed))
