"""Reading a copy for whoever fills it in: by its private link, on the version it began with."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now, today
from careops.core.crypto import check_link, link_id, link_token
from careops.core.db import enter, everywhere
from careops.core.errors import NotFound
from careops.core.settings import settings
from careops.forms import rules
from careops.forms.models import FormFile, FormSubmission, FormTemplate, FormVersion, Status
from careops.forms.rules.answering import prefilled
from careops.forms.rules.keeping import CUSTOM
from careops.forms.rules.reading import Setting
from careops.forms.schemas import CopyRow, FileRow, FormField

# What is known of a booking, by "booking.service" and the like. Booking stands above forms and enters it when the app is put together.
bookings: dict[str, Callable[[Session, Actor, UUID], dict[str, str]]] = {}

FILE = [getattr(FormFile, name) for name in FileRow.model_fields]


def by_link(db: Session, *, token: str) -> tuple[Actor, UUID]:
    """Whom a private link belongs to, as an actor, and which copy it is for; the session enters that workspace."""
    wanted = link_id(token)
    with everywhere(db):
        found = db.exec(select(FormSubmission).where(FormSubmission.id == wanted)).one_or_none()
    if found is None:
        raise NotFound
    check_link("form", token, found.id, found.salt)
    enter(db, found.workspace_id)
    return Actor.customer(found.workspace_id, found.contact_id), found.id


def link_of(db: Session, actor: Actor, *, submission_id: UUID) -> str:
    """The private link to a copy, for members who may send forms: to be handed over where no message reaches somebody."""
    actor.require(Permission.forms_manage)
    salt = db.exec(select(FormSubmission.salt).where(FormSubmission.id == submission_id)).one_or_none()
    if salt is None:
        raise NotFound
    return f"{settings.base_url}/form/{link_token('form', submission_id, salt)}"


def copy(db: Session, actor: Actor, *, submission_id: UUID) -> CopyRow:
    """One copy, for whom it is and for members who see forms; NotFound for all others."""
    found = db.exec(select(FormSubmission).where(FormSubmission.id == submission_id)).one_or_none()
    if found is None:
        raise NotFound
    theirs(actor, found)
    return copy_row(db, found)


def theirs(actor: Actor, found: FormSubmission) -> None:
    """Passes for whom the copy is, and for members who see forms."""
    if actor.kind is Kind.customer:
        if actor.contact_id != found.contact_id:
            raise NotFound
    else:
        actor.require(Permission.forms_view)


def readable(row: CopyRow) -> bool:
    """Whether its link still shows what was answered: while it is awaited, and once it was sent where the form hands out a copy."""
    return row.status in {*rules.OPEN, Status.overdue} or (row.status == Status.completed and row.send_copy)


def copy_row(db: Session, found: FormSubmission) -> CopyRow:
    """A copy with what is asked on its version and the files that came with it; three statements."""
    template = db.exec(select(FormTemplate).where(FormTemplate.id == found.template_id)).one()
    asked = db.exec(select(FormVersion).where(FormVersion.template_id == found.template_id, FormVersion.number == found.number)).one()
    words = template.model_dump(include={"intro", "thanks", "send_copy"})
    kept = set(CopyRow.model_fields) - {"form", "fields", "files", "status", "intro", "thanks", "send_copy"}
    return CopyRow(
        **found.model_dump(include=kept),
        **words,
        form=template.name,
        fields=[FormField.model_validate(field) for field in asked.fields],
        files=files_of(db, found.id),
        status=rules.status(found.status, found.due_at, now()),
    )


def files_of(db: Session, submission_id: UUID) -> list[FileRow]:
    """The files that came with a copy, without what is in them."""
    asked = sa.select(*FILE).where(col(FormFile.submission_id) == submission_id).order_by(col(FormFile.id))
    return [FileRow.model_validate(dict(row)) for row in cast("Any", db).execute(asked).mappings()]


def setting(db: Session, actor: Actor, files: list[FileRow]) -> Setting:
    """What answers are read with: the business's country and day, and the files that came."""
    here = business.profile(db, actor)
    held = {str(file.id): file.model_dump(mode="json", include={"id", "key", "name", "mime", "size"}) for file in files}
    return Setting(here.country, today(here.timezone), now(), held)


def known_answers(db: Session, actor: Actor, row: CopyRow) -> dict[str, object]:
    """What the business knows already of what is asked."""
    if not any(field.prefill for field in row.fields):
        return {}
    return prefilled(row.fields, known_of(db, actor, row).get, setting(db, actor, row.files))


def known_of(db: Session, actor: Actor, row: CopyRow) -> dict[str, str]:
    """The contact's and the booking's facts by the names that `prefill` has for them."""
    system = Actor.system(actor.workspace)
    who = contacts.by_ids(db, system, ids=[row.contact_id]).get(row.contact_id)
    found = {f"contact.{name}": getattr(who, name) for name in ("name", "email", "phone")} if who else {}
    if who and any((field.prefill or "").startswith(CUSTOM) for field in row.fields):
        found |= {CUSTOM + key: said for key, said in contacts.described(db, [who])[0].fields.items()}
    for facts in bookings.values() if row.booking_id else ():
        found |= facts(db, system, row.booking_id) if row.booking_id else {}
    return found


def file(db: Session, actor: Actor, *, file_id: UUID) -> tuple[FileRow, bytes]:
    """A file with what is in it, for members who see forms."""
    actor.require(Permission.forms_view)
    found = db.exec(select(FormFile).where(FormFile.id == file_id)).one_or_none()
    if found is None:
        raise NotFound
    return FileRow.model_validate(found, from_attributes=True), found.content


def own_file(db: Session, actor: Actor, *, submission_id: UUID, file_id: UUID) -> tuple[FileRow, bytes]:
    """A file of one's own copy."""
    copy(db, actor, submission_id=submission_id)
    found = db.exec(select(FormFile).where(FormFile.id == file_id, FormFile.submission_id == submission_id)).one_or_none()
    if found is None:
        raise NotFound
    return FileRow.model_validate(found, from_attributes=True), found.content
