"""The inbox's public page: choosing which messages one gets."""

from fastapi import APIRouter

from careops.inbox.public import unsubscribing

router = APIRouter()
router.include_router(unsubscribing.router)

__all__ = ["router"]
