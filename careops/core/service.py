"""What machines ask of the service itself: is it alive, is it ready, and how does the API work."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import fastapi_offline
import sqlalchemy as sa
import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import HTMLResponse, JSONResponse, Response

from careops.core import db
from careops.core.errors import NotFound
from careops.core.http import visitor
from careops.core.metrics import told
from careops.core.settings import settings

log = structlog.get_logger(__name__)
router = APIRouter(tags=["service"], dependencies=[Depends(visitor("600/minute"))])

OPENAPI = "/api/v1/openapi.json"
FILES = "/api/v1/docs-files"
HERE = {"127.0.0.1", "::1"}

# What must work before requests are welcome; the contents page adds the scheduler. A check raises when it does not.
checks: dict[str, Callable[[], object]] = {}


def _database() -> None:
    with db.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))


checks["database"] = _database


@router.get("/health")
def health() -> dict[str, str]:
    """Alive: the process answers."""
    return {"status": "ok"}


@router.get("/ready", responses={503: {"description": "Something it needs is away"}})
def ready() -> Response:
    """Ready: the database answers and the scheduler runs; 503 with what is wrong otherwise."""
    found = {name: _outcome(name, check) for name, check in checks.items()}
    well = all(outcome == "ok" for outcome in found.values())
    return JSONResponse({"status": "ok" if well else "unavailable", "checks": found}, 200 if well else 503)


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Figures for Prometheus: for who comes from this very machine, or brings the token; for anybody else there is nothing here."""
    if not _may_measure(request):
        raise NotFound
    return Response(told(), media_type=CONTENT_TYPE_LATEST)


def _may_measure(request: Request) -> bool:
    """A proxy on this machine brings strangers: what it forwards is not from here."""
    if token := settings.metrics_token.get_secret_value():
        said = request.headers.get("authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(said.encode(), token.encode())
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip"))
    return not forwarded and request.client is not None and request.client.host in HERE


def _outcome(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except Exception:  # whatever it is, the answer is "not ready"
        log.warning("not ready", check=name, exc_info=True)
        return "failed"
    return "ok"


def add_docs(api: FastAPI) -> None:
    """Swagger UI at /api/v1/docs and ReDoc at /api/v1/redoc, with every file served by us under their own policy."""
    api.mount(FILES, StaticFiles(directory=Path(fastapi_offline.__file__).parent / "static"), name="docs-files")
    icon = f"{FILES}/favicon.png"

    @api.get("/api/v1/docs", include_in_schema=False, dependencies=[Depends(visitor("60/minute"))])
    def swagger() -> Response:
        return _page(
            get_swagger_ui_html(
                openapi_url=OPENAPI,
                title="CareOps API",
                swagger_js_url=f"{FILES}/swagger-ui-bundle.js",
                swagger_css_url=f"{FILES}/swagger-ui.css",
                swagger_favicon_url=icon,
            )
        )

    @api.get("/api/v1/redoc", include_in_schema=False, dependencies=[Depends(visitor("60/minute"))])
    def redoc() -> Response:
        js = f"{FILES}/redoc.standalone.js"
        return _page(
            get_redoc_html(openapi_url=OPENAPI, title="CareOps API", redoc_js_url=js, redoc_favicon_url=icon, with_google_fonts=False)
        )


def _page(html: HTMLResponse) -> Response:
    """The page with a policy that allows exactly its own inline scripts, by their hashes."""
    scripts = re.findall(rb"<script>(.*?)</script>", bytes(html.body), re.S)
    hashes = " ".join("'sha256-" + base64.b64encode(hashlib.sha256(s).digest()).decode() + "'" for s in scripts)
    html.headers["Content-Security-Policy"] = (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "worker-src blob:; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    )
    return html
