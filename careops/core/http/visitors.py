"""Who is asking: from which address, in which language, from whose pages, and how often."""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from careops.core import ratelimit
from careops.core.i18n import LOCALES, best_locale
from careops.core.settings import settings

COOKIE = "__Host-careops" if settings.https else "careops_session"
LANGUAGE = "__Host-careops_language" if settings.https else "careops_language"


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
