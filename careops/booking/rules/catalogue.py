"""What may be said about services and providers."""

import re
import unicodedata

from careops.core.errors import Conflict


class SlugTaken(Conflict):
    code, says = "slug_taken", "Another service has this address; choose another"


class InUse(Conflict):
    """Bookings point at it: history is kept."""

    code, says = "in_use", "There are bookings of it; make it inactive instead"


def address_word(name: str) -> str:
    """The part of a service's address made from its name; "service" where nothing of it can be written in ASCII."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "service"
