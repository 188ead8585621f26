"""Twilio's own client over our own way out: with an end to everything, and a memory of what really came of a call."""

import logging
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from careops.integrations.exchange import exchange
from careops.integrations.mime import header_text
from careops.integrations.web.calling import Answer, Bounds, NoAnswer

LOG = logging.getLogger("twilio.http_client")  # where the client's own transport would write


def basic(user: str, password: str) -> str:
    """The header of a plain sign-in."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


class Transport(HttpClient):
    """The transport of one call."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__(LOG, False, None)
        self.bounds = bounds
        self.answer: Answer | None = None
        self.problem: NoAnswer | None = None

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        url = f"{uri}?{urlencode(params, doseq=True)}" if params else uri
        said = {name: header_text(value) for name, value in (headers or {}).items()}
        if auth:
            said["Authorization"] = basic(*auth)
        try:
            self.answer = exchange(method, url, said, urlencode(data or {}, doseq=True).encode(), self.bounds)
        except NoAnswer as problem:
            self.problem = problem
            raise
        return Response(self.answer.status, self.answer.body.decode("utf-8", "replace"), dict(self.answer.headers))


def client(account_sid: str, auth_token: str, url: str, bounds: Bounds) -> tuple[Client, Transport]:
    """A client of that account alone, and what it sends through."""
    transport = Transport(bounds)
    made: Any = Client(account_sid, auth_token, http_client=transport)
    made.api.base_url = url.rstrip("/")
    return made, transport
