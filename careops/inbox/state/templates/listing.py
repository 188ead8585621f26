"""The list of automatic messages, with the hours in which they rest."""

from dataclasses import dataclass

import reflex as rx
from pydantic import ValidationError
from sqlmodel import Session

from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import BusinessIn, BusinessRow
from careops.core.actor import Actor, Permission
from careops.core.db import look, perform
from careops.core.errors import first_problems
from careops.core.i18n import LANGUAGES
from careops.core.i18n import text as _
from careops.core.typed import whole
from careops.frame.state import requires
from careops.inbox.queries import templates as queries
from careops.inbox.schemas.templates import TemplateLine

HERE = "/app/settings/messages"
NIGHT = (21 * 60, 9 * 60)


@dataclass(frozen=True)
class Line:
    """One message: where its words for mail and for texts are edited, and whose they are."""

    title: str
    sentence: str
    mail_href: str
    text_href: str
    mail_own: bool
    text_own: bool
    head: str = ""


@dataclass(frozen=True)
class Hours:
    """When messages rest and what is wanted of the team, as the fields hold it."""

    rests: bool = True
    quiet_from: str = "21:00"
    quiet_until: str = "09:00"
    answer: str = "240"
    digest: str = ""


def hours(row: BusinessRow) -> Hours:
    """The business's hours for the fields."""
    digest = "" if row.digest_minute is None else _clock(row.digest_minute)
    rests = row.quiet_from != row.quiet_until
    return Hours(rests, _clock(row.quiet_from), _clock(row.quiet_until), str(row.answer_minutes), digest)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _minute(typed: str) -> int | None:
    """The minute of the day that a time field holds; None when it is empty."""
    hour, _colon, minute = typed.partition(":")
    there = whole(hour, 99), whole(minute[:2], 99)
    return None if there[0] is None or there[1] is None else there[0] * 60 + there[1]


def listed(db: Session, actor: Actor, *, locale: str) -> list[Line]:
    """Every message once, with both its channels; the first of a group bears the group's name."""
    lines = queries.templates(db, actor, locale=locale)
    found: list[Line] = []
    group = ""
    for mail, text in zip(lines[::2], lines[1::2], strict=True):
        head, group = (mail.about if mail.about != group else ""), mail.about
        found.append(Line(mail.title, mail.sentence, _href(mail), _href(text), mail.own, text.own, head))
    return found


def href(name: str, channel: str, language: str) -> str:
    """Where these words are edited."""
    return f"{HERE}/{name}?channel={channel}&language={language}"


def _href(line: TemplateLine) -> str:
    return href(line.name, line.channel, line.locale)


class Wording(rx.State):
    """The list in one language, and the hours."""

    lines: list[Line] = []
    hours: Hours = Hours()
    errors: dict[str, str] = {}
    language: str = "en"
    loaded: bool = False

    @rx.event
    @requires(Permission.settings)
    async def load(self, actor: Actor) -> None:
        """Fills the page in, in the business's own language at first."""
        row = await look(actor, businesses.profile)
        if not self.loaded:
            self.language = row.locale.split("-", 1)[0] if row.locale.split("-", 1)[0] in LANGUAGES else "en"
        self.errors, self.hours = {}, hours(row)
        self.lines, self.loaded = await look(actor, listed, locale=self.language), True

    @rx.event
    @requires(Permission.settings)
    async def speak(self, actor: Actor, language: str) -> None:
        """The same messages in another language."""
        if language in LANGUAGES:
            self.language = language
            self.lines = await look(actor, listed, locale=language)

    @rx.event
    @requires(Permission.settings)
    async def rest(self, actor: Actor, on: bool) -> None:
        """Whether messages rest at all."""
        begins, ends = NIGHT if on else (0, 0)
        self.hours = hours(await perform(actor, business.update, business=BusinessIn(quiet_from=begins, quiet_until=ends)))

    @rx.event
    @requires(Permission.settings)
    async def save(self, actor: Actor, name: str, value: str) -> None:
        """Keeps one field as soon as it is left; what is wrong is said there."""
        others = {key: message for key, message in self.errors.items() if key != name}
        minute = whole(value) if name == "answer_minutes" else _minute(value)
        if name not in {"quiet_from", "quiet_until", "answer_minutes", "digest_minute"}:
            return
        if minute is None and name != "digest_minute":
            self.errors = others | {name: _("Give a time like 21:00")}
            return
        try:
            row = await perform(actor, business.update, business=BusinessIn.model_validate({name: minute}))
        except ValidationError as wrong:
            self.errors = others | {name: first_problems(wrong)[0].message}
        else:
            self.errors, self.hours = others, hours(row)
