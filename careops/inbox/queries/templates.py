"""Reading the words of automatic messages: the owner's where they wrote some, ours where not, filled in for somebody to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Permission
from careops.core.db import Prepared, once
from careops.core.errors import NotFound
from careops.core.i18n import LOCALES
from careops.core.i18n import text as _
from careops.inbox.models import MessageTemplate
from careops.inbox.rules.templates import (
    BY_NAME,
    KINDS,
    TITLES,
    Kind,
    Source,
    Unwritable,
    Values,
    default,
    example,
    mail_of,
    pieces_of,
    slips,
    text_of,
)
from careops.inbox.rules.texts import length
from careops.inbox.schemas.templates import TemplateLine, TemplateRow, TrialRow, VersionRow
from careops.ui.public.mail import Mail, mail_html, mail_text

log = structlog.get_logger(__name__)
CHANNELS = ("email", "sms")


@dataclass(frozen=True, slots=True)
class Sample:
    """What a message is filled in with, and the mail as we would write it, whose blocks and look it takes over."""

    values: Values
    mail: Mail
    real: bool = True


SAMPLES: list[Callable[..., Sample | None]] = []
"""What packages above know of things that happened: each is asked `(db, actor, *, name, contact_id, locale)` and may answer a sample."""


# ── when something is sent ───────────────────────────────


@dataclass(frozen=True, slots=True)
class Worded:
    """A message as it goes out."""

    mail: Mail
    sms: str


def template(db: Session, *, name: str, channel: str, locale: str) -> Source | None:
    """The owner's words for a message, or None where ours stand."""
    return _own(db, name, locale).get(channel)


def written(
    db: Session, actor: Actor, *, name: str, locale: str, values: Values, mail: Mail, sms: str = "", own_mail: bool = True
) -> Worded:
    """The message as the owner worded it, else as we did (`mail`, `sms`), in the reader's language; one statement.

    Without `own_mail` the mail stays ours: it tells something the owner's words know nothing of.
    Words that cannot be filled in, since something changed after they were kept, never keep a message back: ours go out instead.
    """
    actor.require_member()
    kind = BY_NAME.get(name)
    if kind is None:
        return Worded(mail, sms)
    language = _language(locale)
    own = _own(db, name, language)
    text = own.get("sms") or default(kind, "sms", language)
    try:
        sms = text_of(text, values)
    except Unwritable as wrong:
        log.warning("own words could not be filled in", template=name, channel="sms", why=str(wrong))
        sms = sms or mail.subject
    source = own.get("email")
    if source and own_mail:
        try:
            mail = mail_of(source, values, pieces_of(mail), mail)
        except Unwritable as wrong:
            log.warning("own words could not be filled in", template=name, channel="email", why=str(wrong))
    return Worded(mail, sms)


def _own(db: Session, name: str, locale: str) -> dict[str, Source]:
    """The words that count at present, by channel."""
    language = _language(locale)
    found = once(db, ("words", name, language), lambda: _NEWEST.ask(db, name=name, locale=language))
    return {channel: Source(subject, body) for channel, subject, body, active in found if active}


def _latest() -> Any:
    """Only the highest version of each."""
    later = aliased(MessageTemplate)
    same = (
        col(later.name) == col(MessageTemplate.name),
        col(later.channel) == col(MessageTemplate.channel),
        col(later.locale) == col(MessageTemplate.locale),
    )
    return ~sa.exists().where(*same, col(later.version) > col(MessageTemplate.version))


_NEWEST = Prepared(
    sa.select(col(MessageTemplate.channel), col(MessageTemplate.subject), col(MessageTemplate.body), col(MessageTemplate.active)).where(
        col(MessageTemplate.name) == sa.bindparam("name"), col(MessageTemplate.locale) == sa.bindparam("locale"), _latest()
    )
)


def _language(locale: str) -> str:
    language = locale.replace("_", "-").split("-", 1)[0].lower()
    return language if language in LOCALES else "en"


# ── the editor ───────────────────────────────────────────


