"""Every error in one shape: problem+json (RFC 9457) for programs, a page for people."""

import re
from collections.abc import Callable

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from careops.core.errors import Refusal, problems_of
from careops.core.http.visitors import visitor

log = structlog.get_logger(__name__)

PROBLEM = "application/problem+json"
PLACES = {"body", "query", "path", "header"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
MOST_PROBLEMS = 100  # told in one answer: else a megabyte of nonsense is answered with six
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
