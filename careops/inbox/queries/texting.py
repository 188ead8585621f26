"""What a text message says on the wire: the first one to a number also says who writes, and how to end it."""

from uuid import UUID

from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor
from careops.inbox.models import Delivery, Message, State
from careops.inbox.rules.optouts import introduced

NEVER_LEFT = (State.skipped, State.failed, State.dead)


def on_the_wire(db: Session, actor: Actor, *, conversation_id: UUID, contact: ContactRow, text: str) -> str:
    """The words to this contact as they leave; what was written to an earlier number, or never left, introduced nobody."""
    if _written_to(db, conversation_id, contact.phone):
        return text
    here = business.profile(db, actor)
    return introduced(text, here, contact.locale or here.locale)


def _written_to(db: Session, conversation_id: UUID, number: str) -> bool:
    before = (
        select(Delivery.id)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(col(Message.conversation_id) == conversation_id, col(Delivery.channel) == "sms", col(Delivery.recipient) == number)
        .where(col(Delivery.state).not_in(NEVER_LEFT))
        .limit(1)
    )
    return db.exec(before).first() is not None
