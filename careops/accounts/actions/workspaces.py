"""Founding workspaces, and what they are called."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.accounts.events import MemberJoined, WorkspaceChanged, WorkspaceCreated
from careops.accounts.models import Member, Status, User, Workspace
from careops.accounts.queries.workspaces import row
from careops.accounts.rules import slugs
from careops.accounts.rules.slugs import SlugTaken
from careops.accounts.schemas import WorkspaceRow
from careops.activity.actions import record
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.db import everywhere, inside
from careops.core.errors import Conflict, NotFound, Unauthorized
from careops.core.ids import new_id

MOST = 50  # workspaces one person may own


class TooManyWorkspaces(Conflict):
    code, says = "too_many_workspaces", "You own as many workspaces as one person can"


def create_workspace(db: Session, actor: Actor, *, name: str, slug: str | None = None) -> WorkspaceRow:
    """Founds a further workspace of which the signed-in person is the owner."""
    user = db.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise Unauthorized
    with everywhere(db):
        owned = db.scalar(sa.select(sa.func.count()).where(col(Member.user_id) == user.id, col(Member.role) == Role.owner)) or 0
    if owned >= MOST:
        raise TooManyWorkspaces
    return row(found_workspace(db, actor, user, name=name, slug=slug), Role.owner)


def found_workspace(db: Session, actor: Actor, user: User, *, name: str, slug: str | None = None) -> Workspace:
    """The workspace, its owner's membership and the news of it, all in one."""
    workspace = _with_free_slug(db, name, slug)
    with inside(db, workspace.id):
        member = Member(id=new_id(), user_id=user.id, role=Role.owner, created_at=now())
        db.add(member)
        record(db, actor, WorkspaceCreated(subject=workspace.id, name=name))
        record(db, actor, MemberJoined(subject=member.id, name=user.name, role=Role.owner))
    return workspace


def _with_free_slug(db: Session, name: str, slug: str | None) -> Workspace:
    if slug is not None:
        slugs.check(slug)
    for _ in range(5):
        workspace = Workspace(id=new_id(), slug=slug or _free_slug(db, slugs.made_from(name)), name=name, created_at=now())
        try:
            with db.begin_nested():
                db.add(workspace)
            return workspace
        except IntegrityError:
            if slug is not None:
                raise SlugTaken from None
    raise SlugTaken


def _free_slug(db: Session, word: str) -> str:
    similar = db.exec(select(Workspace.slug).where(col(Workspace.slug).startswith(word, autoescape=True)))
    return slugs.free(word, set(similar))


def rename(db: Session, actor: Actor, *, name: str | None = None, slug: str | None = None) -> WorkspaceRow:
    """Gives the workspace another name or address word; what is left out stays.

    Before the pages open, an address word that was made from the name follows the name.
    """
    actor.require(Permission.settings)
    workspace = _own(db, actor)
    follows = slug is None and workspace.status == Status.setup and slugs.comes_from(workspace.slug, workspace.name)
    if name and follows and not slugs.comes_from(workspace.slug, name):
        workspace.slug = _free_slug(db, slugs.made_from(name))
    if slug is not None and slug != workspace.slug:
        slugs.check(slug)
        workspace.slug = slug
    workspace.name = name if name is not None else workspace.name
    try:
        with db.begin_nested():
            db.flush()
    except IntegrityError:
        raise SlugTaken from None
    return _changed(db, actor, workspace)


def set_status(db: Session, actor: Actor, *, status: Status) -> WorkspaceRow:
    """Opens or closes the workspace; whether it may is for the business to say."""
    actor.require(Permission.settings)
    workspace = _own(db, actor)
    workspace.status = status
    return _changed(db, actor, workspace)


def _own(db: Session, actor: Actor) -> Workspace:
    found = db.get(Workspace, actor.workspace, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def _changed(db: Session, actor: Actor, workspace: Workspace) -> WorkspaceRow:
    record(db, actor, WorkspaceChanged(subject=workspace.id, name=workspace.name, slug=workspace.slug, status=workspace.status))
    return row(workspace, actor.role)
