"""Signing in and out."""

from fastapi import Depends, Request, Response

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.public import pages
from careops.accounts.public.doors import DEVICE, Locale, Perhaps, Typed, filled, forget, go, hint, page_router, signed
from careops.accounts.rules.signing_in import safe_next
from careops.accounts.schemas import LoginIn
from careops.core.db import reading, transaction
from careops.core.errors import Refusal
from careops.core.http import COOKIE, client_ip, visitor
from careops.ui.public.delivery import html_response

router = page_router()


@router.get("/login", dependencies=[Depends(visitor("240/minute"))])
def login(request: Request, locale: Locale, actor: Perhaps, next: str = "", said: str = "") -> Response:
    """The form; whoever is signed in already goes on."""
    if actor and actor.workspace_id:
        return go(safe_next(next))
    return html_response(pages.login(locale=locale, said={"email": hint(request)}, next=safe_next(next) if next else "", news=said))


@router.post("/login", dependencies=[Depends(visitor("60/minute"))])
def enter(request: Request, locale: Locale, said: Typed) -> Response:
    """In with the right password; else the form again, with what was typed but the password."""
    address, before = client_ip(request.scope), request.cookies.get(COOKIE, "")
    try:
        body = filled(LoginIn, said)
        with reading() as db:
            proof = queries.proven(db, email=body.email, password=body.password, address=address, device=request.cookies.get(DEVICE, ""))
        with transaction() as db:
            sign_in = accounts.sign_in(db, None, proof=proof, address=address, agent=request.headers.get("user-agent", ""), instead=before)
    except Refusal as refusal:
        page = pages.login(locale=locale, said=said, next=safe_next(said.get("next", "")), refusal=refusal)
        return html_response(page, refusal.status)
    return signed(sign_in, proof.email_key, safe_next(said.get("next", "")) if sign_in.workspace_id else "/switch")


@router.get("/logout", dependencies=[Depends(visitor("240/minute"))])
def ask_logout(locale: Locale) -> Response:
    """Asks; only the button signs out."""
    return html_response(pages.logout(locale=locale))


@router.post("/logout", dependencies=[Depends(visitor("240/minute"))])
def logout(said: Typed, actor: Perhaps) -> Response:
    """Ends this device's sign-in and drops its cookie; the device stays known."""
    if actor:
        with transaction() as db:
            accounts.sign_out(db, actor)
    answer = go("/login?said=out")
    forget(answer, COOKIE)
    return answer
