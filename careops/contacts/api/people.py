"""The API's door to people."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.activity import queries as activity
from careops.activity.schemas import EventRow
from careops.contacts import actions, queries, rules
from careops.contacts.schemas import ContactChange, ContactIn, ContactRow, Source
from careops.core.actor import Actor, Permission
from careops.core.db import transaction
from careops.core.paging import LIMIT, MOST, Page
from careops.core.typed import Line

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"])

Reader = Annotated[Actor, Depends(member(Permission.contacts_view))]
Writer = Annotated[Actor, Depends(member(Permission.contacts_manage))]


@router.get("")
def contacts(
    actor: Reader,
    q: Annotated[Line, Query(max_length=200, description="Words of a name, an address, or a number")] = "",
    source: Source | None = None,
    reach: Annotated[Literal["email", "phone", "none"] | None, Query(description="How they can be reached")] = None,
    tag: Annotated[list[UUID] | None, Query(max_length=10, description="Who bears all of these")] = None,
    segment: Annotated[UUID | None, Query(description="Who fulfils this segment's conditions as well")] = None,
    archived: bool = False,
    sort: queries.Sort = "name",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
) -> Page[ContactRow]:
    """People, filtered and sorted."""
    filter = ask(actor, queries.segment_filter, segment_id=segment, tags=tag or [])
    return ask(
        actor, queries.page, q=q, source=source, reach=reach, filter=filter, archived=archived, sort=sort, cursor=cursor, limit=limit
    )


@router.post("", status_code=201, response_model=ContactRow)
def register(request: Request, actor: Writer, body: ContactIn) -> Response:
    """The person with this address or number: the one already known, with gaps filled in, or a new one."""
    return post(request, actor, actions.register, **body.model_dump(), source=Source.api)


@router.get("/{contact_id}")
def contact(actor: Reader, contact_id: UUID) -> ContactRow:
    """One person, with their tags and what is kept in the business's own fields."""
    return ask(actor, queries.whole, contact_id=contact_id)


@router.patch("/{contact_id}", response_model=ContactRow)
def edit(request: Request, actor: Writer, contact_id: UUID, body: ContactChange) -> Response:
    """Changes what is given; with If-Match only when nobody changed it meanwhile."""
    return patch(request, actor, actions.edit, contact_id=contact_id, change=body, version=if_match(request))


@router.delete("/{contact_id}", status_code=204)
def archive(actor: Writer, contact_id: UUID) -> None:
    """Puts a person away; everything about them is kept."""
    with transaction(actor) as db:
        actions.archive(db, actor, contact_id=contact_id)


@router.get("/{contact_id}/timeline")
def timeline(actor: Reader, contact_id: UUID, limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT) -> list[EventRow]:
    """Everything that happened with them that the reader may see, the latest first."""
    ask(actor, queries.get, contact_id=contact_id)
    return ask(actor, activity.of_contact, contact_id=contact_id, areas=rules.areas_open_to(actor), limit=limit)
