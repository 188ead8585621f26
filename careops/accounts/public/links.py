"""Forgotten passwords, and what mailed links open. A GET only looks; the link is used up by its form."""

from fastapi import Depends, Request, Response

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.public import pages
from careops.accounts.public.doors import DEVICE, Locale, Perhaps, Typed, filled, go, hinted, page_router, signed
from careops.accounts.rules import passwords, signing_in
from careops.accounts.schemas import AcceptIn, Entered, ForgotIn, LoginIn, OfferRow, ResetIn, email_key
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Invalid, Refusal
from careops.core.http import client_ip, visitor
from careops.ui.public.delivery import html_response

router = page_router()
LOOK = [Depends(visitor("240/minute"))]
USE = [Depends(visitor("30/hour"))]


@router.get("/forgot", dependencies=LOOK)
def forgot(locale: Locale, said: str = "") -> Response:
    """The form, or that a mail may be on its way."""
    return html_response(pages.letter_sent(locale=locale) if said == "sent" else pages.forgot(locale=locale))


@router.post("/forgot", dependencies=USE)
def ask_reset(locale: Locale, said: Typed) -> Response:
    """Mails a link if the address has an account; the answer does not say."""
    try:
        body = filled(ForgotIn, said)
        ratelimit.check(signing_in.LETTERS, "letters", signing_in.account(email_key(body.email)))
        with transaction() as db:
            accounts.ask_reset(db, None, email=body.email)
    except Refusal as refusal:
        return html_response(pages.forgot(locale=locale, said=said, refusal=refusal), refusal.status)
    return go("/forgot?said=sent")


@router.get("/reset/{token}", dependencies=LOOK)
def reset_form(token: str, locale: Locale) -> Response:
    """The form, as long as the link can be used."""
    with reading() as db:
        address = queries.open_token(db, kind="reset", token=token)
    return html_response(pages.reset(token=token, email=address, locale=locale))


@router.post("/reset/{token}", dependencies=USE)
def reset(token: str, locale: Locale, said: Typed) -> Response:
    """The new password; every device has to sign in again."""
    with reading() as db:
        address = queries.open_token(db, kind="reset", token=token)
    try:
        body = filled(ResetIn, said, token=token)
        password_hash = passwords.chosen(body.password, near=(address,))
    except Invalid as refusal:
        return html_response(pages.reset(token=token, email=address, locale=locale, refusal=refusal), refusal.status)
    with transaction() as db:
        accounts.reset_password(db, None, token=token, password_hash=password_hash)
    return hinted(go("/login?said=reset"), address)


@router.get("/verify/{token}", dependencies=LOOK)
def verify_form(token: str, locale: Locale) -> Response:
    """The button, as long as the link can be used."""
    with reading() as db:
        address = queries.open_token(db, kind="verify", token=token)
    return html_response(pages.verify(token=token, email=address, locale=locale))


@router.post("/verify/{token}", dependencies=USE)
def verify(token: str, said: Typed, actor: Perhaps) -> Response:
    """The address is verified."""
    with transaction() as db:
        address = accounts.verify(db, None, token=token)
    return go(signing_in.HOME) if actor else hinted(go("/login?said=verified"), address)


# ── invitations ──────────────────────────────────────────


@router.get("/invite/{token}", dependencies=LOOK)
def invitation(token: str, locale: Locale, actor: Perhaps) -> Response:
    """What one is invited to, and what is needed to accept."""
    with reading() as db:
        offer = queries.open_invitation(db, token=token)
    return html_response(_invitation(token, offer, actor, locale))


def _mine(offer: OfferRow, actor: Actor | None) -> bool:
    return actor is not None and email_key(actor.email) == email_key(offer.email)


def _invitation(
    token: str, offer: OfferRow, actor: Actor | None, locale: str, said: dict[str, str] | None = None, refusal: Refusal | None = None
) -> pages.Page:
    return pages.invitation(
        token=token,
        offer=offer,
        here=actor.email if actor else "",
        mine=_mine(offer, actor),
        locale=locale,
        said=said or {},
        refusal=refusal,
    )


@router.post("/invite/{token}", dependencies=USE)
def accept(request: Request, token: str, locale: Locale, said: Typed, actor: Perhaps) -> Response:
    """Joins: signed in as that address, by the account's own password, or as somebody new."""
    with reading() as db:
        offer = queries.open_invitation(db, token=token)
    try:
        if actor is not None and _mine(offer, actor):
            return _join_signed_in(token, actor)
        sign_in = _join_by_password(request, token, offer, said) if offer.known else _join_new(request, token, offer, said, locale)
    except (Invalid, signing_in.WrongCredentials) as refusal:
        return html_response(_invitation(token, offer, actor, locale, said, refusal), refusal.status)
    return signed(sign_in, email_key(offer.email), signing_in.HOME)


def _join_signed_in(token: str, actor: Actor) -> Response:
    with transaction() as db:
        workspace = accounts.accept(db, actor, token=token)
        accounts.switch(db, actor, workspace=workspace)
    return go(signing_in.HOME)


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


def _join_by_password(request: Request, token: str, offer: OfferRow, said: dict[str, str]) -> Entered:
    body = filled(LoginIn, said, email=offer.email)
    address, device = client_ip(request.scope), request.cookies.get(DEVICE, "")
    with reading() as db:
        proof = queries.proven(db, email=offer.email, password=body.password, address=address, device=device)
    with transaction() as db:
        return accounts.sign_in_and_accept(db, None, token=token, proof=proof, address=address, agent=_agent(request))


def _join_new(request: Request, token: str, offer: OfferRow, said: dict[str, str], locale: str) -> Entered:
    body = filled(AcceptIn, said, token=token)
    password_hash = passwords.chosen(body.password or "", near=(offer.email, body.name or ""))
    with transaction() as db:
        return accounts.join(
            db,
            None,
            token=token,
            name=body.name or "",
            password_hash=password_hash,
            address=client_ip(request.scope),
            agent=_agent(request),
            locale=locale,
        )
