"""What the pages have in common: who asks, what was typed, in which language, and how a refusal looks."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.responses import RedirectResponse

from careops.accounts import queries
from careops.accounts.public import pages
from careops.accounts.rules import signing_in
from careops.accounts.schemas import Entered
from careops.core import crypto
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import reading
from careops.core.errors import Forbidden, Refusal, Unauthorized, invalid
from careops.core.http import COOKIE, LANGUAGE, chosen_language, language_of, same_origin
from careops.core.settings import settings
from careops.ui.public import delivery

S = TypeVar("S", bound=BaseModel)

PREFIX = "__Host-" if settings.https else ""
DEVICE = f"{PREFIX}careops_device"
HINT = f"{PREFIX}careops_hint"
HINT_LIFE = timedelta(minutes=10)
LANGUAGE_LIFE = timedelta(days=365)


class PageRoute(APIRoute):
    """A refusal that nobody dealt with becomes a page here, not the API's JSON; a language that was chosen is kept."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def kind(request: Request) -> Response:
            try:
                answer = await handle(request)
            except Refusal as refusal:
                if refusal.code == Unauthorized.code:
                    return go("/login")
                answer = delivery.html_response(pages.refused(refusal, path=request.url.path, locale=locale_of(request)), refusal.status)
                if refusal.retry_after:
                    answer.headers["Retry-After"] = str(refusal.retry_after)
            if chosen := chosen_language(request):
                _keep(answer, LANGUAGE, chosen, LANGUAGE_LIFE)
            return answer

        return kind


def page_router() -> APIRouter:
    """A router whose answers are pages."""
    return APIRouter(include_in_schema=False, route_class=PageRoute)


# ── what came ────────────────────────────────────────────


def locale_of(request: Request) -> str:
    """The visitor's language."""
    return language_of(request)


async def typed(request: Request) -> dict[str, str]:
    """What was typed into a form of our own page; files and repetitions are not text, so they are nothing."""
    if not same_origin(request.headers):
        raise Forbidden
    form = await request.form(max_files=0, max_fields=50)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def person(request: Request) -> Actor | None:
    """Whoever is signed in here, in a workspace or not."""
    token = request.cookies.get(COOKIE, "")
    with reading() as db:
        return queries.person_for_token(db, token=token) if token else None


def signed_in(request: Request) -> Actor:
    """The policy of a page for whoever is signed in."""
    actor = person(request)
    if actor is None:
        raise Unauthorized
    return actor


signed_in.policy = "person"  # type: ignore[attr-defined]  the walk over all routes looks for it

Locale = Annotated[str, Depends(locale_of)]
Typed = Annotated[dict[str, str], Depends(typed)]
Perhaps = Annotated[Actor | None, Depends(person)]
SignedIn = Annotated[Actor, Depends(signed_in)]


def filled(schema: type[S], said: Mapping[str, str], **more: object) -> S:
    """The form as its schema takes it, or Invalid with each field that has to change."""
    try:
        return schema.model_validate({name: said.get(name, "") for name in schema.model_fields if name not in more} | more)
    except ValidationError as problem:
        raise invalid(problem) from None


# ── what goes ────────────────────────────────────────────


def go(path: str) -> RedirectResponse:
    """On to another page, by GET."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})


def _keep(answer: Response, name: str, value: str, life: timedelta) -> None:
    answer.set_cookie(name, value, max_age=int(life.total_seconds()), httponly=True, samesite="lax", secure=settings.https, path="/")


def signed(sign_in: Entered, email_key: str, path: str) -> RedirectResponse:
    """On into the app, with the session's cookie and the mark by which this device is known next time."""
    answer = go(path)
    _keep(answer, COOKIE, sign_in.token, signing_in.LIFE)
    _keep(answer, DEVICE, signing_in.device_mark(email_key, now()), signing_in.DEVICE)
    forget(answer, HINT)
    return answer


def forget(answer: Response, name: str) -> None:
    """The browser drops that cookie."""
    answer.delete_cookie(name, path="/", secure=settings.https, httponly=True, samesite="lax")


def hinted(answer: Response, email: str) -> Response:
    """Lets the sign-in form know the address that was just typed, without writing it into an address line."""
    moment = now()
    _keep(answer, HINT, crypto.sign("hint", email, issued=moment, expires=moment + HINT_LIFE), HINT_LIFE)
    return answer


def hint(request: Request) -> str:
    """The address that was typed a moment ago on this device."""
    try:
        return str(crypto.read_signed("hint", request.cookies.get(HINT, ""))["sub"])
    except Unauthorized:
        return ""
