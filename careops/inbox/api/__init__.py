"""The API's doors to conversations, to the outbox, and for whoever writes from outside."""

from fastapi import APIRouter

from careops.inbox.api import arrivals, conversations, deliveries, hooks, keeping, outside

router = APIRouter()
for part in (conversations, keeping, deliveries, outside, arrivals, hooks):
    router.include_router(part.router)
