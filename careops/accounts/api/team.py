"""The team: members, what they may do, and invitations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from careops.accounts import actions as accounts
from careops.accounts import queries
from careops.accounts.api.doors import Perhaps, ask, member, patch, post
from careops.accounts.rules import passwords
from careops.accounts.schemas import AcceptIn, InvitationIn, InvitationRow, MemberIn, MemberRow, Said
from careops.core.actor import Actor, Permission
from careops.core.db import reading, transaction
from careops.core.http import client_ip, visitor
from careops.core.i18n import text as _
from careops.core.paging import Page

router = APIRouter(prefix="/api/v1", tags=["team"])

Anyone = Annotated[Actor, Depends(member())]
Leader = Annotated[Actor, Depends(member(Permission.team))]


@router.get("/members")
def members(actor: Anyone) -> Page[MemberRow]:
    """Everybody in the workspace."""
    return Page(items=ask(actor, queries.members))


@router.patch("/members/{member_id}", response_model=MemberRow)
def change_member(request: Request, actor: Leader, member_id: UUID, body: MemberIn) -> Response:
    """Another role, other permissions, or whether they may come in at all."""
    usual = "permissions" in body.model_fields_set and body.permissions is None
    return patch(
        request,
        actor,
        accounts.edit_member,
        member_id=member_id,
        role=body.role,
        permissions=body.permissions,
        usual=usual,
        active=body.active,
    )


@router.delete("/members/{member_id}", status_code=204)
def deactivate(actor: Leader, member_id: UUID) -> None:
    """The member may not come in any more; what they did stays."""
    with transaction(actor) as db:
        accounts.deactivate(db, actor, member_id=member_id)


@router.get("/invitations")
def invitations(actor: Leader) -> Page[InvitationRow]:
    """The invitations nobody has answered yet."""
    return Page(items=ask(actor, queries.invitations))


@router.post("/invitations", status_code=201, response_model=InvitationRow)
def invite(request: Request, actor: Leader, body: InvitationIn) -> Response:
    """Mails somebody a link to join; an earlier invitation to the same address ends."""
    return post(request, actor, accounts.invite, email=body.email, role=body.role, permissions=body.permissions)


@router.delete("/invitations/{invitation_id}", status_code=204)
def revoke(actor: Leader, invitation_id: UUID) -> None:
    """Takes an invitation back."""
    with transaction(actor) as db:
        accounts.revoke(db, actor, invitation_id=invitation_id)


@router.post("/invitations/accept", dependencies=[Depends(visitor("30/hour"))])
def accept(request: Request, body: AcceptIn, actor: Annotated[Actor | None, Depends(Perhaps())]) -> Said:
    """Joins by the mailed link: somebody new with a name and a password, somebody with an account signed in as that address."""
    with reading() as db:
        offer = queries.open_invitation(db, token=body.token)
    if body.name is None or body.password is None:
        _accept_as(actor, body.token)
    else:
        password_hash = passwords.chosen(body.password, near=(offer.email, body.name))
        with transaction() as db:
            accounts.join(
                db, None, token=body.token, name=body.name, password_hash=password_hash, address=client_ip(request.scope), agent="API"
            )
    return Said(message=_("You are a member of {business} now.", business=offer.business))


def _accept_as(actor: Actor | None, token: str) -> None:
    with transaction() as db:
        accounts.accept(db, actor, token=token)
