"""Files that leave the house."""

from urllib.parse import quote

from starlette.responses import Response


def download(name: str, mime: str, content: bytes) -> Response:
    """A file for whoever may have it: to be saved under a name that is only a name, never shown; no browser runs what is in it."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
    }
    return Response(content, headers=headers, media_type=mime)
