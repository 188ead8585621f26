"""What is said of STOP: at the first text to a number, and in answer to STOP, START and HELP, where one segment has to do."""

import re

from careops.business.schemas import BusinessRow
from careops.core.i18n import text as _

_SAYS_STOP = re.compile(r"\bSTOP\b")


def introduced(text: str, business: BusinessRow, locale: str) -> str:
    """The first text to a number: it names the business and says how to end it, unless its own words do so already."""
    named = business.name.casefold() in text.casefold()
    if _SAYS_STOP.search(text):
        return text if named else _("{business}: {text}", locale, business=business.name, text=text)
    said = _("Reply STOP to opt out.", locale) if named else _("{business}. Reply STOP to opt out.", locale, business=business.name)
    return f"{text.rstrip()}\n{said}"


def answer(meant: str, business: BusinessRow, locale: str) -> str:
    """The one text that confirms a keyword; empty for what needs no answer."""
    match meant:
        case "stop":
            return _("{business}: you get no more texts from us. Reply START to get them again.", locale, business=business.name)
        case "start":
            return _("{business}: you get texts about your bookings again. Reply STOP to end them.", locale, business=business.name)
        case "help":
            ways = " ".join(way for way in (business.phone, business.email) if way) or business.contact_url
            return _(
                "{business}: texts about your bookings. Help: {ways}. Reply STOP to end them.", locale, business=business.name, ways=ways
            )
        case _:
            return ""
