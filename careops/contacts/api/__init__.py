"""The API's doors to people and what they allow."""

from fastapi import APIRouter

from careops.contacts.api import consents, people

router = APIRouter()
router.include_router(people.router)
router.include_router(consents.router)

__all__ = ["router"]
