"""A copy over the API, for whoever holds its private link."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, UploadFile
from sqlmodel import Session

from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid
from careops.core.http import visitor
from careops.forms import actions as form
from careops.forms import queries as copies
from careops.forms.schemas import CopyRow, FileRow, FillIn, PublicCopyRow, SendIn

router = APIRouter(prefix="/api/v1/public/forms", tags=["public"])


def holder(token: str) -> tuple[Actor, UUID]:
    """Whoever has the private link of a copy, and which copy it is."""
    with reading() as db:
        return copies.by_link(db, token=token)


Holder = Annotated[tuple[Actor, UUID], Depends(holder)]


@router.get("/{token}", dependencies=[Depends(visitor("240/minute", "form"))])
def get_own_form(holder: Holder) -> PublicCopyRow:
    """What is asked, and what was answered so far; looking changes nothing."""
    actor, id = holder
    with reading(actor) as db:
        return _public(db, actor, copies.copy(db, actor, submission_id=id))


@router.put("/{token}", dependencies=[Depends(visitor("120/minute", "fill"))])
def save_own_form(holder: Holder, body: FillIn) -> PublicCopyRow:
    """Keeps the answers that are named; 422 names those that are wrong, and then none of these is kept. 412 where another window did."""
    actor, id = holder
    with transaction(actor) as db:
        row, wrong = form.save(db, actor, submission_id=id, said=body.answers, page=body.page, version=body.version)
        if wrong:
            raise Invalid(problems=wrong)
        return _public(db, actor, row)


@router.post("/{token}", dependencies=[Depends(visitor("30/minute", "send"))])
def send_own_form(holder: Holder, body: SendIn) -> PublicCopyRow:
    """Sends it, judged as a whole; 422 names every answer that is missing or wrong. Sent twice it is sent once."""
    actor, id = holder
    with transaction(actor) as db:
        return _public(db, actor, form.send(db, actor, submission_id=id, version=body.version))


@router.post("/{token}/files", status_code=201, dependencies=[Depends(visitor("30/minute", "file"))])
def add_own_file(holder: Holder, key: str, file: UploadFile) -> FileRow:
    """Takes a file in for a question; it answers it once its id is among the answers."""
    actor, id = holder
    content = file.file.read()
    with transaction(actor) as db:
        return form.attach(db, actor, submission_id=id, key=key, name=file.filename or "", content=content)


def _public(db: Session, actor: Actor, row: CopyRow) -> PublicCopyRow:
    said = row.model_dump(include=set(PublicCopyRow.model_fields) - {"answers_schema"})
    if not copies.readable(row):
        said["answers"] = {}
    system = Actor.system(actor.workspace)
    schema = copies.answers_schema(db, system, template_id=row.template_id, number=row.number)
    return PublicCopyRow(**said, answers_schema=schema)
