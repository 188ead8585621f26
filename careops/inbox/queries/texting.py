"""What a text message says on the wire: the first one to a number also says who writes, and how to end it."""

from uuid import UUID

from sqlmodel import Session, col, select

from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.inbox.models import Conversation, Delivery, Message, State
from careops.inbox.rules.optouts import introduced

NEVER_LEFT = (State.skipped, State.failed, State.dead)


def on_the_wire(db: Session, actor: Actor, *, conversation_id: UUID, contact: ContactRow, text: str) -> str:
    """The words to this contact as they leave; what was written to an earlier number, or never left, introduced nobody."""
    if _written_to(db, conversation_id, contact.phone):
        return text
    here = business.profile(db, actor)
    return introduced(text, here, contact.locale or here.locale)


def as_texted(db: Session, actor: Actor, *, conversation_id: UUID, text: str) -> str:
    """What an answer in that conversation says as a text message: what it costs is counted on it."""
    actor.require(Permission.inbox)
    contact_id = db.exec(select(Conversation.contact_id).where(Conversation.id == conversation_id)).one_or_none()
    if contact_id is None:
        raise NotFound
    contact = contacts.by_ids(db, actor, ids=[contact_id])[contact_id]
    return on_the_wire(db, actor, conversation_id=conversation_id, contact=contact, text=text)


def _written_to(db: Session, conversation_id: UUID, number: str) -> bool:
    before = (
        select(Delivery.id)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .where(col(Message.conversation_id) == conversation_id, col(Delivery.channel) == "sms", col(Delivery.recipient) == number)
        .where(col(Delivery.state).not_in(NEVER_LEFT))
        .limit(1)
    )
    return db.exec(before).first() is not None
