"""What somebody typed into the search, made safe, and where it stands in what was found."""

import re
import unicodedata
from uuid import UUID

from careops.inbox.schemas import Piece

MOST_WORDS = 8
AROUND = 48  # letters shown before the first hit
LENGTH = 160
WORD = re.compile(r"[^\W_]+")


class _Bare(dict[int, str]):
    """Letters without case and accents, one for one, found out once each: a text of any length is turned at the speed of C."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = "".join(c for c in unicodedata.normalize("NFKD", letter.lower()) if not unicodedata.combining(c))
        self[code] = found if len(found) == 1 else letter
        return self[code]


_BARE = _Bare()


def _plain(text: str) -> str:
    """Without case and accents; places in it are places in the text."""
    return text.translate(_BARE)


def words(typed: str) -> list[str]:
    """What to look for, at most eight words: letters and figures only, so that nothing in it can be an operator."""
    return [found.group() for found in WORD.finditer(_plain(unicodedata.normalize("NFC", typed[:200])))][:MOST_WORDS]


def sqlite_match(wanted: list[str], workspace: UUID) -> str:
    """FTS5's question: every word, as a beginning (a single letter as it stands), in messages of that workspace."""
    parts = [f'"{word}"' + ("*" if len(word) > 1 else "") for word in wanted]
    return f'whose:"{workspace.hex}" AND words:({" AND ".join(parts)})'


def postgres_match(wanted: list[str]) -> str:
    """The same for Postgres; which workspace is said beside it."""
    return " & ".join(f"'{word}'" + (":*" if len(word) > 1 else "") for word in wanted)


def snippet(text: str, wanted: list[str]) -> list[Piece]:
    """The line around the first hit, in pieces that say whether they are what was looked for."""
    said = " ".join(text.split())
    hits = _hits(_plain(said), wanted)
    start = _beginning(said, hits[0][0]) if hits else 0
    end = min(len(said), start + LENGTH)
    pieces = [Piece(text="…", hit=False)] if start else []
    at = start
    for left, right in hits:
        if left < at or right > end:
            continue
        if left > at:
            pieces.append(Piece(text=said[at:left], hit=False))
        pieces.append(Piece(text=said[left:right], hit=True))
        at = right
    if at < end:
        pieces.append(Piece(text=said[at:end] + ("…" if end < len(said) else ""), hit=False))
    return pieces


def _hits(plain: str, wanted: list[str]) -> list[tuple[int, int]]:
    """Where words begin with one of them, the longest that fits; in one go, since anybody may send a very long mail."""
    parts = [word if len(word) > 1 else rf"{word}(?![^\W_])" for word in sorted(wanted, key=len, reverse=True)]
    return [found.span() for found in re.finditer(rf"(?<![^\W_])(?:{'|'.join(parts)})", plain)]


def _beginning(said: str, hit: int) -> int:
    """A little before the hit, at the beginning of a word."""
    if hit <= AROUND:
        return 0
    space = said.find(" ", hit - AROUND, hit)
    return space + 1 if space >= 0 else hit
