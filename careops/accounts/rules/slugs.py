"""The word by which a workspace is found: made from its name, ASCII, unique, never one of our own addresses."""

import re
import unicodedata

from careops.core.errors import Conflict, Invalid

SHORTEST, LONGEST = 3, 60
OUR_WORDS = """
    about account accounts activate admin administration api app assets auth billing blog book booking bookings calendar careops
    chat contact contacts dashboard demo docs email favicon feed form forms health help home hooks ical inbox invite invitations
    login logout mail manage members metrics new none null pages ping platform pricing privacy public ready register reset root
    security service settings setup shop signin signup static status support system team terms test undefined user users verify
    webhooks workspace workspaces www
"""
RESERVED = frozenset(OUR_WORDS.split())
# Letters that have no accent to take off.
LETTERS, SPELLING = "ßæøåœđłþð\N{LATIN SMALL LETTER DOTLESS I}&", ("ss", "ae", "o", "a", "oe", "d", "l", "th", "d", "i", "-and-")
SPELLED = str.maketrans(dict(zip(LETTERS, SPELLING, strict=True)))


class SlugTaken(Conflict):
    code, says = "slug_taken", "This address is taken; choose another"


def made_from(name: str) -> str:
    """The address word of that name; "business" where nothing of it can be written in ASCII."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(SPELLED)).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[: LONGEST - 6].strip("-")
    if not word:
        return "business"
    return word if len(word) >= SHORTEST and word not in RESERVED else f"{word}-business"


def comes_from(slug: str, name: str) -> bool:
    """Whether the address word was made of that name, numbered or not."""
    return re.fullmatch(rf"{made_from(name)}(-\d+)?", slug) is not None


def check(slug: str) -> None:
    """Passes for an address word that may be chosen."""
    if not SHORTEST <= len(slug) <= LONGEST:
        raise Invalid.field("slug", "Use {least} to {most} letters, digits and hyphens", least=SHORTEST, most=LONGEST)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Invalid.field("slug", "Use lower-case letters, digits and single hyphens")
    if slug in RESERVED:
        raise Invalid.field("slug", "This word is ours; choose another")


def free(word: str, taken: set[str]) -> str:
    """The word itself, or the first numbered one nobody has."""
    if word not in taken:
        return word
    return next(f"{word}-{n}" for n in range(2, len(taken) + 3) if f"{word}-{n}" not in taken)
