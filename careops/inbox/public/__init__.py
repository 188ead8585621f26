"""The inbox's public pages: writing to the business, and choosing which messages one gets."""

from fastapi import APIRouter

from careops.inbox.public import unsubscribing, writing

router = APIRouter()
for part in (writing, unsubscribing):
    router.include_router(part.router)

__all__ = ["router"]
