"""The API's doors to the business and the days it is closed."""

from fastapi import APIRouter

from careops.business.api import closures, workspaces
from careops.business.api.workspaces import own

__all__ = ["own", "router"]

router = APIRouter()
router.include_router(workspaces.router)
router.include_router(closures.router)
