"""Registering, signing in and out, passwords, and one's own sign-ins."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.api.doors import ask, person
from careops.accounts.rules import passwords, signing_in
from careops.accounts.schemas import (
    ForgotIn,
    LoginIn,
    MeIn,
    MeRow,
    PasswordIn,
    RefreshIn,
    RegisterIn,
    ResetIn,
    Said,
    SignInRow,
    Tokens,
    UserRow,
    VerifyIn,
    email_key,
)
from careops.core import ratelimit
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.errors import Unauthorized
from careops.core.http import client_ip, visitor
from careops.core.i18n import text as _
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])

Signed = Annotated[Actor, Depends(person)]


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


@router.post("/register", status_code=202, dependencies=[Depends(visitor("60/hour"))])
def register(body: RegisterIn) -> Said:
    """Makes an account and its first workspace; the answer is the same for an address that has one already, which then gets a mail."""
    ratelimit.check(signing_in.LETTERS, "letters", signing_in.account(email_key(body.email)))
    password_hash = passwords.chosen(body.password, near=(body.email, body.name))
    with transaction() as db:
        accounts.register(
            db, None, name=body.name, email=body.email, password_hash=password_hash, business=body.business, locale=body.locale
        )
    return Said(message=_("Done. Sign in with your email and password; we have also sent you a mail.", body.locale))


@router.post("/login", dependencies=[Depends(visitor("60/minute"))])
def login(request: Request, body: LoginIn) -> Tokens:
    """A short access token and a refresh token for the right password."""
    address = client_ip(request.scope)
    with reading() as db:
        proof = queries.proven(db, email=body.email, password=body.password, address=address)
    with transaction() as db:
        return accounts.sign_in_api(db, None, proof=proof, address=address, agent=_agent(request))


@router.post("/refresh", dependencies=[Depends(visitor("120/minute"))])
def refresh(body: RefreshIn) -> Tokens:
    """New tokens for a refresh token, once; a second use ends the sign-in they all came from."""
    with transaction() as db:
        tokens = accounts.rotate(db, None, refresh_token=body.refresh_token)
    if tokens is None:
        raise Unauthorized
    return tokens


@router.post("/logout", status_code=204)
def logout(actor: Signed) -> None:
    """Ends this sign-in: its tokens open nothing from now on."""
    with transaction(actor) as db:
        accounts.sign_out(db, actor)


@router.get("/me")
def me(actor: Signed) -> MeRow:
    """Who is signed in, in which workspace, and what they may do there."""
    return ask(actor, queries.me)


@router.patch("/me")
def edit_me(actor: Signed, body: MeIn) -> UserRow:
    """Changes one's own name or language."""
    with transaction(actor) as db:
        return accounts.edit_me(db, actor, name=body.name, locale=body.locale)


# ── passwords and addresses ──────────────────────────────


@router.post("/password/forgot", status_code=202, dependencies=[Depends(visitor("30/hour"))])
def forgot(body: ForgotIn) -> Said:
    """Mails a link to choose a new password, if the address has an account; the answer does not say whether it has."""
    ratelimit.check(signing_in.LETTERS, "letters", signing_in.account(email_key(body.email)))
    with transaction() as db:
        accounts.ask_reset(db, None, email=body.email)
    return Said(message=_("If this address has an account, a link is on its way to it."))


@router.post("/password/reset", dependencies=[Depends(visitor("30/hour"))])
def reset(body: ResetIn) -> Said:
    """Chooses a new password by the mailed link; every sign-in ends."""
    with reading() as db:
        address = queries.open_token(db, kind="reset", token=body.token)
    password_hash = passwords.chosen(body.password, near=(address,))
    with transaction() as db:
        accounts.reset_password(db, None, token=body.token, password_hash=password_hash)
    return Said(message=_("Your password is changed. Sign in with it."))


@router.post("/password/change")
def change_password(request: Request, actor: Signed, body: PasswordIn) -> UserRow:
    """Chooses a new password, knowing the present one; every other device is signed out."""
    proof, password_hash = ask(actor, queries.chosen_by, current=body.current, password=body.password, address=client_ip(request.scope))
    with transaction(actor) as db:
        return accounts.change_password(db, actor, proof=proof, password_hash=password_hash)


@router.post("/email/verify", dependencies=[Depends(visitor("60/hour"))])
def verify(body: VerifyIn) -> Said:
    """Shows by the mailed link that the address is one's own."""
    with transaction() as db:
        accounts.verify(db, None, token=body.token)
    return Said(message=_("Thank you, your address is verified."))


@router.post("/email/verification", status_code=202)
def send_verification(actor: Signed) -> Said:
    """Mails the link again."""
    ratelimit.check(signing_in.LETTERS, "letters", signing_in.account(email_key(actor.email)))
    with transaction(actor) as db:
        accounts.ask_verification(db, actor)
    return Said(message=_("A link is on its way to you."))


# ── one's own sign-ins ───────────────────────────────────


@router.get("/sessions")
def sessions(actor: Signed) -> Page[SignInRow]:
    """One's own devices that are signed in."""
    return Page(items=ask(actor, queries.sign_ins))


@router.delete("/sessions", status_code=204)
def end_others(actor: Signed) -> None:
    """Signs out every other device."""
    with transaction(actor) as db:
        accounts.end_others(db, actor)


@router.delete("/sessions/{sign_in_id}", status_code=204)
def end_sign_in(actor: Signed, sign_in_id: UUID) -> None:
    """Signs out one device."""
    with transaction(actor) as db:
        accounts.end_sign_in(db, actor, sign_in_id=sign_in_id)
