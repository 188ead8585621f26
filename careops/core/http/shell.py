"""Around everything: what comes in is turned away or let through, what goes out carries the same headers."""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from careops.core import crypto
from careops.core.http.problems import problem
from careops.core.http.sizes import limited, most_bytes
from careops.core.http.visitors import COOKIE, same_origin
from careops.core.ids import new_id
from careops.core.settings import settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
WITH_CAMERA = "/app/inventory/stocktakes"  # the only pages that may ask for it: they read barcodes


class Shell:
    """The outermost wrapper: request ids, size limits, origin checks, prerendered pages, caching, security headers."""

    def __init__(self, app: ASGIApp, build: Path) -> None:
        hashes = build / "csp-hashes.json"
        scripts = " ".join(json.loads(hashes.read_text())) if hashes.exists() else ""
        self.app = app
        self.static = build / "client"
        self.pages = {f"{page.relative_to(self.static).with_suffix('')}" for page in self.static.rglob("*.html")}
        self.cookie = f"{COOKIE}=".encode()
        self.csp = (
            f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            return await self._socket(scope, receive, send)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        asked = headers.get("x-request-id", "")
        scope["request_id"] = asked if REQUEST_ID.fullmatch(asked) else new_id().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=scope["request_id"])
        reply = self._reply(scope, send)
        if answer := self._turn_away(scope, headers):
            return await answer(scope, receive, reply)
        await self.app(self._prerendered(scope), limited(receive, most_bytes(scope["path"])), reply)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not same_origin(Headers(scope=scope)):
            await receive()
            return await send({"type": "websocket.close", "code": 1008})
        await self.app(_own_tab(scope), receive, send)

    def _turn_away(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        if method in ("GET", "HEAD") and f"{path.strip('/')}/".startswith("app/") and self.cookie not in headers.get("cookie", "").encode():
            return RedirectResponse(f"/login?next={quote(path)}", 303)  # spares a stranger the download
        most = most_bytes(path)
        if int(headers.get("content-length", "0") if headers.get("content-length", "0").isdigit() else "0") > most:
            return problem(Request(scope), 413, "too_large", f"The body is larger than {most // 1_000_000} MB")
        if method not in ("GET", "HEAD", "OPTIONS") and "cookie" in headers and not same_origin(headers) and not path.startswith("/u/"):
            return problem(Request(scope), 403, "foreign_origin", "This request comes from another site")
        return None

    def _prerendered(self, scope: Scope) -> Scope:
        page = scope["path"].strip("/")
        if scope["method"] in ("GET", "HEAD") and page in self.pages:
            return {**scope, "path": f"/{page}.html", "raw_path": f"/{page}.html".encode()}  # else: 307 to http://host/page/
        return scope

    def _reply(self, scope: Scope, send: Send) -> Callable[[Message], Awaitable[None]]:
        asked = scope["path"]

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                h = MutableHeaders(scope=message)
                h["X-Request-Id"] = scope["request_id"]
                h.setdefault("X-Content-Type-Options", "nosniff")
                h.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
                h.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                if settings.https:
                    h.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
                if h.get("content-type", "").startswith("text/html"):
                    h.setdefault("Cache-Control", "no-cache")
                    camera = "(self)" if asked.startswith(WITH_CAMERA) else "()"
                    h.setdefault("Permissions-Policy", f"camera={camera}, microphone=(), geolocation=()")
                    if "content-security-policy" not in h:  # a page with its own policy (public, embedded) keeps it
                        h["Content-Security-Policy"], h["X-Frame-Options"] = self.csp, "DENY"
                elif asked.startswith("/assets/") and message["status"] in (200, 304):
                    h.setdefault("Cache-Control", "public, max-age=31536000, immutable")
                elif asked.startswith("/api/"):
                    h.setdefault("Cache-Control", "no-store")
            await send(message)

        return reply


def _own_tab(scope: Scope) -> Scope:
    """Binds what the server keeps for a tab to the sign-in it came with: its number alone, which the browser chose, opens nothing."""
    cookie = HTTPConnection(scope).cookies.get(COOKIE, "")
    asked = parse_qsl(scope["query_string"].decode("latin-1"))
    bound = [(name, crypto.tab_key(value, cookie) if name == "token" else value) for name, value in asked]
    return {**scope, "query_string": urlencode(bound).encode()}


async def rehearse(asgi: ASGIApp, path: str, query: str = "") -> None:
    """Asks our own service once, so that its routes are built before a visitor comes; whatever it answers goes nowhere."""
    scope: Scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path}
    scope |= {"raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": [], "server": None, "client": None}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        pass

    await asgi(scope, receive, send)
