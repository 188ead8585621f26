"""Standard Webhooks' signatures, which Svix and so Resend use too: HMAC over the id, the time and the raw body."""

import base64
import hmac
from collections.abc import Mapping

from careops.core.clock import now
from careops.integrations.ports import BadSignature

TOLERANCE = 300  # seconds, either way


def check_age(timestamp: str) -> None:
    """Passes for what was signed a moment ago; else somebody may say again what was said long ago."""
    if not timestamp.isdecimal() or len(timestamp) > 12 or abs(now().timestamp() - int(timestamp)) > TOLERANCE:
        raise BadSignature("signed at another time")


def check(raw: bytes, headers: Mapping[str, str], secret: str, prefix: str) -> str:
    """The message's id, when one of the signatures is right; else BadSignature. `headers` have small names."""
    id, timestamp, signatures = (headers.get(f"{prefix}-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id or len(id) > 250 or not secret:
        raise BadSignature("not signed")
    check_age(timestamp)
    right = sign(raw, id, timestamp, secret)
    given = [said.partition(",") for said in signatures.split(" ")]
    if not any(version == "v1" and hmac.compare_digest(value.encode(), right.encode()) for version, _, value in given):
        raise BadSignature("the signature does not fit")
    return id


def sign(raw: bytes, id: str, timestamp: str, secret: str) -> str:
    """The signature without its version; BadSignature when the secret is none."""
    try:
        key = base64.b64decode(secret.removeprefix("whsec_") + "==")
    except ValueError:
        raise BadSignature("the secret is not one") from None
    return base64.b64encode(hmac.digest(key, f"{id}.{timestamp}.".encode() + raw, "sha256")).decode()
