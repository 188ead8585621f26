"""The API's door to what happened, what the rules made of it, and what needs a person."""

from fastapi import APIRouter

from careops.automation.api import alerts, jobs, rules, webhooks

router = APIRouter()
for part in (rules, alerts, jobs, webhooks):
    router.include_router(part.router)
