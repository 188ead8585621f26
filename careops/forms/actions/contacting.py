"""Somebody writes on the contact page: it lands in the inbox, and what else was asked there is kept as a copy of the form."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from careops.contacts import actions as contacts
from careops.contacts.schemas import Source
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.crypto import token_hash
from careops.core.errors import Invalid, TooMany
from careops.forms import queries
from careops.forms.actions.asking import tell
from careops.forms.actions.mapping import keep_with_contact
from careops.forms.events import FormCompleted
from careops.forms.models import FormSubmission, Status
from careops.forms.rules import contacting, proving
from careops.forms.rules.answering import missing, take
from careops.forms.schemas import Proof, TemplateRow
from careops.inbox import actions as inbox
from careops.inbox.schemas import ReceivedRow, WriteIn

TWICE = timedelta(minutes=10)
UNPROVEN = "12/hour"  # from one address
ONCE = "1/6hour"  # as long as a challenge is good for


def write_in(db: Session, actor: Actor, *, message: WriteIn, said: Mapping[str, Any], proof: Proof, locale: str) -> ReceivedRow:
    """Takes the words and the answers in; Invalid with everything that is wrong or missing. The same twice is taken once.

    Who did the work that the challenge asks may write as often as people do; without it, as from a browser without scripts, fewer an hour.

    Nobody is proven to be who they say: of somebody who is known already, nothing that is kept is changed; what is missing is added.
    """
    if not _worked(actor.workspace, message.message, proof):
        ratelimit.check(UNPROVEN, "visit", "write unproven", ratelimit.network(proof.address))
    form = queries.contact_form(db, actor)
    asked = contacting.more(form.fields) if form else []
    found = take(asked, {}, said, queries.setting(db, actor, []), at=[field.key for field in asked])
    problems = [*found.problems, *(p for p in missing(asked, found.answers) if p.field not in found.wrong)]
    if problems:
        raise Invalid(problems=problems)
    told = message.model_copy(update={"message": contacting.told(message.message, asked, found.answers, locale)})
    received = inbox.write_in(db, actor, message=told, locale=locale)
    who = contacts.register(db, actor, name=message.name, email=message.email, phone=message.phone, source=Source.contact_form)
    if form:
        _keep(db, actor, form, who.id, contacting.answers(form.fields, message, found.answers))
    return received


def _worked(workspace: UUID, words: str, proof: Proof) -> bool:
    """Whether the work was done, for these words, and for this message alone: the same work once more is none."""
    if not proving.is_proven(workspace, proof.challenge, words, proof.work):
        return False
    try:
        ratelimit.check(ONCE, "visit", "write work", token_hash(f"{proof.challenge} {int(proof.work)}"))
    except TooMany:
        return False
    return True


def _keep(db: Session, actor: Actor, form: TemplateRow, contact_id: UUID, answers: dict[str, Any]) -> None:
    moment = now()
    again = select(FormSubmission).where(
        FormSubmission.template_id == form.id, FormSubmission.contact_id == contact_id, col(FormSubmission.created_at) > moment - TWICE
    )
    if any(earlier.answers == answers for earlier in db.exec(again)):
        return
    copy = FormSubmission(
        template_id=form.id,
        number=form.current,
        contact_id=contact_id,
        status=Status.completed,
        answers=answers,
        created_at=moment,
        begun_at=moment,
        completed_at=moment,
    )
    db.add(copy)
    db.flush()
    tell(db, actor, FormCompleted, copy, form.name)
    if any(field.maps_to for field in form.fields):
        keep_with_contact(db, copy, queries.copy_row(db, copy), proven=False)
