"""The public pages of forms: filling in a copy by its private link, and writing to the business.

They work without JavaScript; opening one changes nothing.
"""

from careops.accounts.public.doors import page_router
from careops.forms.public import contact, filling

router = page_router()
router.include_router(filling.router)
router.include_router(contact.router)

__all__ = ["router"]
