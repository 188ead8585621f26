"""The contact page: somebody writes to the business without an account, and it lands in the inbox."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, urlencode

import htpy as h
from fastapi import Depends, Query, Request, Response

from careops.accounts.public.doors import Typed, filled, go, page_router
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal
from careops.core.http import language_of, visitor
from careops.core.i18n import text as _
from careops.inbox import actions
from careops.inbox.rules.letters import brand
from careops.inbox.schemas import WriteIn
from careops.ui.public import forms, parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import NOTHING, Page, heading, page, telephone

router = page_router()

Flag = Annotated[str, Query(max_length=8)]


@router.get("/contact/{slug}", dependencies=[Depends(visitor("240/minute"))])
def contact(request: Request, slug: str, sent: Flag = "", embed: Flag = "") -> Response:
    """The form; or, once the words have arrived, that they have."""
    here, locale = _here(request, slug)
    shown = _thanks(here, locale) if sent else _form(here, locale, {}, None, _address(request, here))
    return html_response(_page(here, locale, shown, embed=bool(embed), query=request.query_params))


@router.post("/contact/{slug}", dependencies=[Depends(visitor("10/minute")), Depends(visitor("60/hour", "write"))])
def write(request: Request, slug: str, said: Typed, embed: Flag = "") -> Response:
    """Takes the words in. A machine that fills the hidden field gets the same answer, and nothing happens."""
    here, locale = _here(request, slug)
    done = _address(request, here, sent="1")
    if said.get("web"):
        return go(done)
    visiting = Actor.customer(here.id)
    try:
        message = filled(WriteIn, _reached(said))
        with transaction(visiting) as db:
            actions.write_in(db, visiting, message=message, locale=locale)
    except Refusal as refusal:
        shown = _form(here, locale, said, refusal, _address(request, here))
        return html_response(_page(here, locale, shown, embed=bool(embed), errors=True), refusal.status)
    return go(done)


def _here(request: Request, slug: str) -> tuple[BusinessRow, str]:
    """The business and the visitor's language."""
    with reading() as db:
        here = business.open_business(db, slug=slug)
    return here, language_of(request, here.locale)


def _address(request: Request, here: BusinessRow, **query: str) -> str:
    """The page's address, in the same language and inside the same frame: cookies do not reach a frame on another site."""
    kept = {name: value for name in ("embed", "lang") if (value := request.query_params.get(name))}
    path = f"/contact/{quote(here.slug)}"
    return f"{path}?{urlencode(query | kept)}" if query or kept else path


def _reached(said: dict[str, str]) -> dict[str, str]:
    """One field takes an address or a number; whatever holds an @ is an address."""
    reach = said.get("reach", "")
    return {"name": said.get("name", ""), "message": said.get("message", ""), "email" if "@" in reach else "phone": reach}


# ── what it looks like ───────────────────────────────────


def _page(
    here: BusinessRow, locale: str, body: h.Node, *, embed: bool, errors: bool = False, query: Mapping[str, object] = NOTHING
) -> Page:
    title = _("Write to {business}", locale, business=here.name)
    return page(
        title=title,
        body=body,
        brand=brand(here),
        locale=locale,
        embed=embed,
        errors=errors,
        canonical=here.contact_url,
        query=query,
    )


def _problems(refusal: Refusal | None, locale: str) -> dict[str, str]:
    """What is wrong, by the page's own fields; a refusal of no field stands for itself."""
    if refusal is None:
        return {}
    if not isinstance(refusal, Invalid):
        return {"": _(refusal.message, locale)}
    return {{"email": "reach", "phone": "reach"}.get(p.field, p.field): p.told(locale) for p in reversed(refusal.problems)}


def _form(here: BusinessRow, locale: str, said: dict[str, str], refusal: Refusal | None, action: str) -> h.Node:
    wrong = _problems(refusal, locale)
    fields = ("name", "reach", "message")
    shown = [forms.Problem(field, wrong[field]) for field in ("", *fields) if field in wrong]
    return [
        heading(_("Write to {business}", locale, business=here.name), _("A person reads it and answers you.", locale)),
        forms.error_summary(shown, kept=_("What you typed is still here.", locale), locale=locale),
        forms.form(
            action,
            forms.field(
                "name",
                _("Your name", locale),
                value=said.get("name", ""),
                error=wrong.get("name", ""),
                autocomplete="name",
                locale=locale,
            ),
            forms.field(
                "reach",
                _("Email or mobile", locale),
                value=said.get("reach", ""),
                help=_("We answer here and use it for nothing else.", locale),
                error=wrong.get("reach", ""),
                autocomplete="email",
                locale=locale,
            ),
            forms.textarea("message", _("Message", locale), value=said.get("message", ""), error=wrong.get("message", ""), locale=locale),
            forms.honeypot(locale=locale),
            parts.button(_("Send message", locale), wide=True),
            locale=locale,
        ),
        _other_ways(here, locale),
    ]


def _thanks(here: BusinessRow, locale: str) -> h.Node:
    return [
        parts.mark("ok"),
        heading(_("We have your message", locale), _("{business} answers as soon as somebody is at the desk.", locale, business=here.name)),
        parts.link_button(_("Book a time", locale), here.booking_url, look="quiet"),
        _other_ways(here, locale),
    ]


def _other_ways(here: BusinessRow, locale: str) -> h.Element:
    found = [
        parts.Fact("phone", telephone(here.phone)) if here.phone else None,
        parts.Fact("map-pin", here.address) if here.address else None,
        parts.Fact("calendar", [_("Looking for a time?", locale), " ", h.a(href=here.booking_url)[_("Book online", locale)]]),
    ]
    return parts.box(parts.facts([fact for fact in found if fact]), label=_("Other ways", locale))
