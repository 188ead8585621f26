"""The API's doors to people, what is kept of them, what they allow, and files of them."""

from fastapi import APIRouter

from careops.contacts.api import consents, imports, keeping, people

router = APIRouter()
for part in (keeping, imports, people, consents):  # fixed words before what could be an id
    router.include_router(part.router)

__all__ = ["router"]
