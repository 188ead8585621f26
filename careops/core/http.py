"""What every answer over HTTP has in common: request ids, security headers, problem+json, and who may send from where."""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from careops.core import crypto, ratelimit
from careops.core.errors import Refusal, problems_of
from careops.core.i18n import LOCALES, best_locale
from careops.core.ids import new_id
from careops.core.settings import settings

log = structlog.get_logger(__name__)

COOKIE = "__Host-careops" if settings.https else "careops_session"
LANGUAGE = "__Host-careops_language" if settings.https else "careops_language"
PROBLEM = "application/problem+json"
PLACES = {"body", "query", "path", "header"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
MOST_BYTES = 1_000_000
MOST_MAILED = 32_000_000  # a whole mail with its files, from a provider that has proven its address
MOST_PROBLEMS = 100  # told in one answer: else a megabyte of nonsense is answered with six
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LINK = re.compile(r"/[A-Za-z0-9_-]{40,}")  # longer than an id
TITLES = {
    400: "Malformed",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Stale",
    413: "Too large",
    415: "Unsupported media type",
    422: "Please check the marked fields",
    429: "Too many",
    500: "Internal error",
    503: "Unavailable",
}


# ── problem+json (RFC 9457) ──────────────────────────────


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """The one shape of an error."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = errors
    body["request_id"] = request.scope.get("request_id", "")
    return JSONResponse(body, status, headers, media_type=PROBLEM)


def refused(request: Request, refusal: Refusal) -> JSONResponse:
    """A refusal of the business as an answer of the API."""
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    errors = [{"field": p.field, "message": p.message} for p in refusal.problems]
    return problem(request, refusal.status, refusal.code, refusal.message, errors=errors, headers=headers)


Show = Callable[[Request, int], Response]


def speak_problems(api: FastAPI, show: Show | None = None) -> None:
    """Makes every error one shape: problem+json for programs, `show`'s page for people outside /api."""

    def told(request: Request, status: int, answer: Response) -> Response:
        if show is None or not wants_page(request):
            return answer
        page = show(request, status)
        page.headers.update({name: answer.headers[name] for name in ("retry-after", "allow") if name in answer.headers})
        return page

    @api.exception_handler(Refusal)
    async def _refusal(request: Request, refusal: Refusal) -> Response:
        return told(request, refusal.status, refused(request, refusal))

    @api.exception_handler(RequestValidationError)
    async def _bad_input(request: Request, bad: RequestValidationError) -> Response:
        raw = [{**e, "loc": e["loc"][1:] if e["loc"] and e["loc"][0] in PLACES else e["loc"]} for e in bad.errors()[:MOST_PROBLEMS]]
        if any(e["type"] == "json_invalid" for e in raw):
            return problem(request, 400, "malformed", "The body is not valid JSON")
        errors = [{"field": p.field, "message": p.message} for p in problems_of(raw)]
        return told(request, 422, problem(request, 422, "invalid", "Please check the marked fields", errors=errors))

    @api.exception_handler(HTTPException)
    async def _plain(request: Request, plain: HTTPException) -> Response:
        answer = problem(request, plain.status_code, "http", str(plain.detail), headers=dict(plain.headers or {}))
        return told(request, plain.status_code, answer)

    @api.exception_handler(Exception)
    async def _unforeseen(request: Request, error: Exception) -> Response:
        log.error("request failed", path=without_links(request.url.path), exc_info=error)
        return told(request, 500, problem(request, 500, "internal", "Something went wrong on our side; nothing was changed"))


def without_links(path: str) -> str:
    """The path as logs may know it: the private part of a link opens what it is for to whoever reads it."""
    return LINK.sub("/…", path)


def wants_page(request: Request) -> bool:
    """Whether a person is looking: a browser, outside the API."""
    return not request.url.path.startswith(("/api/", "/hooks/")) and "text/html" in request.headers.get("accept", "")


def close_api(api: FastAPI) -> None:
    """Answers what no route takes under /api; call it after every router is included. Reflex would answer with HTML."""
    known = list(api.routes)

    @api.api_route(
        "/api/{rest:path}",
        methods=[*METHODS, "OPTIONS"],
        include_in_schema=False,
        name="nothing",
        dependencies=[Depends(visitor("600/minute"))],
    )
    def nothing(request: Request) -> Response:
        allowed = [m for m in METHODS if any(r.matches({**request.scope, "method": m})[0] is Match.FULL for r in known)]
        if allowed:
            return problem(
                request, 405, "method_not_allowed", "This address does not take that method", headers={"Allow": ", ".join(allowed)}
            )
        return problem(request, 404, "not_found", "Nothing is at this address")


# ── who is asking ────────────────────────────────────────


def client_ip(scope: Scope) -> str:
    """The visitor's address: the socket's, or the one that our own trusted proxies put last."""
    direct = scope["client"][0] if scope.get("client") else ""
    if not settings.trusted_proxies:
        return direct
    hops = [hop.strip() for hop in Headers(scope=scope).get("x-forwarded-for", "").split(",") if hop.strip()]
    return hops[-settings.trusted_proxies] if len(hops) >= settings.trusted_proxies else direct


def chosen_language(request: Request) -> str:
    """The language that the address asks for, if it is one of ours."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LOCALES else ""


def language_of(request: Request, default: str = "en") -> str:
    """The visitor's language: the one asked for, the one chosen before, the browser's, or the house's."""
    kept = request.cookies.get(LANGUAGE, "")
    if chosen := chosen_language(request) or (kept if kept in LOCALES else ""):
        return chosen
    return best_locale(request.headers.get("accept-language", ""), default=default)


def same_origin(headers: Headers) -> bool:
    """Whether a browser says the request comes from our own pages; a missing Origin is no browser, or an old same-site form."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none", "same-site"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    if origin == "null":  # what a form on one of our private pages sends, since they tell nobody their address
        return headers.get("sec-fetch-site") == "same-origin"
    return origin == settings.base_url or urlsplit(origin).netloc == headers.get("host", "")


class Visitor:
    """The policy of a public route: anybody may come, so many times from one address. Put it in the route's dependencies."""

    policy = "public"

    def __init__(self, rule: str, deed: str) -> None:
        self.rule, self.deed = rule, deed

    async def __call__(self, request: Request, response: Response) -> str:
        """The visitor's address, once this visit is counted; only a store elsewhere is worth a thread to wait in."""
        left = await run_in_threadpool(self.count, request) if settings.redis_url else self.count(request)
        response.headers.update(left.headers)
        return client_ip(request.scope)

    def count(self, request: Request, times: int = 1) -> ratelimit.Left:
        """Counts the visit, or what it is worth; TooMany when there were too many."""
        deed = self.deed or getattr(request.scope.get("endpoint"), "__name__", "")
        return ratelimit.check(self.rule, "visit", deed, ratelimit.network(client_ip(request.scope)), times=times)


def visitor(rule: str, deed: str = "") -> Visitor:
    """Declares a public route, with its limit for one address, such as "20/minute"; routes that name the same deed are counted together."""
    return Visitor(rule, deed)


async def rehearse(asgi: ASGIApp, path: str, query: str = "") -> None:
    """Asks our own service once, so that its routes are built before a visitor comes; whatever it answers goes nowhere."""
    scope: Scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path}
    scope |= {"raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": [], "server": None, "client": None}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        pass

    await asgi(scope, receive, send)


# ── around everything ────────────────────────────────────


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


class TooLarge(HTTPException):
    """A body without a length that turned out too long."""


def most_bytes(path: str) -> int:
    """How large a body may be there."""
    return MOST_MAILED if path.startswith("/hooks/sendgrid/") else MOST_BYTES


def limited(receive: Receive, most: int = MOST_BYTES) -> Receive:
    """The same stream, cut off with 413 once it is larger than a body may be (chunked bodies carry no length)."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge(413, f"The body is larger than {most // 1_000_000} MB")
        return message

    return counted
