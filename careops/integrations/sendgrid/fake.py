"""SendGrid on this machine: its wire format, its signed events and its forms of received mail. For tests only."""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from careops.core import clock
from careops.core.ids import new_id
from careops.integrations.faking import FakeServer, Mode, Reply, Seen, call, said
from careops.integrations.sendgrid.hooks import SIGNATURE, TIMESTAMP


def error(status: int, message: str, field: str | None = None, **headers: str) -> Reply:
    """An error as SendGrid words it."""
    return said(status, {"errors": [{"message": message, "field": field, "help": None}]}, **headers)


class FakeSendGrid(FakeServer):
    """It takes every letter it is handed, as often as it is handed: there are no keys."""

    def __init__(self, ledger: Path, usual: Mode | Reply = "ok", *, api_key: str = "") -> None:
        super().__init__(ledger, usual)
        self.api_key = api_key
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def webhook_key(self) -> str:
        """The public key of its settings page."""
        return base64.b64encode(self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()

    def answer(self, seen: Seen) -> Reply:
        if self.api_key and seen.headers.get("authorization") != f"Bearer {self.api_key}":
            return error(401, "The provided authorization grant is invalid, expired, or revoked")
        if (seen.method, seen.path) != ("POST", "/v3/mail/send"):
            return error(404, "not found")
        mail = seen.json
        kinds = [part["type"] for part in mail["content"]]
        if kinds != sorted(kinds, key=["text/plain", "text/html"].index):
            return error(400, "The content values must be in order of text/plain, followed by text/html", "content")
        id = base64.urlsafe_b64encode(new_id().bytes).decode().rstrip("=")
        self.ledger.add({"id": id, "key": mail.get("custom_args", {}).get("delivery_id", ""), "mail": mail})
        return Reply(202, b"", {"X-Message-Id": id})

    def signed(self, raw: bytes, *, age: int = 0) -> dict[str, str]:
        """The headers that prove it, as of `age` seconds ago."""
        timestamp = str(int(clock.now().timestamp()) - age)
        signature = self.private.sign(timestamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
        return {TIMESTAMP: timestamp, SIGNATURE: base64.b64encode(signature).decode()}

    def tell(self, url: str, *events: dict[str, Any]) -> int:
        """Calls the webhook address with these events; the status it answers with."""
        raw = body(*events)
        return call(url, raw, {"Content-Type": "application/json"} | self.signed(raw))


def body(*events: dict[str, Any]) -> bytes:
    """A webhook's body, which ends in a line break that is signed too."""
    usual = {"timestamp": int(clock.now().timestamp()), "email": "cleo@example.com"}
    return json.dumps([usual | {"sg_event_id": str(new_id())} | event for event in events]).encode() + b"\r\n"


def form(fields: dict[str, str | bytes], files: dict[str, tuple[str, str, bytes]] | None = None) -> tuple[bytes, str]:
    """A form of received mail, and its content type."""
    boundary = "xYzZY"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        + (value.encode() if isinstance(value, str) else value)
        for name, value in fields.items()
    ]
    parts += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {mime}\r\n\r\n'.encode()
        + content
        for field, (name, mime, content) in (files or {}).items()
    ]
    return b"\r\n".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"
