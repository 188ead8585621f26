"""The API's doors to conversations, to the outbox, and to the words of messages."""

from fastapi import APIRouter

from careops.inbox.api import arrivals, conversations, deliveries, hooks, keeping, templates

router = APIRouter()
for part in (conversations, keeping, deliveries, arrivals, hooks, templates):
    router.include_router(part.router)
