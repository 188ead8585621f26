"""Finding anything over the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from careops.accounts.api import ask, member
from careops.core.actor import Actor
from careops.core.typed import Line
from careops.frame import queries
from careops.frame.schemas import FoundGroup

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get("/search")
def search(actor: Annotated[Actor, Depends(member())], q: Annotated[Line, Query(max_length=200)]) -> list[FoundGroup]:
    """Contacts, bookings, messages, forms and stock that bear these words, a few of each kind the caller may see."""
    return ask(actor, queries.search, q=q)
