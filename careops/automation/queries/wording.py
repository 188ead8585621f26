"""Messages in the owner's words: as they are sent, and as they would have been sent about something that happened."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from careops.activity import queries as activity
from careops.automation.rules.messages import message_of
from careops.automation.rules.wording import TELL_OF, VARIANTS, fits, values, words_for
from careops.automation.schemas.rules import Told, Written
from careops.business import queries as business
from careops.contacts import queries as contacts
from careops.core.actor import Actor
from careops.inbox.queries.templates import Sample
from careops.inbox.queries.templates import written as in_own_words


def worded(db: Session, actor: Actor, *, name: str, told: Told, written: Written) -> Written:
    """What we wrote, in the owner's words where they have some; the text message always has its own."""
    found = in_own_words(
        db,
        actor,
        name=words_for(name, told),
        locale=told.locale,
        values=values(told, written),
        mail=written.mail,
        sms=written.sms,
        own_mail=fits(name, told),
    )
    return replace(written, mail=found.mail, sms=found.sms)


def sample(db: Session, actor: Actor, *, name: str, contact_id: UUID | None, locale: str) -> Sample | None:
    """The last such thing that happened (to that contact), as the message would tell it now; None when there was none."""
    kinds = TELL_OF.get(name, frozenset[str]())
    event = activity.latest_of(db, actor, contact_id=contact_id, kinds=kinds)
    message = message_of(VARIANTS.get(name, name))
    if event is None or event.contact is None or message is None:
        return None
    contact = contacts.by_ids(db, actor, ids=[event.contact]).get(event.contact)
    if contact is None:
        return None
    here = business.profile(db, actor)
    told = Told(event, here, contact, here.spoken(locale), event.occurred_at)
    if words_for(message.name, told) != name:
        return None
    written = message.write(told)
    return Sample(values(told, written), written.mail)