def templates(db: Session, actor: Actor, *, locale: str = "en") -> list[TemplateLine]:
    """Every message by every channel in one language, and whose words it has."""
    actor.require(Permission.settings)
    rows = db.exec(select(MessageTemplate).where(MessageTemplate.locale == locale, _latest()))
    kept = {(row.name, row.channel): row for row in rows}
    return [TemplateLine(**_line(kind, channel, locale, kept.get((kind.name, channel)))) for kind in KINDS for channel in CHANNELS]


def template_row(db: Session, actor: Actor, *, name: str, channel: str, locale: str) -> TemplateRow:
    """One of them with its words, ours, and every earlier version."""
    actor.require(Permission.settings)
    kind = known(name, channel, locale)
    of_it = (MessageTemplate.name == name, MessageTemplate.channel == channel, MessageTemplate.locale == locale)
    rows = db.exec(select(MessageTemplate).where(*of_it).order_by(col(MessageTemplate.version).desc())).all()
    ours, newest = default(kind, channel, locale), rows[0] if rows else None
    own = newest if newest and newest.active else None
    return TemplateRow(
        **_line(kind, channel, locale, newest),
        subject=own.subject if own else ours.subject,
        body=own.body if own else ours.body,
        default_subject=ours.subject,
        default_body=ours.body,
        variables=list(kind.variables(channel)),
        versions=[VersionRow(version=r.version, own=r.active, subject=r.subject, body=r.body, at=r.created_at) for r in rows],
    )


def known(name: str, channel: str, locale: str) -> Kind:
    """The message called that; NotFound when there is none by that channel in that language."""
    kind = BY_NAME.get(name)
    if kind is None or channel not in CHANNELS or locale not in LOCALES:
        raise NotFound
    return kind


def _line(kind: Kind, channel: str, locale: str, newest: MessageTemplate | None) -> dict[str, Any]:
    told = TITLES[kind.name]
    return {
        "name": kind.name,
        "about": told.about,
        "title": told.title,
        "sentence": told.sentence,
        "channel": channel,
        "locale": locale,
        "own": bool(newest and newest.active),
        "version": newest.version if newest else 0,
        "changed_at": newest.created_at if newest else None,
    }


# ── looking before it is kept ────────────────────────────


def trial(
    db: Session, actor: Actor, *, name: str, channel: str, locale: str, subject: str, body: str, contact_id: UUID | None = None
) -> TrialRow:
    """How the words would look, filled in with the last such thing that happened to that contact, else with an example."""
    actor.require(Permission.settings)
    kind = known(name, channel, locale)
    problems = [
        _("Line {line}: {what}", line=slip.line, what=slip.says) for words in (subject, body) for slip in slips(words, kind.known(channel))
    ]
    if problems:
        return TrialRow(problems=list(dict.fromkeys(problems)))
    sample = _sample(db, actor, kind, contact_id, locale)
    try:
        return _shown(channel, Source(subject, body), sample)
    except Unwritable as wrong:
        return TrialRow(problems=[problem.message for problem in wrong.problems])


def _shown(channel: str, source: Source, sample: Sample) -> TrialRow:
    if channel == "sms":
        text = text_of(source, sample.values)
        told = length(text)
        return TrialRow(text=text, segments=told.segments, left=told.left, unicode=told.unicode, real=sample.real)
    mail = mail_of(source, sample.values, pieces_of(sample.mail), sample.mail)
    return TrialRow(subject=mail.subject, html=mail_html(mail), text=mail_text(mail), real=sample.real)


def _sample(db: Session, actor: Actor, kind: Kind, contact_id: UUID | None, locale: str) -> Sample:
    """Something that happened, where anybody knows of it; else an example in the business's own name."""
    for ask in SAMPLES:
        if found := ask(db, actor, name=kind.name, contact_id=contact_id, locale=locale):
            return found
    who = contacts.get(db, actor, contact_id=contact_id) if contact_id else None
    values, mail = example(business.profile(db, actor), who, locale)
    return Sample(values, mail, real=False)
