"""The page a visitor sees when the answer is no: what happened, and what to do; it never says whether anybody exists."""

import htpy as h

from careops.core.i18n import text as _
from careops.ui.public import parts
from careops.ui.public.frame import Page, careops_page

# status → title, what to do, mark
SAID: dict[int, tuple[str, str]] = {
    401: (_("Sign in first"), _("This page is for members of a business.")),
    403: (_("This is not possible"), _("This request came from another site, or you may not do this.")),
    404: (_("Nothing is here"), _("The address may be mistyped, or the link is no longer valid. Your bookings are safe.")),
    405: (_("This is not possible"), _("Go back and use the buttons on the page.")),
    409: (_("That no longer fits"), _("Somebody was faster, or it was changed in the meantime. Go back and look again.")),
    413: (_("That is too large"), _("Send less at once.")),
    422: (_("Something is missing"), _("Go back and check what you typed; nothing was stored.")),
    429: (_("Too many tries"), _("Wait a minute, then try again. Nothing was lost.")),
    503: (_("Busy for a moment"), _("Nothing was changed. Please try again.")),
}
UNFORESEEN = (_("Something went wrong"), _("It was our fault and nothing was changed. Please try again in a minute."))


def error_page(status: int, locale: str = "en") -> Page:
    """The page for that status, in the visitor's language."""
    title, advice = SAID.get(status, UNFORESEEN)
    body = [parts.mark("warn"), h.div(".tight")[h.h1[_(title, locale)], h.p[_(advice, locale)]]]
    return careops_page(title=_(title, locale), body=body, private=True, locale=locale)
