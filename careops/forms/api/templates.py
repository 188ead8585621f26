"""Forms, their versions and drafts over the API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import Change, DraftIn, TemplateEdit, TemplateIn, TemplateRow, VersionRow

router = APIRouter(prefix="/api/v1/forms", tags=["forms"])

Viewer = Annotated[Actor, Depends(member(Permission.forms_view))]
Keeper = Annotated[Actor, Depends(member(Permission.forms_manage))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Number = Annotated[int, Path(ge=1, le=100_000)]
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


@router.get("/templates/{template_id}/versions/{number}/schema")
def schema(template_id: UUID, number: Number, actor: Viewer) -> dict[str, Any]:
    """The JSON Schema (2020-12) that whole answers to that version fulfil."""
    return ask(actor, forms.answers_schema, template_id=template_id, number=number)


@router.get("/templates/{template_id}/versions/{number}/changes")
def changes(template_id: UUID, number: Number, actor: Viewer, to: int | None = Query(default=None, ge=1, le=100_000)) -> list[Change]:
    """What another version changed of that one, told by the questions' keys; without `to`, what publishing the draft would change."""
    return ask(actor, forms.compared, template_id=template_id, before=number, after=to)


# ── the draft ────────────────────────────────────────────


@router.put("/templates/{template_id}/draft", response_model=TemplateRow)
def save_draft(template_id: UUID, actor: Keeper, body: DraftIn, request: Request) -> Response:
    """Keeps what is being built; nobody is asked it before it is published."""
    return patch(request, actor, form.save_draft, template_id=template_id, draft=body, expected=if_match(request))


@router.delete("/templates/{template_id}/draft", response_model=TemplateRow)
def discard_draft(template_id: UUID, actor: Keeper, request: Request) -> Response:
    """Back to what is published."""
    return patch(request, actor, form.discard_draft, template_id=template_id, expected=if_match(request))


@router.post("/templates/{template_id}/publish", response_model=TemplateRow)
def publish(template_id: UUID, actor: Keeper, request: Request) -> Response:
    """The draft becomes the next version; 422 names every question that does not fit."""
    return patch(request, actor, form.publish, template_id=template_id, expected=if_match(request))


@router.post("/templates/{template_id}/versions/{number}/restore", response_model=TemplateRow)
def restore(template_id: UUID, number: Number, actor: Keeper, request: Request) -> Response:
    """An earlier version's questions as the draft."""
    return patch(request, actor, form.restore_version, template_id=template_id, number=number, expected=if_match(request))


@router.post("/templates/{template_id}/duplicate", status_code=201, response_model=TemplateRow)
def duplicate(template_id: UUID, actor: Keeper, request: Request) -> Response:
    """The same form once more, under another name."""
    return post(request, actor, form.duplicate_template, template_id=template_id)
