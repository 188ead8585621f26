"""The copies people were asked for, over the API: who is asked, what they answered, and what becomes of it."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from careops.accounts.api import ask, member, patch, post
from careops.core.actor import Actor, Permission
from careops.core.db import reading
from careops.core.http import download
from careops.core.paging import LIMIT, MOST, Page
from careops.core.sheets import written
from careops.core.typed import Line
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import AskingRow, DueIn, FilledRow, RequestIn, Status, SubmissionRow, WaiveIn

router = APIRouter(prefix="/api/v1/forms", tags=["forms"])

Viewer = Annotated[Actor, Depends(member(Permission.forms_view))]
Keeper = Annotated[Actor, Depends(member(Permission.forms_manage))]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]
Words = Annotated[Line, Query(max_length=200)]
Question = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


@router.get("/submissions")
def submissions(
    actor: Viewer,
    status: Status | None = None,
    template_id: UUID | None = None,
    contact_id: UUID | None = None,
    q: Words = "",
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[SubmissionRow]:
    """The copies people were asked for, newest first; `q` finds the people."""
    asked = {"status": status, "template_id": template_id, "contact_id": contact_id, "q": q, "cursor": cursor, "limit": limit}
    return ask(actor, forms.submissions, **asked)


@router.get("/submissions/{submission_id}")
def submission(submission_id: UUID, actor: Viewer) -> SubmissionRow:
    """One copy with its answers."""
    return ask(actor, forms.submission, submission_id=submission_id)


@router.get("/submissions/{submission_id}/filled")
def filled(submission_id: UUID, actor: Viewer) -> FilledRow:
    """One copy as it was asked: each question in the words of its version, with its answer."""
    return ask(actor, forms.filled, submission_id=submission_id)


@router.get("/submissions/{submission_id}/copy.pdf", response_class=Response)
def pdf(submission_id: UUID, actor: Viewer) -> Response:
    """One copy on paper."""
    kept = ask(actor, forms.receipt, submission_id=submission_id)
    return download(kept.name, "application/pdf", kept.pdf())


@router.get("/files/{form_file_id}", response_class=Response)
def file(form_file_id: UUID, actor: Viewer) -> Response:
    """A file that answers a question, to be saved."""
    row, content = ask(actor, forms.file, file_id=form_file_id)
    return download(row.name, row.mime, content)


@router.get("/templates/{template_id}/submissions.csv", response_class=StreamingResponse)
def export(template_id: UUID, actor: Viewer, status: Status | None = None) -> Response:
    """All copies of a form as a table that no spreadsheet computes; one column a question over all versions."""
    ask(actor, forms.get, template_id=template_id)

    def lines() -> Iterator[str]:
        with reading(actor) as db:
            rows = forms.table(db, actor, template_id=template_id, status=status)
            yield from written([str(cell) for cell in next(rows)], rows)

    headers = {"Content-Disposition": 'attachment; filename="submissions.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


# ── what is awaited ──────────────────────────────────────


@router.get("/requests/preview")
def preview(actor: Keeper, contact_id: UUID) -> AskingRow:
    """Whom a form would go to and by which channel, and which forms can be sent; nothing is sent."""
    return ask(actor, forms.asking, contact_id=contact_id)


@router.post("/requests", status_code=201, response_model=SubmissionRow)
def ask_for(actor: Keeper, body: RequestIn, request: Request) -> Response:
    """Asks a contact to fill in a form; for one booking each form is asked once."""
    return post(request, actor, form.request, asked=body)


@router.post("/requests/{submission_id}/remind", response_model=SubmissionRow)
def remind(submission_id: UUID, actor: Keeper, request: Request) -> Response:
    """Reminds them now."""
    return patch(request, actor, form.remind, submission_id=submission_id)


@router.post("/requests/{submission_id}/resend", response_model=SubmissionRow)
def resend(submission_id: UUID, actor: Keeper, request: Request) -> Response:
    """Sends it once more with a new link; the old one opens nothing any more."""
    return patch(request, actor, form.resend, submission_id=submission_id)


@router.post("/requests/{submission_id}/waive", response_model=SubmissionRow)
def waive(submission_id: UUID, actor: Keeper, body: WaiveIn, request: Request) -> Response:
    """It need not be filled in any more."""
    return patch(request, actor, form.waive, submission_id=submission_id, waived=body)


@router.patch("/requests/{submission_id}", response_model=SubmissionRow)
def set_due(submission_id: UUID, actor: Keeper, body: DueIn, request: Request) -> Response:
    """Moves the date until which it is to be filled in."""
    return patch(request, actor, form.set_due, submission_id=submission_id, due=body)


@router.post("/submissions/{submission_id}/suggestions/{key}", response_model=FilledRow)
def take_suggestion(
    submission_id: UUID, key: Question, actor: Annotated[Actor, Depends(member(Permission.contacts_manage))], request: Request
) -> Response:
    """Lets an answer replace the address or number that is kept of the contact."""
    return patch(request, actor, form.take_suggestion, submission_id=submission_id, key=key)
