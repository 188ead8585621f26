"""Days on which nobody is served, and public holidays, over the API."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import ask, if_match, member, patch, post
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.schemas import ClosureChange, ClosureIn, ClosureRow, HolidaysIn, HolidaysRow
from careops.core.actor import Actor, Permission
from careops.core.db import transaction

router = APIRouter(prefix="/api/v1", tags=["closures"])

Anybody = Annotated[Actor, Depends(member())]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]


@router.get("/closures")
def closures(
    actor: Anybody,
    from_: Annotated[date | None, Query(alias="from", description="The first day that is asked for; today when left out")] = None,
    to: Annotated[date | None, Query(description="The last day; every later closure when left out")] = None,
) -> list[ClosureRow]:
    """The closures that touch these days, observed public holidays included, in their order."""
    return ask(actor, businesses.closures, from_=from_, to=to)


@router.post("/closures", status_code=201, response_model=ClosureRow)
def add(actor: Keeper, body: ClosureIn, request: Request) -> Response:
    """Closes for some days, both ends included; bookings that are already there stay."""
    return post(request, actor, business.add_closure, closure=body)


@router.get("/closures/{closure_id}")
def closure(closure_id: UUID, actor: Anybody, response: Response) -> ClosureRow:
    """One closure."""
    row = ask(actor, businesses.closure, closure_id=closure_id)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.patch("/closures/{closure_id}", response_model=ClosureRow)
def edit(closure_id: UUID, actor: Keeper, body: ClosureChange, request: Request) -> Response:
    """Changes what is given; with If-Match only when nobody changed it meanwhile. A changed holiday is the owner's own from then on."""
    return patch(request, actor, business.edit_closure, closure_id=closure_id, change=body, expected=if_match(request))


@router.delete("/closures/{closure_id}", status_code=204)
def remove(closure_id: UUID, actor: Keeper, request: Request) -> None:
    """Makes them ordinary days again; on a public holiday the business is open from then on."""
    with transaction(actor) as db:
        business.remove_closure(db, actor, closure_id=closure_id, expected=if_match(request))


@router.get("/holidays")
def holidays(
    actor: Anybody,
    response: Response,
    year: Annotated[int | None, Query(ge=2000, le=2200, description="This year when left out")] = None,
) -> HolidaysRow:
    """A year's public holidays where the business is, each closed or open."""
    row = ask(actor, businesses.holidays, year=year)
    response.headers["ETag"] = f'"{row.version}"'
    return row


@router.put("/holidays", response_model=HolidaysRow)
def observe(actor: Keeper, body: HolidaysIn, request: Request) -> Response:
    """Closes on public holidays but for the open days, for this year and the next two, and so on every year; or stops doing so."""
    return patch(request, actor, business.observe_holidays, **body.model_dump(), expected=if_match(request))
