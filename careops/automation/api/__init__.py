"""The API's door to what happened, what the rules made of it, and what needs a person."""

from fastapi import APIRouter

from careops.automation.api import alerts, rules

router = APIRouter()
for part in (rules, alerts):
    router.include_router(part.router)
