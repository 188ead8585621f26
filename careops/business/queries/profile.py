"""Reading the business: by its members, and by whoever stands at its public door."""

import re
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.accounts import queries as accounts
from careops.accounts.schemas import WorkspaceRow
from careops.business.models import Business
from careops.business.schemas import BusinessRow, RestRow
from careops.core.actor import Actor
from careops.core.db import Prepared, enter, once
from careops.core.errors import NotFound

SLUG = re.compile(r"[a-z0-9-]{1,60}")


_SHOWN = BusinessRow.model_fields.keys() - {"id"}
_SAID = {said.key: said.class_attribute for said in sa.inspect(Business).column_attrs if said.key in _SHOWN}
_PROFILE = Prepared(sa.select(*_SAID.values()))
_TIMEZONE = Prepared(sa.select(col(Business.timezone)))
_REST = Prepared(sa.select(col(Business.quiet_from), col(Business.quiet_until), col(Business.timezone)))


def _row(db: Session, workspace: WorkspaceRow) -> BusinessRow:
    """The workspace and its profile as one; the defaults where nothing was said yet."""
    said = next((dict(zip(_SAID, found, strict=True)) for found in _PROFILE.ask(db)), dict[str, Any]())
    return BusinessRow(id=workspace.id, name=workspace.name, slug=workspace.slug, status=workspace.status, **said)


def profile(db: Session, actor: Actor) -> BusinessRow:
    """The actor's own business."""
    return once(db, ("profile", actor.workspace), lambda: _row(db, accounts.workspace(db, actor)))


def timezone(db: Session) -> str:
    """Where the business of the session's workspace is; all that is asked of it when free times are."""
    return next((found for (found,) in _TIMEZONE.ask(db)), Business.model_fields["timezone"].default)


def rest(db: Session) -> RestRow:
    """The quiet hours of the session's workspace and where it is; all that is asked of it when something is sent."""
    return once(db, "rest", lambda: _rest(db))


def _rest(db: Session) -> RestRow:
    said = next(iter(_REST.ask(db)), None)
    return RestRow(quiet_from=said[0], quiet_until=said[1], timezone=said[2]) if said else RestRow()


def mine(db: Session) -> Business | None:
    """The row of the session's workspace, once there is one."""
    return db.exec(select(Business)).first()


def open_business(db: Session, actor: Actor | None = None, *, slug: str) -> BusinessRow:
    """The business a public page is of; the session stands in its workspace afterwards. NotFound unless it is active."""
    return _row(db, open_workspace(db, actor, slug=slug))


def open_workspace(db: Session, actor: Actor | None = None, *, slug: str) -> WorkspaceRow:
    """The same, where only the door matters and not who is behind it."""
    if not SLUG.fullmatch(slug):  # whatever a visitor put into the address; not every database takes every character
        raise NotFound
    workspace = accounts.workspace_by_slug(db, actor, slug=slug)
    if workspace.status != "active":
        raise NotFound
    enter(db, workspace.id)
    return workspace
