"""Choosing the workspace to work in."""

from fastapi import Request, Response

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.public import pages
from careops.accounts.public.doors import Locale, SignedIn, Typed, filled, go, page_router
from careops.accounts.rules.signing_in import HOME, safe_next
from careops.accounts.schemas import SwitchIn, WorkspaceIn
from careops.core.db import reading, transaction
from careops.core.errors import Refusal
from careops.ui.public.delivery import html_response

router = page_router()


@router.get("/switch")
def choose(locale: Locale, actor: SignedIn) -> Response:
    """All of one's workspaces, and a form to found another."""
    return _choices(actor, locale)


def _choices(actor: SignedIn, locale: str, said: dict[str, str] | None = None, refusal: Refusal | None = None) -> Response:
    with reading(actor) as db:
        workspaces = queries.workspaces_of(db, actor)
    page = pages.switch(workspaces=workspaces, current=actor.workspace_id, locale=locale, said=said or {}, refusal=refusal)
    return html_response(page, refusal.status if refusal else 200)


@router.post("/switch")
def switch(request: Request, locale: Locale, said: Typed, actor: SignedIn) -> Response:
    """Turns this device to another workspace, or founds one; a full page load, so that the app begins anew in it."""
    try:
        if "name" in said:
            return _found(actor, said)
        body = filled(SwitchIn, said)
        with transaction() as db:
            accounts.switch(db, actor, workspace=body.workspace_id)
    except Refusal as refusal:
        return _choices(actor, locale, said, refusal)
    return go(safe_next(said.get("next", "")))


def _found(actor: SignedIn, said: dict[str, str]) -> Response:
    body = filled(WorkspaceIn, said, slug=None)
    with transaction() as db:
        workspace = accounts.create_workspace(db, actor, name=body.name)
        accounts.switch(db, actor, workspace=workspace.id)
    return go(f"{HOME}/onboarding")
