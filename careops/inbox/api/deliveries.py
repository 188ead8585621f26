"""The API's door to the outbox."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.inbox import actions, queries
from careops.inbox.queries.deliveries import Which
from careops.inbox.schemas import (
    DeliveryRow,
    TestIn,
)

router = APIRouter(prefix="/api/v1")

Staff = Annotated[Actor, Depends(member(Permission.inbox))]
Sender = Annotated[Actor, Depends(member(Permission.deliveries))]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/deliveries", tags=["deliveries"])
def deliveries(
    actor: Sender, state: Which | None = None, contact_id: UUID | None = None, cursor: Cursor = None, limit: Limit = LIMIT
) -> Page[DeliveryRow]:
    """Every letter and how it stands, the latest first; `trouble` for those that need a look."""
    return ask(actor, queries.deliveries, state=state, contact_id=contact_id, cursor=cursor, limit=limit)


@router.get("/deliveries/{delivery_id}", tags=["deliveries"])
def delivery(actor: Sender, delivery_id: UUID) -> DeliveryRow:
    """One letter and how it stands."""
    return ask(actor, queries.delivery, delivery_id=delivery_id)


@router.post("/deliveries/{delivery_id}/retry", status_code=202, tags=["deliveries"])
def retry(actor: Sender, delivery_id: UUID) -> DeliveryRow:
    """Sends a failed letter again, as it was."""
    with transaction(actor) as db:
        return actions.retry(db, actor, delivery_id=delivery_id)


@router.post("/integrations/{integration_id}/test", status_code=202, response_model=DeliveryRow, tags=["deliveries"])
def test(request: Request, actor: Keeper, integration_id: UUID, body: TestIn) -> Response:
    """Sends a real message through this account and no other; ask the delivery how it ended."""
    return post(request, actor, actions.send_test, status=202, integration_id=integration_id, to=body.to)
