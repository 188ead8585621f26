"""The editor of one automatic message, which shows what is written as it will look."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import Invalid, NotFound, Refusal, first_problems
from careops.core.i18n import LANGUAGES, plural
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.core.typed import whole
from careops.frame.state import requires, say
from careops.inbox.actions import templates as actions
from careops.inbox.queries import templates as queries
from careops.inbox.schemas.templates import TrialRow, VersionRow, WordsIn
from careops.inbox.state.templates.listing import href

LOOKS_AT = 30  # contacts to fill words in with
CHANNELS = {"email", "sms"}


@dataclass(frozen=True)
class Name:
    """A name that words may use: how it is written, and how it is shown on its chip."""

    inserts: str
    label: str


@dataclass(frozen=True)
class Then:
    """Words as they once were."""

    version: str
    label: str
    at: str
    current: bool


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Open:
    """The message that is edited."""

    name: str = ""
    title: str = ""
    sentence: str = ""
    channel: str = "email"
    language: str = "en"
    own: bool = False
    version: int = 0
    mail_href: str = ""
    text_href: str = ""
    names: list[Name] = field(default_factory=list[Name])
    versions: list[Then] = field(default_factory=list[Then])
    contacts: list[Choice] = field(default_factory=list[Choice])


@dataclass(frozen=True)
class Words:
    """What the fields begin with."""

    subject: str = ""
    body: str = ""


def opened(db: Session, actor: Actor, *, name: str, channel: str, language: str) -> tuple[Open, Words]:
    """One message ready for the editor."""
    row = queries.template_row(db, actor, name=name, channel=channel, locale=language)
    here = businesses.profile(db, actor)
    people = contacts.page(db, actor, sort="-created_at", limit=LOOKS_AT).items if actor.can(Permission.contacts_view) else []
    shown = Open(
        name=row.name,
        title=row.title,
        sentence=row.sentence,
        channel=row.channel,
        language=row.locale,
        own=row.own,
        version=row.version,
        mail_href=href(name, "email", language),
        text_href=href(name, "sms", language),
        names=[Name(f"{{{{ {one} }}}}", one) for one in row.variables],
        versions=[_then(one, row.version, here) for one in row.versions],
        contacts=[Choice("", _("Whoever it happened to last")), *(Choice(str(one.id), one.name) for one in people)],
    )
    return shown, Words(row.subject, row.body)


def _then(version: VersionRow, current: int, here: BusinessRow) -> Then:
    at = here.moment(version.at)
    label = _("Version {number}", number=version.version) if version.own else _("Version {number}: our words", number=version.version)
    return Then(str(version.version), label, at, version.version == current)


@dataclass(frozen=True)
class Shown:
    """How the words would look."""

    subject: str = ""
    html: str = ""
    text: str = ""
    cost: str = ""
    room: str = ""
    long: bool = False
    real: bool = False


def shown(row: TrialRow) -> Shown:
    """The trial in words; a text message says what it costs."""
    room = _("{left} letters left", left=row.left)
    if row.unicode:
        room = _("{left} letters left: a sign outside the plain alphabet halves the room", left=row.left)
    html = row.html.replace("<head>", '<head><base target="_blank">', 1)  # its links open beside the app
    cost = plural("{count} segment", "{count} segments", row.segments) if row.segments else ""
    return Shown(row.subject, html, row.text, cost, room, row.segments > 1, row.real)


class Editor(rx.State):
    """The message in the address, the words as they are typed, and how they would look."""

    open: Open = Open()
    words: Words = Words()
    errors: dict[str, str] = {}
    shown: Shown = Shown()
    contact: str = ""
    missing: bool = False
    changed: bool = False
    form_key: str = ""
    _subject: str = ""
    _body: str = ""
    _filled: int = 0

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Opens what the address says."""
        asked = self.router.url.query_parameters
        name = str(self.router.url.path).rstrip("/").rsplit("/", 1)[-1]
        channel, language = str(asked.get("channel", "email")), str(asked.get("language", "en"))
        await self._show(actor, name, channel if channel in CHANNELS else "email", language if language in LANGUAGES else "en")

    async def _show(self, actor: Actor, name: str, channel: str, language: str) -> None:
        try:
            self.open, words = await look(actor, opened, name=name, channel=channel, language=language)
        except NotFound:
            self.missing = True
            return
        self.missing = False
        await self._fill(actor, words)

    async def _fill(self, actor: Actor, words: Words, *, changed: bool = False) -> None:
        """Begins anew with these words."""
        self._filled += 1
        self.words, self.form_key, self.changed, self.errors = words, f"words-{self._filled}", changed, {}
        self._subject, self._body = words.subject, words.body
        await self._try(actor)

    def _said(self) -> dict[str, Any]:
        at = self.open
        return {"name": at.name, "channel": at.channel, "locale": at.language, "subject": self._subject, "body": self._body}

    async def _try(self, actor: Actor) -> None:
        """Shows how it would look; while something is wrong the last good look stays, and the line is named."""
        if len(self._body) > 10_000 or "\0" in self._body + self._subject:
            self.errors = {"body": _("This is too long, or holds what cannot be kept")}
            return
        contact = read_id(self.contact) if self.contact else None
        try:
            row = await look(actor, queries.trial, **self._said(), contact_id=contact)
        except NotFound:
            self.contact = ""
            return
        self.errors = {"body": " ".join(row.problems)} if row.problems else {}
        if not row.problems:
            self.shown = shown(row)

    @rx.event
    @requires(Permission.settings)
    async def write_subject(self, actor: Actor, typed: str) -> None:
        """The subject as it is typed."""
        self._subject, self.changed = str(typed)[:250], True
        await self._try(actor)

    @rx.event
    @requires(Permission.settings)
    async def write_body(self, actor: Actor, typed: str) -> None:
        """The words as they are typed."""
        self._body, self.changed = str(typed), True
        await self._try(actor)

    @rx.event
    @requires(Permission.settings)
    async def look_as(self, actor: Actor, contact: str) -> None:
        """Fills the words in with somebody else."""
        self.contact = str(contact)
        await self._try(actor)

    @rx.event
    @requires(Permission.settings)
    async def speak(self, actor: Actor, language: str) -> Any:
        """The same message in another language."""
        at = self.open
        return rx.redirect(href(at.name, at.channel, language)) if language in LANGUAGES else None

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor) -> None:
        """Keeps the words; from now on the message says this."""
        try:
            said = WordsIn(subject=self._subject, body=self._body).model_dump()
            await perform(actor, actions.reword, **(self._said() | said), expected=self.open.version)
        except ValidationError as wrong:
            self.errors = {p.field: p.message for p in first_problems(wrong)}
        except Invalid as refusal:
            self.errors = {p.field: p.message for p in refusal.problems}
        else:
            await say(self, _("Saved. The next message says this."))
            await self._show(actor, self.open.name, self.open.channel, self.open.language)

    @rx.event
    @requires(Permission.settings)
    async def back_to_ours(self, actor: Actor) -> None:
        """Our words again; the own ones stay among the versions."""
        at = self.open
        await perform(actor, actions.back_to_ours, name=at.name, channel=at.channel, locale=at.language)
        await say(self, _("Back to our words. Yours are kept among the versions."))
        await self._show(actor, at.name, at.channel, at.language)

    @rx.event
    @requires(Permission.settings)
    async def restore(self, actor: Actor, version: str) -> None:
        """The words of an earlier version, as a new one."""
        at = self.open
        number = whole(version)
        if number is not None:
            await perform(actor, actions.restore, name=at.name, channel=at.channel, locale=at.language, version=number)
            await say(self, _("Version {number} counts again", number=number))
            await self._show(actor, at.name, at.channel, at.language)

    @rx.event
    @requires(Permission.settings)
    async def send_trial(self, actor: Actor, form: dict[str, Any]) -> None:
        """Really sends the words as they are typed, to the address given."""
        contact = read_id(self.contact) if self.contact else None
        to = str(form.get("to", "")).strip()[:254]
        try:
            sent = await perform(actor, actions.send_trial, **self._said(), contact_id=contact, to=to)
        except Refusal as refusal:
            self.errors = {p.field: p.message for p in refusal.problems} or {"to": str(refusal)}
        else:
            self.errors = {}
            await say(self, _("On its way to {address}", address=sent.recipient))
