"""The API's doors to accounts, and the policies every other domain's API declares: `member`, `visitor`, `post`, `patch`, `ask`."""

from fastapi import APIRouter

from careops.accounts.api import auth, team, workspaces
from careops.accounts.api.doors import Finding, Perhaps, ask, if_match, member, patch, person, post
from careops.core.http import visitor

router = APIRouter()
router.include_router(auth.router)
router.include_router(team.router)
router.include_router(workspaces.router)

__all__ = ["Finding", "Perhaps", "ask", "if_match", "member", "patch", "person", "post", "router", "visitor"]
