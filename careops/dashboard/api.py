"""The dashboard's figures over the API."""

from typing import Annotated

from fastapi import APIRouter, Depends

from careops.accounts.api import ask, member
from careops.core.actor import Actor
from careops.dashboard import queries
from careops.dashboard.schemas import DashboardStats

router = APIRouter(prefix="/api/v1/dashboard", tags=["dashboard"])


@router.get("/stats")
def stats(actor: Annotated[Actor, Depends(member())]) -> DashboardStats:
    """Every figure the caller may see, each with the address of its list in the app."""
    return ask(actor, queries.stats)
