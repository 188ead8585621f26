"""Becoming somebody."""

from fastapi import Depends, Response

from careops.accounts import actions as accounts
from careops.accounts.public import pages
from careops.accounts.public.doors import Locale, Perhaps, Typed, filled, go, hinted, page_router
from careops.accounts.rules import passwords, signing_in
from careops.accounts.schemas import RegisterIn, email_key
from careops.core import ratelimit
from careops.core.db import transaction
from careops.core.errors import Refusal
from careops.core.http import visitor
from careops.ui.public.delivery import html_response

router = page_router()
WIZARD = "/login?said=registered&next=/app/onboarding"


@router.get("/register", dependencies=[Depends(visitor("240/minute"))])
def form(locale: Locale, actor: Perhaps) -> Response:
    """The form; whoever is signed in already goes on."""
    return go(signing_in.HOME) if actor and actor.workspace_id else html_response(pages.register(locale=locale))


@router.post("/register", dependencies=[Depends(visitor("60/hour"))])
def register(locale: Locale, said: Typed) -> Response:
    """The same answer for every address: go and sign in. One that has an account already gets a mail that says so."""
    try:
        body = filled(RegisterIn, said, locale=locale)
        ratelimit.check(signing_in.LETTERS, "letters", signing_in.account(email_key(body.email)))
        password_hash = passwords.chosen(body.password, near=(body.email, body.name))
        with transaction() as db:
            accounts.register(
                db, None, name=body.name, email=body.email, password_hash=password_hash, business=body.business, locale=locale
            )
    except Refusal as refusal:
        return html_response(pages.register(locale=locale, said=said, refusal=refusal), refusal.status)
    return hinted(go(WIZARD), body.email)
