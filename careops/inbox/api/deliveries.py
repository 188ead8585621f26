"""The API's door to the outbox."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, member, post
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Moment
from careops.inbox import actions, queries
from careops.inbox.queries.deliveries import Which
from careops.inbox.schemas import AttemptRow, DeliveryRow, ReplayIn, RetriedRow, TestIn

router = APIRouter(prefix="/api/v1")

Sender = Annotated[Actor, Depends(member(Permission.deliveries))]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Way = Literal["email", "sms"]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/deliveries", tags=["deliveries"])
def deliveries(
    actor: Sender,
    state: Which | None = None,
    channel: Way | None = None,
    integration_id: UUID | None = None,
    contact_id: UUID | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT,
) -> Page[DeliveryRow]:
    """Every letter and text and how it stands, the latest first; `trouble` for those that need a look."""
    return ask(
        actor,
        queries.deliveries,
        state=state,
        channel=channel,
        integration_id=integration_id,
        contact_id=contact_id,
        since=since,
        until=until,
        cursor=cursor,
        limit=limit,
    )


@router.post("/deliveries/retry", status_code=202, tags=["deliveries"])
def retry_all(actor: Sender, body: ReplayIn) -> RetriedRow:
    """Sends again what failed and fits the filters, 500 at a time; what may have arrived only when `unknown` is asked for."""
    with transaction(actor) as db:
        return actions.retry_all(db, actor, **body.model_dump())


@router.get("/deliveries/{delivery_id}", tags=["deliveries"])
def delivery(actor: Sender, delivery_id: UUID) -> DeliveryRow:
    """One letter and how it stands."""
    return ask(actor, queries.delivery, delivery_id=delivery_id)


@router.post("/deliveries/{delivery_id}/retry", status_code=202, tags=["deliveries"])
def retry(actor: Sender, delivery_id: UUID) -> DeliveryRow:
    """Sends a failed letter again, as it was."""
    with transaction(actor) as db:
        return actions.retry(db, actor, delivery_id=delivery_id)


@router.post("/deliveries/{delivery_id}/cancel", tags=["deliveries"])
def cancel(actor: Sender, delivery_id: UUID) -> DeliveryRow:
    """Takes back what has not left yet."""
    with transaction(actor) as db:
        return actions.cancel(db, actor, delivery_id=delivery_id)


@router.get("/deliveries/{delivery_id}/attempts", tags=["deliveries"])
def attempts(actor: Sender, delivery_id: UUID) -> list[AttemptRow]:
    """Every hand-over of one letter: through which account, how it ended, what it took."""
    return ask(actor, queries.attempts, delivery_id=delivery_id)


@router.post("/integrations/{integration_id}/test", status_code=202, response_model=DeliveryRow, tags=["deliveries"])
def test(request: Request, actor: Keeper, integration_id: UUID, body: TestIn) -> Response:
    """Sends a real message through this account and no other; ask the delivery how it ended."""
    return post(request, actor, actions.send_test, status=202, integration_id=integration_id, to=body.to)
