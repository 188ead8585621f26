"""How public pages leave the house: each page with its own strict policy, the two assets cached for ever."""

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from careops.core.http import visitor
from careops.ui.public.assets import ASSETS
from careops.ui.public.frame import Page

FOR_EVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False, dependencies=[Depends(visitor("1200/minute"))])


def content_security_policy(nonce: str, *, embed: bool) -> str:
    """Our own files and this page's marked style; nothing inline, nothing from elsewhere, framed only where it is meant to be."""
    ours = f"'self' 'nonce-{nonce}'"
    frames = "*" if embed else "'none'"
    return (
        f"default-src 'none'; script-src {ours}; style-src {ours}; img-src 'self' data:; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors {frames}"
    )


def html_response(page: Page, status: int = 200) -> HTMLResponse:
    """The page with every header that it needs; a private page is neither stored nor indexed, and tells no other site its address."""
    headers = {
        "Content-Security-Policy": content_security_policy(page.nonce, embed=page.embed),
        "Cache-Control": "no-store" if page.private else "private, no-cache",
        "Referrer-Policy": "no-referrer" if page.private else "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if page.private:
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if not page.embed:
        headers["X-Frame-Options"] = "DENY"
    return HTMLResponse(page.html, status, headers)


def _takes_gzip(request: Request) -> bool:
    offers = (part.replace(" ", "").lower() for part in request.headers.get("accept-encoding", "").split(","))
    return any(offer == "gzip" or (offer.startswith("gzip;q=") and offer[7:].strip("0.") != "") for offer in offers)


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
def static(request: Request, name: str) -> Response:
    """The stylesheet or the script under its present address; any other address does not exist."""
    asset = ASSETS.get(f"/static/{name}")
    if asset is None:
        raise HTTPException(404, "Nothing is at this address")
    headers = {"Cache-Control": FOR_EVER, "ETag": asset.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("if-none-match") == asset.etag:
        return Response(status_code=304, headers=headers)
    if _takes_gzip(request):
        return Response(asset.gzipped, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.content_type)
    return Response(asset.body, headers=headers, media_type=asset.content_type)
