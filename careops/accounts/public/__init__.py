"""The pages where CareOps itself speaks: registering, signing in, forgotten passwords, mailed links, choosing a workspace.

They work without JavaScript. Opening one changes nothing, so that a mail scanner uses no link up; every change is a form that is sent.
"""

from fastapi import APIRouter

from careops.accounts.public import links, registering, signing_in, switching

router = APIRouter(include_in_schema=False)
for part in (signing_in, registering, links, switching):
    router.include_router(part.router)

__all__ = ["router"]
