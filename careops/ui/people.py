"""People as both kits draw them: initials, and one of six quiet tints that stays with the person."""

from uuid import UUID

TINTS = 6


def initials(name: str) -> str:
    """The first letters of the first and the last word, as a person would sign in a margin."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "·"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(id: UUID) -> int:
    """One of the tints, from 1, by the random part of the id."""
    return id.bytes[9] % TINTS + 1
