"""A little work instead of a puzzle: what a browser computes in a moment costs who sends thousands; nobody else is asked.

A challenge is signed and kept nowhere. The work is bound to what is said, so that it is worth nothing for other words.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from careops.core import crypto
from careops.core.errors import Unauthorized

PURPOSE = "contact-work"
GOOD_FOR = timedelta(hours=6)
BITS = 15  # of the digest that are zero: about thirty thousand tries


def challenge(workspace_id: UUID, now: datetime) -> str:
    """What a page gives its visitor to work on."""
    return crypto.sign(PURPOSE, str(workspace_id), issued=now, expires=now + GOOD_FOR)


def is_proven(workspace_id: UUID, given: str, words: str, answer: str) -> bool:
    """Whether the work was done, for that business, for these words."""
    if not (answer.isascii() and answer.isdigit() and len(answer) < 12):
        return False
    try:
        meant = crypto.read_signed(PURPOSE, given)
    except Unauthorized:
        return False
    return meant["sub"] == str(workspace_id) and _is_work(_seed(given, words), answer)


def work(given: str, words: str) -> str:
    """The answer, as the page's script finds it."""
    seed, tried = _seed(given, words), 0
    while not _is_work(seed, str(tried)):
        tried += 1
    return str(tried)


def _seed(given: str, words: str) -> str:
    said = words.replace("\r\n", "\n").strip()
    return sha256(f"{given}\n{said}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_work(seed: str, answer: str) -> bool:
    digest = sha256(f"{seed}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0
