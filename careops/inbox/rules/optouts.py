"""What is answered to STOP, START and HELP: who we are, what changed, and how to change it back. One segment each."""

from careops.business.schemas import BusinessRow
from careops.core.i18n import text as _


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
