"""Keeping an owner's words for automatic messages. Every version is kept; the highest one counts."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from careops.activity.actions import record
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid, NotFound, Stale
from careops.core.i18n import text as _
from careops.core.ids import new_id
from careops.inbox.actions.queueing import queue
from careops.inbox.events import MessageReworded
from careops.inbox.models import MessageTemplate, Purpose
from careops.inbox.queries.deliveries import row as delivery_row
from careops.inbox.queries.templates import known, template_row, trial
from careops.inbox.rules import letters
from careops.inbox.rules.templates import checked
from careops.inbox.schemas import DeliveryRow
from careops.inbox.schemas.templates import TemplateRow


def reword(
    db: Session,
    actor: Actor,
    *,
    name: str,
    channel: str,
    locale: str,
    subject: str,
    body: str,
    expected: int | None = None,
) -> TemplateRow:
    """The message says this from now on; refused with the line where the words cannot be filled in, or when they changed meanwhile."""
    actor.require(Permission.settings)
    kind = known(name, channel, locale)
    if channel == "sms" and subject:
        raise Invalid.field("subject", _("A text message has no subject"))
    if channel == "email" and not subject.strip():
        raise Invalid.field("subject", _("Give the mail a subject"))
    checked("subject", subject, kind.known("sms"))  # no blocks in a subject
    checked("body", body, kind.known(channel))
    return _keep(db, actor, name, channel, locale, subject, body, active=True, expected=expected)


def back_to_ours(db: Session, actor: Actor, *, name: str, channel: str, locale: str, expected: int | None = None) -> TemplateRow:
    """The message says what we wrote again; the owner's words stay among the versions."""
    actor.require(Permission.settings)
    present = template_row(db, actor, name=name, channel=channel, locale=locale)
    if not present.own:
        return present
    return _keep(db, actor, name, channel, locale, "", "", active=False, expected=expected)


def restore(db: Session, actor: Actor, *, name: str, channel: str, locale: str, version: int, expected: int | None = None) -> TemplateRow:
    """The message says what it said then, as a new version."""
    present = template_row(db, actor, name=name, channel=channel, locale=locale)
    then = next((row for row in present.versions if row.version == version), None)
    if then is None:
        raise NotFound
    if not then.own:
        return back_to_ours(db, actor, name=name, channel=channel, locale=locale, expected=expected)
    return reword(db, actor, name=name, channel=channel, locale=locale, subject=then.subject, body=then.body, expected=expected)


def send_trial(
    db: Session,
    actor: Actor,
    *,
    name: str,
    channel: str,
    locale: str,
    subject: str,
    body: str,
    contact_id: UUID | None = None,
    to: str = "",
) -> DeliveryRow:
    """Really sends the words as they stand in the editor, to one address of the owner's choice; the contact hears nothing."""
    shown = trial(db, actor, name=name, channel=channel, locale=locale, subject=subject, body=body, contact_id=contact_id)
    if shown.problems:
        raise Invalid.field("body", shown.problems[0])
    here = business.profile(db, actor)
    to = to or (actor.email or here.email if channel == "email" else here.phone)
    if not to or ("@" in to) is not (channel == "email"):
        wanted = _("Give a number to send the test to") if channel == "sms" else _("Give an address to send the test to")
        raise Invalid.field("to", wanted)
    id = new_id()
    if channel == "sms":
        stored = letters.text_letter(id, to=to, text=shown.text)
    else:
        stored = letters.letter(
            id,
            at=now(),
            sender=here.name,
            to=to,
            subject=shown.subject,
            text=shown.text,
            html=shown.html,
            headers=letters.AUTOMATIC,
        )
    return delivery_row(queue(db, actor, id=id, key=f"trial:{id}", letter=stored, purpose=Purpose.test))


def _keep(
    db: Session, actor: Actor, name: str, channel: str, locale: str, subject: str, body: str, *, active: bool, expected: int | None
) -> TemplateRow:
    present = template_row(db, actor, name=name, channel=channel, locale=locale)
    if expected is not None and expected != present.version:
        raise Stale
    if active and present.own and (present.subject, present.body) == (subject, body):
        return present
    row = MessageTemplate(name=name, channel=channel, locale=locale, version=present.version + 1, subject=subject, body=body, active=active)
    row.member_id = actor.member_id
    try:
        with db.begin_nested():
            db.add(row)
            db.flush()
    except IntegrityError:
        raise Stale from None
    record(db, actor, MessageReworded(subject=actor.workspace, template=name, channel=channel, locale=locale, own=active))
    return template_row(db, actor, name=name, channel=channel, locale=locale)
