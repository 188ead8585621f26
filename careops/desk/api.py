"""The API's door to who a person is: one of two, two again, everything about them, nothing of them."""

from collections.abc import Iterator
from typing import IO, Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from careops.accounts.api import ask, member, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.desk import actions, queries
from careops.desk.rules.telling import Topic
from careops.desk.schemas import HappenedRow
from careops.desk.schemas.erasing import EraseIn, ErasePreview, ErasureRow
from careops.desk.schemas.merging import MergeIn, MergePreview, MergeRow, Suggestion, UnmergeIn, UnmergeRow

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

Reader = Annotated[Actor, Depends(member(Permission.contacts_view))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]
PIECE = 65_536


@router.get("/{contact_id}/story")
def story(
    actor: Reader,
    contact_id: UUID,
    topic: Annotated[Topic, Query(description="Only that; left out, everything")] = "",
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
) -> Page[HappenedRow]:
    """What happened with them as their page tells it, the latest first: of every domain the actor may read."""
    return ask(actor, queries.timeline, contact_id=contact_id, topic=topic, cursor=cursor, limit=limit)


@router.get("/{contact_id}/duplicates")
def duplicates(actor: Reader, contact_id: UUID) -> list[Suggestion]:
    """Others who may be the same person, and why."""
    return ask(actor, queries.suggestions, contact_id=contact_id)


@router.get("/{contact_id}/merges")
def merges(actor: Reader, contact_id: UUID) -> list[MergeRow]:
    """Who was merged into this person, the latest first."""
    return ask(actor, queries.merges_of, contact_id=contact_id)


@router.get("/{contact_id}/merge/{merged_id}")
def merge_preview(actor: Writer, contact_id: UUID, merged_id: UUID) -> MergePreview:
    """What a merge would come to: which values win, how many rows of what move."""
    return ask(actor, queries.merge_preview, kept_id=contact_id, merged_id=merged_id)


@router.post("/{contact_id}/merge", status_code=200, response_model=MergeRow)
def merge(request: Request, actor: Writer, contact_id: UUID, body: MergeIn) -> Response:
    """Makes the other entry part of this person; everything of theirs moves here."""
    told = {"take": body.take, "version": body.version, "merged_version": body.merged_version}
    return post(request, actor, actions.merge, status=200, kept_id=contact_id, merged_id=body.merged_id, **told)


@router.post("/{contact_id}/unmerge", status_code=200, response_model=UnmergeRow)
def unmerge(request: Request, actor: Writer, contact_id: UUID, body: UnmergeIn) -> Response:
    """Takes a merge back, and says what could not be put back."""
    return post(request, actor, actions.unmerge, status=200, kept_id=contact_id, merge_id=body.merge_id)


@router.get("/{contact_id}/export", response_class=StreamingResponse)
def export(actor: Writer, contact_id: UUID) -> StreamingResponse:
    """Everything about one person as a ZIP of JSON, CSV, files and calendar files; who took it is written down."""
    file = ask(actor, queries.export, contact_id=contact_id)
    with transaction(actor) as db:
        actions.note_export(db, actor, contact_id=contact_id)
    headers = {"Content-Disposition": f'attachment; filename="contact-{contact_id}.zip"'}
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


@router.get("/{contact_id}/erase")
def erase_preview(actor: Writer, contact_id: UUID) -> ErasePreview:
    """How much of what there is of a person."""
    return ask(actor, queries.erase_preview, contact_id=contact_id)


@router.post("/{contact_id}/erase", status_code=200)
def erase(actor: Writer, contact_id: UUID, body: EraseIn) -> ErasureRow:
    """Forgets a person for ever. What was answered is not kept for a repetition: there is nobody to tell of any more."""
    with transaction(actor) as db:
        return actions.erase(db, actor, contact_id=contact_id, name=body.name, cancel=body.cancel)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
