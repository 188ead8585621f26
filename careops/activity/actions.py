"""Recording facts, and taking the ones automation has not dealt with yet."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity.events import Fact
from careops.activity.models import Event
from careops.activity.queries import row
from careops.activity.schemas import EventRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import Inserted, everywhere, wake

WAITING = "events"  # the live topic automation listens to
EVENTS = Inserted(Event)


def record(db: Session, actor: Actor, fact: Fact) -> UUID:
    """Adds the fact to this transaction and wakes the workspace's tabs and automation once it has committed."""
    if db.info.get("quiet"):
        id = EVENTS.add(db, **_written(db, actor, fact), reacted_at=now())
    else:
        id = EVENTS.add(db, **_written(db, actor, fact))
        wake(db, WAITING)
    wake(db, f"ws:{db.info['workspace']}")
    return id


def record_quietly(db: Session, actor: Actor, facts: Iterable[Fact]) -> None:
    """Adds many facts at once to the history, and nothing reacts to them: what comes in from a file was not done by anybody now."""
    EVENTS.add_all(db, [_written(db, actor, fact) | {"reacted_at": now()} for fact in facts])
    wake(db, f"ws:{db.info['workspace']}")


def _written(db: Session, actor: Actor, fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "subject": fact.subject,
        "contact": fact.contact,
        "data": {f.name: _plain(getattr(fact, f.name)) for f in fields(fact) if f.name not in {"subject", "contact"}},
        "actor_kind": actor.kind,
        "actor_id": actor.member_id or actor.contact_id,
        "actor_name": actor.name,
        "source": actor.source,
        "occurred_at": now(),
        "depth": db.info.get("depth", 0),
        "cause": db.info.get("cause"),
    }


@contextmanager
def caused(db: Session, *, cause: UUID, depth: int) -> Generator[None]:
    """What is recorded inside was brought about by that run of a rule, with so many rules behind it."""
    db.info["cause"], db.info["depth"] = cause, depth
    try:
        yield
    finally:
        db.info["cause"], db.info["depth"] = None, 0


@contextmanager
def quietly(db: Session) -> Generator[None]:
    """What is recorded inside is history only, as with `record_quietly`: no rule, alert or webhook reacts to it."""
    before = db.info.get("quiet", False)
    db.info["quiet"] = True
    try:
        yield
    finally:
        db.info["quiet"] = before


def _plain(value: Any) -> Any:
    """A value JSON can hold; ids and times as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(v) for v in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {str(name): _plain(v) for name, v in cast("dict[Any, Any]", value).items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def take_waiting(db: Session, *, limit: int = 50) -> list[EventRow]:
    """The oldest facts nobody has reacted to, of all workspaces, marked as reacted to in this very transaction."""
    with everywhere(db):
        waiting = (
            select(Event).where(col(Event.reacted_at).is_(None)).order_by(col(Event.id)).limit(limit).with_for_update(skip_locked=True)
        )
        rows = [row(event) for event in db.exec(waiting)]
        if rows:
            mark = sa.update(Event).where(col(Event.id).in_([r.id for r in rows])).values(reacted_at=now())
            db.exec(mark, execution_options={"synchronize_session": False})
    return rows
