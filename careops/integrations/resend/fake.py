"""Resend on this machine: its wire format, its idempotency keys, its signed webhooks. For tests only."""

import json
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from careops.core import clock
from careops.core.ids import new_id
from careops.integrations.faking import FakeServer, Mode, Reply, Seen, call, said
from careops.integrations.signatures import sign

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  the specification's own example


def error(status: int, name: str, message: str = "", **headers: str) -> Reply:
    """An error as Resend words it."""
    return said(status, {"statusCode": status, "name": name, "message": message or name.replace("_", " ")}, **headers)


class FakeResend(FakeServer):
    """`received` are the mails that can be fetched, by their ids."""

    def __init__(self, ledger: Path, usual: Mode | Reply = "ok", *, api_key: str = "") -> None:
        super().__init__(ledger, usual)
        self.api_key = api_key
        self.received: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self._keys: dict[str, tuple[str, str]] = {}
        self._lock = Lock()

    def answer(self, seen: Seen) -> Reply:
        key = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if self.api_key and key != self.api_key and not seen.path.startswith("/files/"):
            return error(403, "invalid_api_key", "API key is invalid")
        if seen.method == "POST" and seen.path == "/emails":
            return self._take(seen, key)
        if seen.path.startswith("/emails/receiving/"):
            return self._fetch(seen.path.partition("?")[0].split("/")[3:])
        if seen.path.startswith("/files/"):
            return Reply(200, self.files[seen.path.rpartition("/")[2]], {"Content-Type": "application/octet-stream"})
        return error(404, "not_found")

    def _take(self, seen: Seen, key: str) -> Reply:
        """The same key and the same body give the first answer again, and nothing is sent."""
        mail, kept = seen.json, seen.headers.get("idempotency-key", "")
        missing = [name for name in ("from", "to", "subject") if not mail.get(name)]
        if missing or not (mail.get("text") or mail.get("html")):
            return error(422, "missing_required_field", f"Missing `{missing[0] if missing else 'text'}` field.")
        body = sha256(seen.body).hexdigest()
        with self._lock:
            if kept and kept in self._keys:
                before, id = self._keys[kept]
                return said(200, {"id": id}) if before == body else error(409, "invalid_idempotent_request")
            id = str(new_id())
            self.ledger.add({"id": id, "key": kept, "api_key": key, "mail": mail})
            if kept:
                self._keys[kept] = (body, id)
        return said(200, {"id": id})

    def _fetch(self, path: list[str]) -> Reply:
        mail = self.received.get(path[0])
        if mail is None:
            return error(404, "not_found", "Email not found")
        if path[1:] == ["attachments"]:
            return said(200, {"object": "list", "has_more": False, "data": mail.get("attachments", [])})
        return said(200, {"object": "email", "id": path[0]} | mail)

    def file(self, name: str, mime: str, content: bytes) -> dict[str, str]:
        """A file of a received mail, to be put into its `attachments`."""
        id = str(new_id())
        self.files[id] = content
        return {"id": id, "filename": name, "content_type": mime, "download_url": f"{self.url}/files/{id}"}


def event(kind: str, data: dict[str, Any]) -> bytes:
    """A webhook's body."""
    return json.dumps({"type": kind, "created_at": clock.now().isoformat(), "data": data}).encode()


def signed(raw: bytes, *, id: str = "", secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """The headers that prove it, as of `age` seconds ago."""
    id, timestamp = id or f"msg_{new_id()}", str(int(clock.now().timestamp()) - age)
    return {"svix-id": id, "svix-timestamp": timestamp, "svix-signature": f"v1,{sign(raw, id, timestamp, secret)}"}


def tell(url: str, kind: str, data: dict[str, Any], *, secret: str = SECRET, id: str = "") -> int:
    """Calls the webhook address; the status it answers with."""
    raw = event(kind, data)
    return call(url, raw, {"Content-Type": "application/json"} | signed(raw, id=id, secret=secret))
