"""Forms over the API."""

from fastapi import APIRouter

from careops.forms.api import copies, guests, templates, writing

router = APIRouter()
for part in (templates, copies, guests, writing):
    router.include_router(part.router)

__all__ = ["router"]
