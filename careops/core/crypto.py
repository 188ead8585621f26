"""Secrets: random tokens kept as hashes, private links derived from a row's id, sealed settings, signed API tokens.

A private link (manage a booking, fill a form, accept an invitation) is `id + HMAC(key, purpose, id, salt)`: 128 bits that
no dump of the database gives away, yet every later message can render the same link again. Changing the row's salt revokes it.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

import jwt
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from careops.core.errors import NotFound, Unauthorized
from careops.core.settings import settings

ISSUER = "careops"


def _key(purpose: str) -> bytes:
    """What is signed and sealed with, for that purpose alone."""
    return _keys(purpose)[0]


def _keys(purpose: str) -> list[bytes]:
    """Today's key and those of before: what they signed or sealed stays good as long as the installation names them."""
    secrets = [settings.secret_key.get_secret_value(), *settings.former_keys]
    return [hmac.digest(secret.encode(), purpose.encode(), "sha256") for secret in secrets]


def new_token() -> str:
    """256 random bits for a cookie or a refresh token; store only its hash."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a random token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def tab_key(tab: str, token: str) -> str:
    """Under which name a tab's State is kept: of this tab, with this sign-in, and no other way to be guessed."""
    return hmac.digest(_key("tab"), f"{token_hash(tab)}{token_hash(token)}".encode(), "sha256").hex()


def keyed_hashes(purpose: str, text: str) -> list[str]:
    """What is kept of a text that must be known again but never read: without the installation's key it cannot be guessed at.

    The first is by today's key, the one to keep; the others by those of before, to look for as well.
    """
    return [hmac.digest(key, text.encode(), "sha256").hex() for key in _keys(purpose)]


def link_token(purpose: str, id: UUID, salt: str = "") -> str:
    """The private part of a link to that row: 43 characters, the same each time."""
    return _links(purpose, id, salt)[0]


def _links(purpose: str, id: UUID, salt: str) -> list[str]:
    macs = [hmac.digest(key, id.bytes + salt.encode(), "sha256")[:16] for key in _keys(f"link:{purpose}")]
    return [base64.urlsafe_b64encode(id.bytes + mac).decode().rstrip("=") for mac in macs]


def link_id(token: str) -> UUID:
    """The row a link claims to be for; NotFound when it is no link at all. Nothing is proven yet: see `check_link`."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, UnicodeEncodeError):
        raise NotFound from None
    if len(raw) != 32 or len(token) != 43:
        raise NotFound
    return UUID(bytes=raw[:16])


def check_link(purpose: str, token: str, id: UUID, salt: str = "") -> None:
    """Passes when the token is that row's own link, else NotFound."""
    given = token.encode("utf-8", "replace")
    if not any(hmac.compare_digest(given, right.encode()) for right in _links(purpose, id, salt)):
        raise NotFound


def _fernet() -> MultiFernet:
    """The installation's key seals; what older keys sealed can still be opened."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys("seal")])


def seal(text: str, place: str) -> str:
    """Encrypts a secret for the database; `place` (workspace and field) binds it to where it is stored."""
    return _fernet().encrypt(f"{place}\0{text}".encode()).decode()


def unseal(sealed: str, place: str) -> str:
    """The secret again; ValueError when it was sealed elsewhere or with another key."""
    try:
        found, _, text = _fernet().decrypt(sealed.encode()).decode().partition("\0")
    except InvalidToken as wrong:
        raise ValueError("sealed with another key") from wrong
    if found != place:
        raise ValueError("sealed for another place")
    return text


def reseal(sealed: str) -> str:
    """The same secret for the same place, sealed with the installation's key of today; ValueError when no key opens it."""
    try:
        return _fernet().rotate(sealed.encode()).decode()
    except InvalidToken as wrong:
        raise ValueError("sealed with another key") from wrong


def sign(purpose: str, subject: str, *, issued: datetime, expires: datetime, **claims: str) -> str:
    """A JWT for one purpose; `expires` is enforced when it is read."""
    body = {"iss": ISSUER, "aud": purpose, "sub": subject, "iat": int(issued.timestamp()), "exp": int(expires.timestamp())}
    return jwt.encode(body | claims, _key(f"jwt:{purpose}"), algorithm="HS256")


def read_signed(purpose: str, token: str) -> dict[str, Any]:
    """The claims of a JWT made for that purpose and still valid, else Unauthorized."""
    if len(token) > 4096:
        raise Unauthorized
    try:
        return jwt.decode(
            token,
            _key(f"jwt:{purpose}"),
            algorithms=["HS256"],
            audience=purpose,
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError):
        raise Unauthorized from None
