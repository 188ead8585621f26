"""Things of a contact's that stand in their thread: a booking, a form. Each is drawn as it stands when somebody looks."""

from uuid import UUID

from sqlmodel import Session, select

from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.db import wake
from careops.inbox.actions.appending import conversation_of
from careops.inbox.models import Message


def show_card(db: Session, actor: Actor, *, contact_id: UUID, about: str, event_id: UUID | None = None) -> None:
    """The thing (`about`, "booking:<id>") stands in the thread from now on, once; nobody is told, and nobody waits for less or more."""
    actor.require_member()
    key = f"card:{about}"
    if db.exec(select(Message.id).where(Message.key == key)).first():
        return
    talk = conversation_of(db, contact_id)
    card = Message(
        conversation_id=talk.id,
        direction="out",
        kind="card",
        channel="card",
        automated=True,
        text="",
        about=about,
        at=now(),
        event_id=event_id,
        key=key,
    )
    db.add(card)
    wake(db, f"ws:{actor.workspace}")
