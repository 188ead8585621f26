"""Looking into mailboxes in turn: each is somebody's for one look, and how far it was read is kept by whoever looked last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.channels.actions.noting import note
from careops.channels.models import Integration
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.db import everywhere, wake
from careops.core.errors import NotFound

MAILBOXES = "mailboxes"  # the live topic of whoever looks into them
EVERY = timedelta(minutes=1)  # longer than a look may take


@dataclass(frozen=True, slots=True)
class Held:
    """A mailbox somebody looks into since `since`, from where it was read to."""

    integration_id: UUID
    workspace_id: UUID
    progress: dict[str, Any]
    since: datetime


def hold_mailbox(db: Session) -> Held | None:
    """The mailbox, of any workspace, that was not looked into for longest; nobody else takes it within the next minute."""
    moment = now()
    rested = sa.or_(col(Integration.polled_at).is_(None), col(Integration.polled_at) <= moment - EVERY)
    closed = sa.or_(col(Integration.open_until).is_(None), col(Integration.open_until) <= moment)
    due = (
        select(Integration)
        .where(Integration.kind == "imap", col(Integration.enabled).is_(True), rested, closed)
        .order_by(col(Integration.polled_at).is_not(None), col(Integration.polled_at), col(Integration.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with everywhere(db):
        found = db.exec(due).first()
        if found is None:
            return None
        found.polled_at = moment
        db.flush()
    return Held(found.id, found.workspace_id, dict(found.progress), moment)


def read_up_to(db: Session, actor: Actor, *, held: Held, progress: dict[str, Any], more: bool = False) -> bool:
    """Keeps how far it is read, unless somebody else has looked since; with `more` to read it is due again at once."""
    found = _held(db, held)
    note(db, actor, integration_id=held.integration_id, sent=1, test=True)
    if found is None:
        return False
    found.progress = progress
    if more:
        found.polled_at = None
        wake(db, MAILBOXES)
    return True


def not_read(db: Session, actor: Actor, *, held: Held, problem: str, configuration: bool) -> None:
    """It could not be looked into; the next look is in a minute, or later when that keeps happening."""
    note(db, actor, integration_id=held.integration_id, failed=1, problem=problem, configuration=configuration)


def look_now(db: Session, actor: Actor, *, integration_id: UUID) -> None:
    """Somebody waits for mail: the mailbox is looked into at once."""
    actor.require(Permission.settings)
    mine = select(Integration).where(Integration.id == integration_id, Integration.kind == "imap").with_for_update()
    found = db.exec(mine).one_or_none()
    if found is None:
        raise NotFound
    found.polled_at = None
    found.open_until = min(found.open_until, now()) if found.open_until else None  # one that is down may try at once
    wake(db, MAILBOXES)


def _held(db: Session, held: Held) -> Integration | None:
    mine = (Integration.id == held.integration_id, Integration.polled_at == held.since)
    return db.exec(select(Integration).where(*mine).with_for_update()).one_or_none()
