"""Which messages somebody wants: the page behind every "Unsubscribe", and the one click of a mail program (RFC 8058).

Looking at the page changes nothing, since mail scanners open every link. The link itself is all the proof there is: no cookie, no
sign-in, and a press in a mail program comes from wherever that program lives.
"""

from typing import Annotated

import htpy as h
from fastapi import Depends, Request, Response

from careops.accounts.public.doors import page_router
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.rules import masked_email, masked_phone
from careops.contacts.schemas import Channel, ContactRow, Purpose, StandingRow
from careops.core.db import reading, transaction
from careops.core.http import client_ip, language_of, visitor
from careops.core.i18n import text as _
from careops.inbox.rules.letters import brand
from careops.ui.public import forms, parts
from careops.ui.public.delivery import html_response
from careops.ui.public.frame import Page, heading, page

router = page_router()

ONE_CLICK = "List-Unsubscribe"
WAYS: dict[Channel, str] = {"email": _("By email"), "sms": _("By text message")}
KINDS: dict[Purpose, str] = {"service": _("About your bookings: confirmations, changes, reminders"), "marketing": _("News and offers")}
NO_MORE = _("No more messages")


async def pressed(request: Request) -> dict[str, str]:
    """What was chosen, from wherever the press comes."""
    form = await request.form(max_files=0, max_fields=20)
    return {name: value for name, value in form.items() if isinstance(value, str)}


Pressed = Annotated[dict[str, str], Depends(pressed)]


@router.get("/u/{token}", dependencies=[Depends(visitor("120/minute"))])
def choices(request: Request, token: str) -> Response:
    """What they get at present, and the boxes to change it; opening it changes nothing."""
    with reading() as db:
        actor, who = contacts.by_unsubscribe(db, token=token)
        here = business.profile(db, actor)
        standings = contacts.consents(db, actor, contact_id=who.id).standings
    return html_response(_page(request, here, who, standings))


@router.post("/u/{token}", dependencies=[Depends(visitor("60/minute"))])
def choose(request: Request, token: str, said: Pressed) -> Response:
    """Keeps the choice. A mail program's one click takes marketing by that channel back, and asks for no page."""
    with transaction() as db:
        actor, who = contacts.by_unsubscribe(db, token=token)
        here = business.profile(db, actor)
        locale = language_of(request, who.locale or here.locale)
        wanted = _wanted(request, who, said)
        words = "List-Unsubscribe=One-Click" if ONE_CLICK in said else " · ".join(_(w, locale) for w in _words(said))
        seen = {"ip": client_ip(request.scope), "browser": request.headers.get("user-agent", "")}
        contact.choose(db, actor, contact_id=who.id, wanted=wanted, wording=words, **seen)
        standings = contacts.consents(db, actor, contact_id=who.id).standings
    if ONE_CLICK in said:
        return Response(_("Unsubscribed", locale), media_type="text/plain")
    return html_response(_page(request, here, who, standings, kept=bool(wanted)))


def _wanted(request: Request, who: ContactRow, said: dict[str, str]) -> dict[tuple[Channel, Purpose], bool]:
    """What the press means: the mail program's click, the button to leave, or the boxes; anything else changes nothing."""
    if ONE_CLICK in said:
        return {("sms" if request.query_params.get("channel") == "sms" else "email", "marketing"): False}
    if said.get("do") not in {"keep", "leave"}:
        return {}
    leaving = said["do"] == "leave"
    return {(way, kind): not leaving and f"{way}_{kind}" in said for way, _address in _reached(who) for kind in KINDS}


def _words(said: dict[str, str]) -> list[str]:
    """The page's own words for what was chosen."""
    if said.get("do") == "leave":
        return [NO_MORE]
    chosen = [words for way in WAYS for kind in KINDS if f"{way}_{kind}" in said for words in (WAYS[way], KINDS[kind])]
    return chosen or [NO_MORE]


def _reached(who: ContactRow) -> list[tuple[Channel, str]]:
    """How they can be written to, with enough of each address to know one's own."""
    ways: list[tuple[Channel, str]] = [("email", masked_email(who.email)), ("sms", masked_phone(who.phone))]
    return [(way, address) for way, address in ways if address]


# ── what it looks like ───────────────────────────────────


def _page(request: Request, here: BusinessRow, who: ContactRow, standings: list[StandingRow], *, kept: bool = False) -> Page:
    locale = language_of(request, who.locale or here.locale)
    now = {(standing.channel, standing.purpose): standing.allowed for standing in standings}
    title = _("Your messages from {business}", locale, business=here.name)

    def way(channel: Channel, address: str) -> h.Element:
        boxes = [
            forms.checkbox(f"{channel}_{kind}", _(words, locale), checked=now[channel, kind], id=f"{channel}-{kind}")
            for kind, words in KINDS.items()
        ]
        return forms.group([_(WAYS[channel], locale), " ", h.span(".dim")[address]], *boxes)

    body = [
        heading(title, _("Choose what you want to get. Nothing changes until you press a button.", locale)),
        parts.note(_("Saved. This is what you get from now on.", locale), "ok") if kept else None,
        forms.form(
            request.url.path,
            [way(channel, address) for channel, address in _reached(who)],
            parts.button(_("Save my choice", locale), name="do", value="keep", wide=True),
            parts.button(_(NO_MORE, locale), name="do", value="leave", look="quiet", wide=True),
            locale=locale,
        ),
    ]
    return page(title=title, body=body, brand=brand(here), locale=locale, private=True, query=request.query_params)
