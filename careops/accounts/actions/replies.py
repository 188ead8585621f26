"""Remembering what was answered, so that a repeated request with the same Idempotency-Key does nothing twice."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from careops.accounts.models import Reply
from careops.accounts.schemas import Stored
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.crypto import seal, token_hash, unseal
from careops.core.db import inside
from careops.core.errors import Conflict, Invalid
from careops.core.ids import new_id

KEPT = timedelta(hours=24)


class StillRunning(Conflict):
    code, says = "still_running", "The first request with this Idempotency-Key has not been answered yet"


class Mismatch(Invalid):
    code, says = "idempotency_mismatch", "This Idempotency-Key was used for another request"


def _who(actor: Actor) -> UUID:
    return actor.user_id or actor.contact_id or PLATFORM


def stored_reply(db: Session, actor: Actor, *, key: str, asked: str) -> Stored | None:
    """The answer given to that key before, if any; StillRunning while the first is being worked on, Mismatch for another request.

    Until this transaction ends, nobody else works on the same key.
    """
    with inside(db, actor.workspace_id or PLATFORM):
        hashed = token_hash(f"{actor.workspace_id}:{_who(actor)}:{key}")
        if db.get_bind().dialect.name == "postgresql":
            number = int(hashed[:15], 16)
            if not db.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(number))):
                raise StillRunning
        found = db.exec(select(Reply).where(Reply.who == _who(actor), Reply.key == hashed)).first()
        if found is not None and found.created_at < now() - KEPT:
            db.delete(found)
            found = None
        if found is None:
            return None
        if found.asked != asked:
            raise Mismatch
        return Stored(asked=found.asked, status=found.status, body=_opened(found.body, hashed))


def keep_reply(db: Session, actor: Actor, *, key: str, stored: Stored) -> None:
    """Keeps the answer, in the transaction whose answer it is; sealed, since some answers tell a secret that nothing else keeps."""
    with inside(db, actor.workspace_id or PLATFORM):
        hashed = token_hash(f"{actor.workspace_id}:{_who(actor)}:{key}")
        db.add(
            Reply(
                id=new_id(),
                who=_who(actor),
                key=hashed,
                asked=stored.asked,
                status=stored.status,
                body=seal(stored.body, _place(hashed)),
                created_at=now(),
            )
        )


def _place(hashed: str) -> str:
    return f"reply:{hashed}"


def _opened(body: str, hashed: str) -> str:
    """The answer again; as it is where it was kept before answers were sealed."""
    try:
        return unseal(body, _place(hashed))
    except ValueError:
        return body
