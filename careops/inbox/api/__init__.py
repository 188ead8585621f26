"""The API's doors to conversations, to the outbox, to the words of messages, and for whoever writes from outside."""

from fastapi import APIRouter

from careops.inbox.api import arrivals, conversations, deliveries, hooks, keeping, outside, templates

router = APIRouter()
for part in (conversations, keeping, deliveries, outside, arrivals, hooks, templates):
    router.include_router(part.router)
