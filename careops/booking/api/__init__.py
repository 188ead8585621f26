"""The API's doors to booking: for members, and for everybody."""

from fastapi import APIRouter

from careops.booking.api import agreed, calendar, calendars, catalogue, guests, providers, recipes, series, slots, waiting

router = APIRouter()
router.include_router(guests.router)  # asked most, and routes are tried in their order
router.include_router(series.public)
router.include_router(series.router)
router.include_router(slots.router)
router.include_router(waiting.public)
router.include_router(waiting.router)
router.include_router(catalogue.router)
router.include_router(recipes.router)
router.include_router(providers.router)
router.include_router(calendar.router)
router.include_router(agreed.router)
router.include_router(calendars.router)
