"""People as small round marks: initials and one of six quiet tints, always the same for the same person."""

from zlib import crc32

import htpy as h

TINTS = 6


def initials(name: str) -> str:
    """The first letters of the first and the last word, as a person would sign in a margin."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "·"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(person_id: object) -> int:
    """One of the six tints, from 1, by id."""
    return crc32(str(person_id).encode()) % TINTS + 1


def avatar(person_id: object, name: str) -> h.Element:
    """The person's mark; decoration, the name stands beside it."""
    return h.span(class_=f"av p{tint(person_id)}", aria_hidden="true")[initials(name)]
