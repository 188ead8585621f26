"""When two entries are the same person, how they are sorted and found."""

import unicodedata
from uuid import UUID

import phonenumbers

from careops.core.crypto import link_token
from careops.core.errors import Conflict


class ContactExists(Conflict):
    """Somebody else in this workspace has this address or number."""

    code = "contact_exists"
    says = "Another contact already has this address or number"


def email_key(email: str) -> str | None:
    """What two spellings of the same address have in common; nothing is sent to it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold()) or None


def phone_key(phone: str, email: str) -> str | None:
    """The number, where it is all that tells the person apart."""
    return phone if phone and not email else None


def name_key(name: str) -> str:
    """How names are sorted: without case and accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return bare[:240]


def found_by(name: str, email: str, phone: str) -> str:
    """Everything a person may be searched by; the number also as it is dialled at home."""
    at_home = ""
    if phone:
        number = phonenumbers.parse(phone)
        at_home = "".join(c for c in phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if c.isdigit())
    return " ".join(part for part in (name_key(name), name.casefold(), email.casefold(), phone, at_home) if part)


def search_words(typed: str) -> list[str]:
    """What to look for: every word must be found; a number may be typed with its spaces."""
    dialled = "".join(c for c in typed if c not in " -()/.")
    if len(dialled) >= 3 and dialled.lstrip("+").isdigit():
        return [dialled]
    return [name_key(word) for word in typed.split()][:8]


def shown_phone(phone: str) -> str:
    """The number as people read it: "+351 912 345 678"."""
    if not phone:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


# ── the person's private link ────────────────────────────


def prefill_token(id: UUID, email: str) -> str:
    """The private part of a link by which a booking page knows who comes; with another mail address it is another link."""
    return link_token("prefill", id, email_key(email) or "")


# ── what may be shown to whoever holds a link, which may have been passed on ──


def first_name(name: str) -> str:
    """How one is greeted: "Nora"."""
    return next(iter(name.split()), "")


def masked_name(name: str) -> str:
    """The first name, and of the others only how they begin: "Nora M."."""
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{other[0]}." for other in others[-1:])])


def masked_email(email: str) -> str:
    """Enough of an address to know one's own: "n•••@example.org"."""
    before, at, domain = email.partition("@")
    return f"{before[:1]}•••{at}{domain}" if email else ""


def masked_phone(phone: str) -> str:
    """Enough of a number to know one's own: "••• 678"."""
    return f"••• {phone[-3:]}" if phone else ""
