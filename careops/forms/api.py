"""Forms over the API."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import RequestIn, Status, SubmissionRow, TemplateEdit, TemplateIn, TemplateRow, VersionRow

router = APIRouter(prefix="/api/v1/forms", tags=["forms"])

Viewer = Annotated[Actor, Depends(member(Permission.forms_view))]
Keeper = Annotated[Actor, Depends(member(Permission.forms_manage))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


@router.get("/templates")
def templates(actor: Viewer, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[TemplateRow]:
    """The forms that are sent to people, by name."""
    return ask(actor, forms.templates, cursor=cursor, limit=limit)


@router.post("/templates", status_code=201, response_model=TemplateRow)
def create(actor: Keeper, body: TemplateIn, request: Request) -> Response:
    """A new form."""
    return post(request, actor, form.create_template, template=body)


@router.get("/templates/{template_id}")
def template(template_id: UUID, actor: Viewer, response: Response) -> TemplateRow:
    """One form with its present questions."""
    row = ask(actor, forms.get, template_id=template_id)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.patch("/templates/{template_id}", response_model=TemplateRow)
def edit(template_id: UUID, actor: Keeper, body: TemplateEdit, request: Request) -> Response:
    """Changes a form; other questions become a new version, copies begun before keep theirs."""
    return patch(request, actor, form.edit_template, template_id=template_id, edit=body, expected=if_match(request))


@router.delete("/templates/{template_id}", status_code=204)
def archive(template_id: UUID, actor: Keeper) -> None:
    """Takes a form out of use; copies and answers stay."""
    with transaction(actor) as db:
        form.archive_template(db, actor, template_id=template_id)


@router.get("/templates/{template_id}/versions")
def versions(template_id: UUID, actor: Viewer) -> list[VersionRow]:
    """Every version of a form's questions, newest first."""
    return ask(actor, forms.versions, template_id=template_id)


@router.get("/submissions")
def submissions(
    actor: Viewer,
    status: Status | None = None,
    template_id: UUID | None = None,
    contact_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[SubmissionRow]:
    """The copies people were asked for, newest first."""
    return ask(actor, forms.submissions, status=status, template_id=template_id, contact_id=contact_id, cursor=cursor, limit=limit)


@router.get("/submissions/{submission_id}")
def submission(submission_id: UUID, actor: Viewer) -> SubmissionRow:
    """One copy with its answers."""
    return ask(actor, forms.submission, submission_id=submission_id)


@router.post("/requests", status_code=201, response_model=SubmissionRow)
def ask_for(actor: Keeper, body: RequestIn, request: Request) -> Response:
    """Asks a contact to fill in a form; for one booking each form is asked once."""
    return post(request, actor, form.request, asked=body)
