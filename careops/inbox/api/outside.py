"""The API's door for whoever writes from outside."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from careops.accounts.api import member, post, visitor
from careops.business import queries as business
from careops.core.actor import Actor, Permission, Source
from careops.core.db import reading
from careops.core.i18n import best_locale
from careops.core.paging import MOST
from careops.inbox import actions
from careops.inbox.schemas import (
    ReceivedRow,
    WriteIn,
)

router = APIRouter(prefix="/api/v1")

Staff = Annotated[Actor, Depends(member(Permission.inbox))]
Sender = Annotated[Actor, Depends(member(Permission.deliveries))]
Keeper = Annotated[Actor, Depends(member(Permission.settings))]
Cursor = Annotated[str | None, Query(max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.post(
    "/public/{slug}/contacts",
    status_code=201,
    response_model=ReceivedRow,
    dependencies=[Depends(visitor("10/minute")), Depends(visitor("60/hour", "write"))],
    tags=["public"],
)
def write_in(request: Request, slug: str, body: WriteIn) -> Response:
    """Somebody writes to the business; it lands in its inbox."""
    with reading() as db:
        here = business.open_business(db, slug=slug)
    locale = best_locale(request.headers.get("accept-language", ""), default=here.locale)
    return post(request, Actor.customer(here.id, source=Source.api), actions.write_in, message=body, locale=locale)
