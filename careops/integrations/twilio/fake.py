"""Twilio on this machine: its wire format, its error codes and its signed forms. For tests only."""

from base64 import b64decode
from pathlib import Path
from secrets import token_hex
from urllib.parse import parse_qs, urlencode

from twilio.request_validator import RequestValidator

from careops.integrations.faking import FakeServer, Mode, Reply, Seen, call, said

SID = "AC" + "0" * 32
TOKEN = "12345"  # noqa: S105  of Twilio's own example


def error(status: int, code: int, message: str = "", **headers: str) -> Reply:
    """An error as Twilio words it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return said(status, {"code": code, "message": message or f"Error {code}", "more_info": more, "status": status}, **headers)


class FakeTwilio(FakeServer):
    """It takes every text it is handed, as often as it is handed: there are no keys. `pictures` are what people sent, by their path."""

    def __init__(self, ledger: Path, usual: Mode | Reply = "ok", *, auth_token: str = "") -> None:
        super().__init__(ledger, usual)
        self.auth_token = auth_token
        self.pictures: dict[str, bytes] = {}

    def answer(self, seen: Seen) -> Reply:
        user, _, password = b64decode(seen.headers.get("authorization", "Basic ").partition(" ")[2]).decode().partition(":")
        if self.auth_token and password != self.auth_token:
            return error(401, 20003, "Authenticate")
        if seen.method == "GET" and seen.path in self.pictures:
            return Reply(200, self.pictures[seen.path], {"Content-Type": "image/jpeg"})
        if (seen.method, seen.path) != ("POST", f"/2010-04-01/Accounts/{user}/Messages.json"):
            return error(404, 20404, "The requested resource was not found")
        fields = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
        sid = f"SM{token_hex(16)}"
        self.ledger.add({"id": sid, "key": _key(fields.get("StatusCallback", "")), "text": fields})
        return said(201, _message(sid, user, fields))


def _key(callback: str) -> str:
    return parse_qs(callback.partition("?")[2]).get("delivery", [""])[0]


def _message(sid: str, account: str, fields: dict[str, str]) -> dict[str, object]:
    return {
        "sid": sid,
        "account_sid": account,
        "status": "queued",
        "to": fields["To"],
        "from": fields.get("From"),
        "messaging_service_sid": fields.get("MessagingServiceSid"),
        "body": fields["Body"],
        "num_segments": "1",
        "num_media": "0",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "date_created": "Sat, 21 Nov 2026 20:00:00 +0000",
        "api_version": "2010-04-01",
        "price": None,
    }


def signed(url: str, fields: dict[str, str], *, token: str = TOKEN) -> dict[str, str]:
    """The header that proves it."""
    return {"x-twilio-signature": RequestValidator(token).compute_signature(url, fields)}


def tell(url: str, fields: dict[str, str], *, token: str = TOKEN) -> int:
    """Calls the webhook address with a form; the status it answers with."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | signed(url, fields, token=token)
    return call(url, urlencode(fields).encode(), headers)
