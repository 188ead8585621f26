"""The public pages of booking: choosing a service and a time, giving one's details, and one's own booking by its private link.

They work without JavaScript: days and people are links, times are buttons of a form. Opening a page changes nothing.
"""

from careops.accounts.public.doors import page_router
from careops.booking.public import calendars, flow, manage, sitemap, waiting

router = page_router()
router.include_router(waiting.router)
router.include_router(flow.router)
router.include_router(manage.router)
router.include_router(calendars.router)
router.include_router(sitemap.router)

__all__ = ["router"]
