"""The signature of Standard Webhooks 1.0: an HMAC over id, time and the very bytes that are sent."""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

PREFIX = "whsec_"
KEY_BYTES = 32


def new_secret() -> str:
    """A key of an endpoint's own: 256 random bits, written as the standard writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def signed(id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three headers, with one signature a key: while a key is being changed both are good.

    The library takes any zone's wall clock for UTC, so the time goes in as UTC and in whole seconds, as the header says it.
    """
    moment = at.astimezone(UTC).replace(microsecond=0)
    text = body.decode()
    return {
        "webhook-id": id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(id, moment, text) for key in keys),
    }
