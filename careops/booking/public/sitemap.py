"""Which pages search engines may list: each open business's, with its services. Private links are none of them."""

from html import escape
from itertools import islice
from urllib.parse import quote

from fastapi import Depends, Response

from careops.accounts.public.doors import page_router
from careops.booking import queries as bookings
from careops.core.db import reading
from careops.core.http import visitor
from careops.core.settings import settings

router = page_router()

LOOK = [Depends(visitor("60/minute"))]
MOST = 50_000  # addresses in one file, as the protocol says
PRIVATE = ("/app", "/api/", "/manage/", "/form/", "/u/", "/ical/", "/reset/", "/verify/", "/invite/")
KEPT = {"Cache-Control": "public, max-age=3600"}


@router.get("/robots.txt", dependencies=LOOK)
def robots() -> Response:
    """Where machines need not look, and where the list of pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {settings.base_url}/sitemap.xml", ""]
    return Response("\n".join(lines), headers=KEPT, media_type="text/plain")


@router.get("/sitemap.xml", dependencies=LOOK)
def sitemap() -> Response:
    """The public pages of every business that is open."""
    with reading() as db:
        found = bookings.public_services(db)
    addresses = (path for slug, services in found.items() for path in _paths(slug, services))
    listed = "".join(f"<url><loc>{escape(settings.base_url + path)}</loc></url>" for path in islice(addresses, MOST))
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
    return Response(body, headers=KEPT, media_type="application/xml")


def _paths(slug: str, services: list[str]) -> list[str]:
    booking, contact = f"/book/{quote(slug)}", f"/contact/{quote(slug)}"
    return [booking, *(f"{booking}/{quote(service)}" for service in services), contact]
