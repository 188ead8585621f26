"""Finding workspaces."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts.models import Member, Workspace
from careops.accounts.schemas import WorkspaceRow
from careops.core.actor import Actor, Role
from careops.core.db import Prepared, everywhere
from careops.core.errors import NotFound


def row(workspace: Workspace | sa.Row[UUID, str, str, str, datetime], role: str | None = None) -> WorkspaceRow:
    """The workspace as its readers see it."""
    return WorkspaceRow(
        id=workspace.id,
        slug=workspace.slug,
        name=workspace.name,
        status=workspace.status,
        created_at=workspace.created_at,
        role=Role(role) if role else None,
    )


def workspace(db: Session, actor: Actor) -> WorkspaceRow:
    """The actor's workspace."""
    return _one(_BY_ID.ask(db, id=actor.workspace), actor.role)


def workspace_by_slug(db: Session, actor: Actor | None = None, *, slug: str) -> WorkspaceRow:
    """The workspace of that address word, whatever its status; NotFound when there is none."""
    if not (slug.isascii() and slug.isprintable()):  # no address word, and some databases refuse to be asked for it
        raise NotFound
    return _one(_BY_SLUG.ask(db, slug=slug))


_COLUMNS = sa.select(col(Workspace.id), col(Workspace.slug), col(Workspace.name), col(Workspace.status), col(Workspace.created_at))
_BY_ID = Prepared(_COLUMNS.where(col(Workspace.id) == sa.bindparam("id")))
_BY_SLUG = Prepared(_COLUMNS.where(col(Workspace.slug) == sa.bindparam("slug")))


def _one(found: Sequence[sa.Row[UUID, str, str, str, datetime]], role: str | None = None) -> WorkspaceRow:
    if not found:
        raise NotFound
    return row(found[0], role)


def workspaces_of(db: Session, actor: Actor) -> list[WorkspaceRow]:
    """Every workspace the signed-in person may come into, by name, each with their role in it."""
    theirs = (
        select(Workspace, Member.role)
        .join(Member, col(Member.workspace_id) == col(Workspace.id))
        .where(col(Member.user_id) == actor.user_id, col(Member.active))
        .order_by(sa.func.lower(col(Workspace.name)), col(Workspace.id))
    )
    with everywhere(db):
        return [row(found, role) for found, role in db.exec(theirs)]


def open_workspaces(db: Session) -> list[WorkspaceRow]:
    """Every workspace whose pages are open to the public, by age."""
    return [row(found) for found in db.exec(select(Workspace).where(Workspace.status == "active").order_by(col(Workspace.id)))]


def all_workspaces(db: Session) -> Sequence[UUID]:
    """Every workspace there is, by age: for what is done for all of them."""
    return db.exec(select(Workspace.id).order_by(col(Workspace.id))).all()


def only_workspace(db: Session) -> UUID | None:
    """The workspace that has the installation for itself; None where there are several, or none yet."""
    found = db.exec(select(Workspace.id).limit(2)).all()
    return found[0] if len(found) == 1 else None
