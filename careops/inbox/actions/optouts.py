"""Taking a contact's STOP, START or HELP at its word, and answering it once."""

from sqlmodel import Session, select

from careops.business import queries as business
from careops.contacts import actions as contact
from careops.contacts.rules.consent import Keyword, answered_by_carrier
from careops.contacts.schemas import Channel, ContactRow
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import new_id
from careops.inbox.actions.appending import append, conversation_of
from careops.inbox.actions.queueing import queue
from careops.inbox.models import Message, Purpose
from careops.inbox.rules import letters
from careops.inbox.rules.optouts import answer


def heard(
    db: Session, actor: Actor, *, contact_row: ContactRow, channel: Channel, text: str, twilio: bool = False, proven: bool = True
) -> Keyword | None:
    """What the contact's words mean for the messages they get: the ledger is kept, and a text is answered by one text.

    Call it for whatever a known contact writes. Where Twilio carries the texts it answers the usual English words itself, so we do
    not. HELP is answered once a day. Mail is never answered: a loop of two machines costs more than the courtesy.
    """
    meant, changed = contact.heard(db, actor, contact=contact_row, channel=channel, text=text, proven=proven)
    if channel != "sms" or not contact_row.phone or (twilio and answered_by_carrier(text)):
        return meant
    if meant == "help" or (meant in ("stop", "start") and changed):
        _confirm(db, actor, contact_row, meant)
    return meant


def _confirm(db: Session, actor: Actor, who: ContactRow, meant: Keyword) -> None:
    here = business.profile(db, actor)
    key = f"help:{who.id}:{now():%Y-%m-%d}" if meant == "help" else None
    if key and _sent(db, key):
        return
    words = answer(meant, here, who.locale or here.locale)
    talk = conversation_of(db, who.id)
    message = append(db, talk, direction="out", channel="sms", text=words, at=now(), automated=True, title=meant.upper(), key=key)
    id = new_id()
    letter = letters.text_letter(id, to=who.phone, text=words)
    queue(db, actor, id=id, letter=letter, purpose=Purpose.opt_out, message=message, contact=who)


def _sent(db: Session, key: str) -> bool:
    return db.exec(select(Message.id).where(Message.key == key)).first() is not None
