"""The screen of webhooks: which addresses hear of what, and how telling them goes."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.automation import actions, queries
from careops.automation.schemas.webhooks import MadeWebhookRow, WebhookChange, WebhookIn, WebhookRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, first_problems
from careops.core.i18n import plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.frame.state import requires, say, while_here

DEEDS = ("rotate", "remove")
NEW = "new"


@dataclass(frozen=True)
class Line:
    """A webhook, as the list shows it."""

    id: str
    name: str
    about: str
    state: str
    tone: str
    icon: str
    why: str
    on: bool
    to_switch: str
    to_more: str
    to_log: str


@dataclass(frozen=True)
class Choice:
    """A kind of event that can be chosen; `kind` is what programs call it."""

    kind: str
    title: str


@dataclass(frozen=True)
class Said:
    """What the open form begins with."""

    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Made:
    """A secret just made: shown until its dialog is closed, and never again."""

    name: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Asking:
    """What somebody is about to do that cannot be undone."""

    deed: str = ""
    id: str = ""
    question: str = ""
    consequence: str = ""
    verb: str = ""


# ── in words ─────────────────────────────────────────────


def listed(db: Session, actor: Actor) -> list[Line]:
    """Every webhook in words."""
    here = business.profile(db, actor)
    return [line(row, here) for row in queries.webhooks(db, actor)]


def line(row: WebhookRow, here: BusinessRow) -> Line:
    """A webhook in words; while it does not work, since when and why."""
    name = row.label or row.host
    told = plural("{count} event", "{count} events", len(row.events))
    state, tone, icon, why = _state(row, here)
    return Line(
        id=str(row.id),
        name=name,
        about=f"{row.host} · {told}",
        state=state,
        tone=tone,
        icon=icon,
        why=why,
        on=row.enabled,
        to_switch=_("Tell {name}", name=name),
        to_more=_("More for {name}", name=name),
        to_log=_("What {name} was told", name=name),
    )


def _state(row: WebhookRow, here: BusinessRow) -> tuple[str, str, str, str]:
    if not row.enabled:
        why = _("CareOps switched it off: {reason}.", reason=_(row.disabled_reason)) if row.disabled_reason else ""
        return _("Switched off"), "warn" if why else "", "pause", why
    if row.failing_since:
        return _("Not taken"), "warn", "triangle-alert", _("Nothing was taken since {when}.", when=here.moment(row.failing_since))
    if row.last_success_at:
        return _("Working, last told {when}", when=here.moment(row.last_success_at)), "ok", "check", ""
    return _("Nothing told yet"), "", "clock", ""


def asking(deed: str, id: str, name: str) -> Asking:
    """The question before it is done."""
    told = {
        "rotate": (
            _("Give “{name}” a new secret?"),
            _("For a day everything is signed with the old one too. After that, what only knows the old one refuses us."),
            _("New secret"),
        ),
        "remove": (_("Remove “{name}”?"), _("It hears of nothing any more, and the log of what it was told is gone."), _("Remove webhook")),
    }
    question, consequence, verb = told[deed]
    return Asking(deed, id, _(question, name=name), consequence, verb)


# ── the screen ───────────────────────────────────────────


class Webhooks(rx.State):
    """The list, the open form with the chosen events, the secret just made, and what is being asked."""

    lines: list[Line] = []
    choices: list[Choice] = []
    loaded: bool = False
    form: str = ""  # the webhook that is edited; "new" for one that is made
    form_key: int = 0
    said: Said = Said()
    chosen: list[str] = []
    errors: dict[str, str] = {}
    made: Made = Made()
    asked: Asking = Asking()

    @rx.event(background=True)
    @requires(Permission.settings)
    async def live(self, actor: Actor) -> None:
        """Loads the list and keeps it true while the page is open."""
        offers = await look(actor, queries.offers)
        async with self:
            self.reset()
            self.choices = [Choice(offer.kind, _(offer.title)) for offer in offers]
        async for member in while_here(self, actor, Permission.settings):
            found = await look(member, listed)
            async with self:
                self._show(found)

    def _show(self, found: list[Line]) -> None:
        if found != self.lines:
            self.lines = found
        self.loaded = True

    # ── making and changing ────────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def start(self, actor: Actor, id: str) -> None:
        """Opens the form: empty, or of one webhook."""
        self.errors, self.form_key = {}, self.form_key + 1
        if id == NEW:
            self.form, self.said, self.chosen = NEW, Said(), [choice.kind for choice in self.choices]
            return
        row = await look(actor, queries.webhook, webhook_id=read_id(id))
        self.form, self.said, self.chosen = str(row.id), Said(row.url, row.label), row.events

    @rx.event
    @requires(Permission.settings)
    async def pick(self, actor: Actor, kind: str, on: bool) -> None:
        """Chooses an event, or leaves it out."""
        if kind not in {choice.kind for choice in self.choices}:
            raise NotFound
        self.chosen = [choice.kind for choice in self.choices if (choice.kind in self.chosen or choice.kind == kind)]
        if not on:
            self.chosen = [chosen for chosen in self.chosen if chosen != kind]

    @rx.event
    @requires(Permission.settings)
    async def pick_all(self, actor: Actor, on: bool) -> None:
        """Chooses every event, or none."""
        self.chosen = [choice.kind for choice in self.choices] if on else []

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, form: dict[str, Any]) -> None:
        """Makes it and shows its secret, once; or changes it."""
        said = {"url": form.get("url", ""), "label": form.get("label", ""), "events": self.chosen}
        try:
            if self.form == NEW:
                self.made = _made(await perform(actor, actions.add_webhook, given=WebhookIn.model_validate(said)))
            else:
                change = WebhookChange.model_validate(said)
                await perform(actor, actions.change_webhook, webhook_id=read_id(self.form), change=change)
                await say(self, _("The webhook is changed"))
        except ValidationError as problem:
            self.errors = {p.field: p.message for p in first_problems(problem)}
            return
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
            return
        self.form = ""
        self._show(await look(actor, listed))

    @rx.event
    @requires(Permission.settings)
    async def close(self, actor: Actor, what: str) -> None:
        """Closes the form, the secret that was shown (it is gone from here then), or the question."""
        if what == "form":
            self.form = ""
        elif what == "made":
            self.made = Made()
        else:
            self.asked = Asking()

    @rx.event
    @requires(Permission.settings)
    async def switch(self, actor: Actor, id: str, on: bool) -> None:
        """Tells it from now on, or no more."""
        await perform(actor, actions.change_webhook, webhook_id=read_id(id), change=WebhookChange(enabled=bool(on)))
        self._show(await look(actor, listed))

    @rx.event
    @requires(Permission.settings)
    async def test(self, actor: Actor, id: str) -> None:
        """Sends a test; how it went stands in the log."""
        await perform(actor, actions.test_webhook, webhook_id=read_id(id))
        await say(self, _("A test is on its way; the log says how it went"))

    # ── what cannot be undone ──────────────────────────────

    @rx.event
    @requires(Permission.settings)
    async def ask(self, actor: Actor, deed: str, id: str) -> None:
        """Asks before a secret changes or a webhook is gone."""
        names = {line.id: line.name for line in self.lines}
        if deed not in DEEDS or id not in names:
            raise NotFound
        self.asked = asking(deed, id, names[id])

    @rx.event
    @requires(Permission.settings)
    async def go_on(self, actor: Actor) -> None:
        """Does what was asked."""
        asked, self.asked = self.asked, Asking()
        if asked.deed == "rotate":
            self.made = _made(await perform(actor, actions.rotate_secret, webhook_id=read_id(asked.id)))
        elif asked.deed == "remove":
            await perform(actor, actions.remove_webhook, webhook_id=read_id(asked.id))
        self._show(await look(actor, listed))


def _made(row: MadeWebhookRow) -> Made:
    return Made(row.label or row.host, row.secret)
