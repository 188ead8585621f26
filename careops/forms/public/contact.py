"""The contact page: somebody writes to the business without an account, answers what it asks, and it lands in the inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import htpy as h
from fastapi import Depends, Query, Request, Response

from careops.accounts.public.doors import filled, go, page_router
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor
from careops.core.clock import now, today
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal
from careops.core.http import client_ip, language_of, visitor
from careops.core.i18n import text as _
from careops.forms import actions as form
from careops.forms import queries as known
from careops.forms.public import paper
from careops.forms.public.posted import PREFIX, Posted, answers, posted
from careops.forms.rules import contacting, proving
from careops.forms.rules.showing import Page as Leaf
from careops.forms.rules.showing import shown
from careops.forms.schemas import FieldKind, FormField, Proof
from careops.inbox.rules.letters import brand
from careops.inbox.schemas import WriteIn
from careops.ui.public import forms, parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import NOTHING, Page, heading, page, telephone

router = page_router()

Flag = Annotated[str, Query(max_length=8)]
Given = Annotated[Posted, Depends(posted)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the business asks on its page: its words before, its own words for what is always asked, and what is asked besides."""

    intro: str = ""
    always: Mapping[str, FormField] = field(default_factory=dict[str, FormField])
    fields: Sequence[FormField] = ()

    def label(self, key: str, ours: str) -> str:
        """The business's words for it, else ours."""
        return self.always[key].label if key in self.always else ours


@router.get("/contact/{slug}", dependencies=[Depends(visitor("240/minute"))])
def contact(request: Request, slug: str, sent: Flag = "", embed: Flag = "") -> Response:
    """The form; or, once the words have arrived, that they have."""
    here, locale, asked = _here(request, slug)
    shown = _thanks(here, locale) if sent else _form(here, locale, asked, Posted({}), None, _address(request, here))
    return html_response(_page(here, locale, shown, embed=bool(embed), query=request.query_params))


@router.post("/contact/{slug}", dependencies=[Depends(visitor("10/minute")), Depends(visitor("60/hour", "write"))])
def write(request: Request, slug: str, given: Given, embed: Flag = "") -> Response:
    """Takes the words in. A machine that fills the hidden field gets the same answer, and nothing happens."""
    here, locale, asked = _here(request, slug)
    done = _address(request, here, sent="1")
    if given.one("web"):
        return go(done)
    visiting = Actor.customer(here.id)
    try:
        message = filled(WriteIn, _reached(given))
        proof = Proof(client_ip(request.scope), given.one("challenge"), given.one("work"))
        with transaction(visiting) as db:
            form.write_in(db, visiting, message=message, said=answers(asked.fields, given), proof=proof, locale=locale)
    except Refusal as refusal:
        shown = _form(here, locale, asked, given, refusal, _address(request, here))
        return html_response(_page(here, locale, shown, embed=bool(embed), errors=True), refusal.status)
    return go(done)


def _here(request: Request, slug: str) -> tuple[BusinessRow, str, Asked]:
    """The business, the visitor's language, and what the business asks."""
    with reading() as db:
        here = business.open_business(db, slug=slug)
        written = known.contact_form(db, Actor.customer(here.id))
    asked = Asked(written.intro, {f.key: f for f in written.fields}, contacting.more(written.fields)) if written else Asked()
    return here, language_of(request, here.locale), asked


def _address(request: Request, here: BusinessRow, **query: str) -> str:
    """The page's address, in the same language and inside the same frame: cookies do not reach a frame on another site."""
    kept = {name: value for name in ("embed", "lang") if (value := request.query_params.get(name))}
    path = f"/contact/{quote(here.slug)}"
    return f"{path}?{urlencode(query | kept)}" if query or kept else path


def _reached(given: Posted) -> dict[str, str]:
    """One field takes an address or a number; whatever holds an @ is an address."""
    reach = given.one("reach")
    return {"name": given.one("name"), "message": given.one("message"), "email" if "@" in reach else "phone": reach}


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


def _form(here: BusinessRow, locale: str, asked: Asked, given: Posted, refusal: Refusal | None, action: str) -> h.Node:
    wrong = _problems(refusal, locale)
    names = {
        "name": asked.label("name", _("Your name", locale)),
        "reach": _("Email or mobile", locale),
        "message": asked.label("message", _("Message", locale)),
    }
    sheet = _sheet(here, locale, asked, given, wrong)
    problems = [forms.Problem(name, wrong[name], names.get(name, "")) for name in ("", *names) if name in wrong]
    said: dict[str, Any] = {name: {"value": given.one(name), "error": wrong.get(name, ""), "locale": locale} for name in names}
    lead = asked.intro or _("A person reads it and answers you.", locale)
    return [
        heading(_("Write to {business}", locale, business=here.name), lead),
        forms.error_summary([*problems, *paper.problems(sheet)], kept=_("What you typed is still here.", locale), locale=locale),
        forms.form(
            action,
            forms.field("name", names["name"], autocomplete="name", **said["name"]),
            forms.field(
                "reach",
                names["reach"],
                help=_("We answer here and use it for nothing else.", locale),
                autocomplete="email",
                **said["reach"],
            ),
            paper.questions(sheet),
            forms.textarea("message", names["message"], **said["message"]),
            forms.honeypot(locale=locale),
            forms.proof(proving.challenge(here.id, now())),
            parts.button(_("Send message", locale), wide=True),
            work=proving.BITS,
            locale=locale,
        ),
        forms.script() if any(field.visible for field in asked.fields) else None,
        _other_ways(here, locale),
    ]


def _sheet(here: BusinessRow, locale: str, asked: Asked, given: Posted, wrong: Mapping[str, str]) -> paper.Sheet:
    """What is asked besides, as it was filled in."""
    typed: dict[str, Any] = {}
    for asking in asked.fields:
        name = PREFIX + asking.key
        typed[asking.key] = given.many(name) if asking.kind is FieldKind.multi_choice else given.one(name)
    told = {key: value == "yes" if value in ("yes", "no") else value for key, value in typed.items() if value}
    leaf = Leaf(0, "", "", tuple(asked.fields))
    seen = frozenset(f.key for f in shown(asked.fields, told))
    return paper.Sheet(
        leaf, asked.fields, {}, {key: value for key, value in typed.items() if value}, wrong, seen, today(here.timezone), locale
    )


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
