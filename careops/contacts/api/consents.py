"""The API's door to what people allow."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts.api import ask, member, post
from careops.contacts import actions, queries
from careops.contacts.schemas import ConsentIn, ConsentRow, ConsentsRow, LiftIn
from careops.core.actor import Actor, Permission
from careops.core.db import transaction

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

Reader = Annotated[Actor, Depends(member(Permission.contacts_view))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]


@router.get("/{contact_id}/consents")
def consents(actor: Reader, contact_id: UUID) -> ConsentsRow:
    """What they allow by channel and purpose, what blocks their addresses, and every word of theirs, the latest first."""
    return ask(actor, queries.consents, contact_id=contact_id)


@router.post("/{contact_id}/consents", status_code=201, response_model=ConsentRow)
def add(request: Request, actor: Writer, contact_id: UUID, body: ConsentIn) -> Response:
    """Writes down what they said; nothing in the ledger is ever changed. To leave a channel altogether, take back `all`."""
    return post(request, actor, actions.consent, contact_id=contact_id, source="api", **body.model_dump())


@router.post("/{contact_id}/suppressions/{suppression_id}/lift", status_code=204)
def lift(actor: Writer, contact_id: UUID, suppression_id: UUID, body: LiftIn) -> None:
    """Lets an address of theirs be written to again; the reason is kept."""
    with transaction(actor) as db:
        actions.lift(db, actor, contact_id=contact_id, suppression_id=suppression_id, reason=body.reason)
