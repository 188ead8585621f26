"""The API's doors to conversations, to the outbox, and for whoever writes from outside."""

from fastapi import APIRouter

from careops.inbox.api import conversations, deliveries, keeping, outside

router = APIRouter()
for part in (conversations, keeping, deliveries, outside):
    router.include_router(part.router)
