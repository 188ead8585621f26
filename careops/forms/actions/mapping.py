"""Answers that become the contact's: what is new is kept with its history; who somebody is, is never rewritten by a form."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, select

from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactChange, ContactRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound, Refusal
from careops.forms import queries
from careops.forms.actions.asking import tell
from careops.forms.events import FormKept
from careops.forms.models import FormSubmission
from careops.forms.rules import keeping
from careops.forms.schemas import CopyRow, FilledRow

IDENTITY = frozenset({"contact.email", "contact.phone"})


def keep_with_contact(db: Session, copy: FormSubmission, row: CopyRow, *, proven: bool = True) -> None:
    """Keeps mapped answers with the contact. An address or a number is only filled in where there was none: another one is suggested.

    Who is not `proven` to be the person, since anybody could have typed the address, only fills in what was empty among the business's
    own fields.
    """
    mapped = {field.maps_to: copy.answers[field.key] for field in row.fields if field.maps_to and field.key in copy.answers}
    if not mapped:
        return
    system = Actor.system(copy.workspace_id)
    who = contacts.whole(db, system, contact_id=copy.contact_id)
    changes: list[dict[str, Any]] = []
    for target, answer in mapped.items():
        if _may(who, target, proven=proven):
            changes += _keep(db, system, who, target, answer)
    if changes:
        tell(db, system, FormKept, copy, row.form, changes=changes)


def take_suggestion(db: Session, actor: Actor, *, submission_id: UUID, key: str) -> FilledRow:
    """Staff let an answer replace the address or number that is kept; refused when it is somebody else's."""
    actor.require(Permission.contacts_manage)
    copy = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id)).one_or_none()
    if copy is None:
        raise NotFound
    row = queries.copy_row(db, copy)
    field = next((field for field in row.fields if field.key == key and field.maps_to in IDENTITY), None)
    if field is None or field.maps_to is None or key not in copy.answers:
        raise NotFound
    who = contacts.get(db, actor, contact_id=copy.contact_id)
    name = field.maps_to.partition(".")[2]
    contact.edit(db, actor, contact_id=who.id, change=ContactChange.model_validate({name: copy.answers[key]}))
    change = {"field": field.maps_to, "old": _before(who, field.maps_to), "new": copy.answers[key]}
    if change["old"] != change["new"]:
        tell(db, actor, FormKept, copy, row.form, changes=[change])
    return queries.filled(db, actor, submission_id=submission_id)


def _may(who: ContactRow, target: str, *, proven: bool) -> bool:
    """Whether an answer is kept there."""
    if not proven and not target.startswith(keeping.CUSTOM):
        return False
    return not _before(who, target) or (proven and target not in IDENTITY)


def _keep(db: Session, system: Actor, who: ContactRow, target: str, answer: Any) -> list[dict[str, Any]]:
    """What it changed: nothing when it was so before, when the address is somebody else's, or when the field is not there any more."""
    try:
        with db.begin_nested():
            after = contact.edit(db, system, contact_id=who.id, change=_change(target, answer))
    except (Refusal, ValidationError):
        return []
    old, new = _before(who, target), _before(after, target)
    return [] if old == new else [{"field": target, "old": old, "new": new}]


def _change(target: str, answer: Any) -> ContactChange:
    where, _dot, name = target.partition(".")
    if where == "custom":
        return ContactChange.model_validate({"fields": {name: keeping.told(answer)}})
    return ContactChange.model_validate({name: str(answer)[:120] if name == "name" else answer})


def _before(who: ContactRow, target: str) -> str:
    """What is kept there; nothing is an empty text."""
    where, _dot, name = target.partition(".")
    return who.fields.get(name, "") if where == "custom" else getattr(who, name)
