"""Stock over the API."""

from fastapi import APIRouter

from careops.inventory.api import buying, counting, items, places, tables

router = APIRouter(prefix="/api/v1/inventory", tags=["inventory"])
router.include_router(places.router)
router.include_router(items.router)
router.include_router(buying.router)
router.include_router(counting.router)
router.include_router(tables.router)
