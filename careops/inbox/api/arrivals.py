"""The API's door to what arrived, and to the files of messages."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from careops.accounts.api import ask, member
from careops.channels import actions as accounts
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.inbox import queries
from careops.inbox.actions import arriving
from careops.inbox.schemas.arriving import ArrivalRow, ArrivalState

router = APIRouter(prefix="/api/v1")

Staff = Annotated[Actor, Depends(member(Permission.inbox))]
Sender = Annotated[Actor, Depends(member(Permission.deliveries))]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/arrivals", tags=["deliveries"])
def arrivals(actor: Sender, state: ArrivalState | None = None, cursor: Cursor = None, limit: Limit = LIMIT) -> Page[ArrivalRow]:
    """What providers told, the latest first; `failed` for what waits for a person."""
    return ask(actor, queries.arrivals, state=state, cursor=cursor, limit=limit)


@router.post("/arrivals/{arrival_id}/replay", status_code=202, tags=["deliveries"])
def replay(actor: Sender, arrival_id: UUID) -> ArrivalRow:
    """Deals with it again."""
    with transaction(actor) as db:
        return arriving.replay(db, actor, arrival_id=arrival_id)


@router.post("/integrations/{integration_id}/look", status_code=202, tags=["deliveries"])
def look(actor: Keeper, integration_id: UUID) -> None:
    """Looks into the mailbox now rather than within the minute."""
    with transaction(actor) as db:
        accounts.look_now(db, actor, integration_id=integration_id)


@router.get("/attachments/{attachment_id}", tags=["inbox"], response_class=Response)
def attachment(actor: Staff, attachment_id: UUID) -> Response:
    """A file somebody sent: always as a download, and powerless should a browser open it all the same."""
    file = ask(actor, queries.attachment, attachment_id=attachment_id)
    return Response(
        file.content,
        media_type=file.mime,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
