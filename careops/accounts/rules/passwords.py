"""Passwords: which ones do, and how they are kept. Slow on purpose: never inside a write transaction or on the event loop."""

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache

import bcrypt

from careops.accounts.schemas import SHORTEST
from careops.core.errors import Invalid
from careops.core.settings import settings

# What is left of the passwords everybody tries first once digits, signs and look-alike letters are taken off.
WORDS = """
    password passwort passe motdepasse contrasena senha parola secret geheim letmein welcome bienvenue willkommen bienvenido login
    admin administrator root user guest test default changeme qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh
    asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc iloveyou ilove loveyou love lovely princess sunshine monkey dragon football baseball
    basketball soccer hockey superman batman starwars pokemon master shadow killer trustno access hello freedom whatever michael
    jordan ashley jessica daniel charlie thomas summer winter spring autumn flower cookie chocolate banana orange cheese computer
    internet google facebook company business salon clinic booking appointment abc abcd abcde abcdef abcdefg abcdefgh abcdefghi
    abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz
"""
COMMON = frozenset(WORDS.split())
LOOKALIKES = str.maketrans("4@3€1!05$7", "aaeeiiosst")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm")
MOST_RUN = 8


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def check(password: str, *, near: tuple[str, ...] = ()) -> None:
    """Passes for a password that is long and not easily guessed; `near` are words that stand beside it (address, name)."""
    text = _normal(password)
    if len(text) < SHORTEST:
        raise Invalid.field("password", "Use at least {count} characters", count=SHORTEST)
    low = text.casefold()
    if len(set(low)) < 5:
        raise Invalid.field("password", "This repeats the same few characters; mix more")
    if _is_common(low) or _is_row(low):
        raise Invalid.field("password", "This is one of the passwords people try first; choose another")
    if _is_near(low, near):
        raise Invalid.field("password", "This is your own name or address; choose something others do not know")


def _letters(low: str) -> str:
    return re.sub(r"[\W\d_]+", "", low)


def _is_common(low: str) -> bool:
    for text in (_letters(low), _letters(low.translate(LOOKALIKES)), _letters(low.rstrip("0123456789!?.*#$@ ").translate(LOOKALIKES))):
        if text and _is_made_of_common(text):
            return True
    return not _letters(low) and len(low) < 16  # digits and signs only


def _is_made_of_common(text: str) -> bool:
    """Whether the text is nothing but common words, one after another."""
    reach = {0}
    for end in range(1, len(text) + 1):
        if any(start in reach and text[start:end] in COMMON for start in range(max(0, end - 26), end)):
            reach.add(end)
    return len(text) in reach


def _is_row(low: str) -> bool:
    """Whether most of it is a run along the alphabet, the digits or the keyboard."""
    for row in ROWS:
        for line in (row, row[::-1]):
            for at in range(len(low) - MOST_RUN + 1):
                if low[at : at + MOST_RUN] in line and len(low) - MOST_RUN < SHORTEST:
                    return True
    return False


def _is_near(low: str, near: tuple[str, ...]) -> bool:
    rest = _letters(low)
    words = {w for text in near for w in re.split(r"[\W\d_]+", text.casefold()) if len(w) > 2} | {_letters(t.casefold()) for t in near}
    for word in sorted(words - {""}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 4 and any(word in _letters(low) for word in words if word)


# ── keeping ──────────────────────────────────────────────


def _short(password: str) -> bytes:
    """44 bytes whatever the length: bcrypt reads 72 at most, and a long password must not be cut."""
    return base64.b64encode(hashlib.sha256(_normal(password).encode("utf-8", "surrogatepass")).digest())


def hashed(password: str) -> str:
    """What is stored of a password."""
    return bcrypt.hashpw(_short(password), bcrypt.gensalt(settings.password_cost)).decode()


def chosen(password: str, *, near: tuple[str, ...] = ()) -> str:
    """The hash of a newly chosen password, or the reason why it does not do."""
    check(password, near=near)
    return hashed(password)


@lru_cache(maxsize=4)
def _nobody(cost: int) -> bytes:
    return bcrypt.hashpw(b"nobody has this password", bcrypt.gensalt(cost))


def matches(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; for somebody unknown (None) the answer takes just as long."""
    kept = password_hash.encode() if password_hash else _nobody(settings.password_cost)
    return bcrypt.checkpw(_short(password), kept) and bool(password_hash)
