"""Reading the business: by its members, and by whoever stands at its public door."""

import re

from sqlmodel import Session, select

from careops.accounts import queries as accounts
from careops.accounts.schemas import WorkspaceRow
from careops.business.models import Business
from careops.business.schemas import BusinessRow
from careops.core.actor import Actor
from careops.core.db import enter
from careops.core.errors import NotFound

SLUG = re.compile(r"[a-z0-9-]{1,60}")


def row(workspace: WorkspaceRow, business: Business | None) -> BusinessRow:
    """The workspace and its profile as one; the defaults where nothing was said yet."""
    said = business.model_dump(exclude={"id", "workspace_id"}) if business else {}
    return BusinessRow(id=workspace.id, name=workspace.name, slug=workspace.slug, status=workspace.status, **said)


def profile(db: Session, actor: Actor) -> BusinessRow:
    """The actor's own business."""
    workspace = accounts.workspace(db, actor)
    return row(workspace, mine(db))


def mine(db: Session) -> Business | None:
    """The row of the session's workspace, once there is one."""
    return db.exec(select(Business)).first()


def open_business(db: Session, actor: Actor | None = None, *, slug: str) -> BusinessRow:
    """The business a public page is of; the session stands in its workspace afterwards. NotFound unless it is active."""
    if not SLUG.fullmatch(slug):  # whatever a visitor put into the address; not every database takes every character
        raise NotFound
    workspace = accounts.workspace_by_slug(db, actor, slug=slug)
    if workspace.status != "active":
        raise NotFound
    enter(db, workspace.id)
    return row(workspace, mine(db))
