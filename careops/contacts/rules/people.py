"""When two entries are the same person, how they are sorted and found."""

import re
import unicodedata
from functools import lru_cache
from uuid import UUID

import phonenumbers

from careops.core.crypto import link_token
from careops.core.errors import Conflict

WORD = re.compile(r"[^\W_]+")


class ContactExists(Conflict):
    """Somebody else in this workspace has this address or number."""

    code = "contact_exists"
    says = "Another contact already has this address or number"


class ContactMerged(Conflict):
    """Somebody else's entry by now: who was kept may be changed, or the merge undone."""

    code = "contact_merged"
    says = "This contact was merged into another one; change that one, or undo the merge"


GONE = "erased"  # the source of what is left of somebody who was erased


class ContactErased(Conflict):
    """Nothing is left of that person that could be changed, merged or told."""

    code = "contact_erased"
    says = "This person was erased"


def email_key(email: str) -> str | None:
    """What two spellings of the same address have in common; nothing is sent to it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold()) or None


def phone_key(phone: str, email: str) -> str | None:
    """The number, where it is all that tells the person apart."""
    return phone if phone and not email else None


def name_key(name: str, most: int = 240) -> str:
    """How names are sorted: without case and accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return bare[:most]


def found_by(name: str, email: str, phone: str) -> str:
    """Every word a person may be found by, between single spaces: of the name, of the address, and the number from any figure on."""
    words = {word: None for said in (name, email) for word in _words(said)}
    return " ".join(words | dict.fromkeys(_dialled(phone)))


def search_words(typed: str) -> list[str]:
    """What to look for, at most eight beginnings of words which must all be found; a number may be typed with its spaces."""
    figures = "".join(c for c in typed if c not in " -()/.").removeprefix("+").removeprefix("00")
    if len(figures) >= 3 and figures.isascii() and figures.isdigit():
        return [figures]
    return _words(typed[:200])[:8]


def sqlite_match(wanted: list[str], workspace: UUID) -> str:
    """FTS5's question: every word, as a beginning, among the people of that workspace."""
    beginnings = " AND ".join(f'"{word}"*' for word in wanted)
    return f'whose:"{workspace.hex}" AND words:({beginnings})'


def postgres_match(wanted: list[str]) -> str:
    """The same for Postgres; which workspace is said beside it."""
    return " & ".join(f"'{word}':*" for word in wanted)


def _words(said: str) -> list[str]:
    """Letters and figures only, without case and accents, so that nothing in them can be an operator."""
    return WORD.findall(name_key(said, 400))


def _dialled(phone: str) -> list[str]:
    """The number abroad and at home, and from each of its figures on while three are left: people know the end of one by heart."""
    if not phone:
        return []
    number = _number(phone)
    at_home = "".join(c for c in phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if c.isdigit())
    figures = str(number.national_number)
    return [phone.lstrip("+"), at_home, *(figures[start:] for start in range(len(figures) - 2))]


def shown_phone(phone: str) -> str:
    """The number as people read it: "+351 912 345 678"."""
    if not phone:
        return ""
    return phonenumbers.format_number(_number(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=1024)  # the same few hundred people are shown and written again and again
def _number(phone: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(phone)


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
