"""The API's doors to conversations, to the outbox, and for whoever writes from outside."""

from fastapi import APIRouter

from careops.inbox.api import conversations, deliveries, outside

router = APIRouter()
for part in (conversations, deliveries, outside):
    router.include_router(part.router)
