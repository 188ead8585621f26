"""The copy somebody gets who has filled a form in: once, with what they answered, and never for who is not proven to be themselves."""

from base64 import b64decode
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from careops.automation.actions.reacting import react
from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactChange
from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms.actions import copying
from careops.forms.schemas import Proof, TemplateIn
from careops.inbox.models import Delivery, Message
from careops.inbox.schemas import WriteIn
from tests.forms.filled import asked, edited, made, person

pytestmark = pytest.mark.usefixtures("both_engines", "database")
FIELDS: list[dict[str, Any]] = [{"key": "a", "kind": "text", "label": "Anything else?"}]


def reacted(ana: Actor) -> list[dict[str, Any]]:
    """Lets automation do its duty; the copies that are on their way then."""
    nobody = Actor.system(None)
    with db.transaction(nobody) as session:
        while react(session, nobody):
            pass
    with db.reading(ana) as session:
        found = select(Delivery).join(Message, col(Message.id) == col(Delivery.message_id)).where(col(Message.key).startswith("form_copy:"))
        return [one.letter for one in session.exec(found)]


def sent(ana: Actor, template: UUID, who: UUID, answer: str = "No") -> UUID:
    copy, guest = asked(ana, template, who), Actor.customer(ana.workspace, who)
    with db.transaction(guest) as session:
        form.save(session, guest, submission_id=copy, said={"a": answer})
        form.send(session, guest, submission_id=copy)
    return copy


def test_whoever_filled_it_in_gets_thanks_with_a_copy_once(ana: Actor) -> None:
    template, who = made(ana, FIELDS, thanks="See you on Friday!").id, person(ana)
    copy = sent(ana, template, who)
    (letter,) = reacted(ana)
    assert (letter["to"], letter["subject"]) == ("cleo@example.com", "Your copy: Colour card")
    assert all(words in letter["text"] for words in ("Thank you, Cleo", "See you on Friday!", "is attached", "/form/"))
    ((name, mime, content),) = letter["attachments"]
    assert (name, mime) == ("Colour card.pdf", "application/pdf")
    assert b64decode(content).startswith(b"%PDF")
    with db.transaction(Actor.system(ana.workspace)) as session:
        form.mail_copy(session, Actor.system(ana.workspace), submission_id=copy)
    assert len(reacted(ana)) == 1


def test_it_speaks_their_language_and_a_long_one_stays_on_the_page(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "MOST_ENCLOSED", 10)
    who = person(ana)
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=who, change=ContactChange(locale="de"))
    sent(ana, made(ana, FIELDS).id, who)
    (letter,) = reacted(ana)
    assert not letter.get("attachments")
    assert 'lang="de"' in letter["html"]


def test_nobody_gets_one_where_the_form_sends_none_or_where_nothing_may_go(ana: Actor) -> None:
    template, who, shy = made(ana, FIELDS).id, person(ana), person(ana, "Dora", "dora@example.com")
    with db.transaction(ana) as session:
        contacts.consent(session, ana, contact_id=shy, channel="email", purpose="all", allowed=False, source="staff", wording="Please stop")
    sent(ana, template, shy)
    edited(ana, template, send_copy=False)
    sent(ana, template, who)
    sent(ana, made(ana, FIELDS).id, person(ana, "Dan", email="", phone="+351912345678"))
    assert reacted(ana) == []


def test_the_contact_page_mails_nothing_to_whatever_address_somebody_typed(ana: Actor) -> None:
    with db.transaction(ana) as session:
        form.set_contact_form(session, ana, template=TemplateIn.model_validate({"name": "Contact", "fields": FIELDS}))
    visitor = Actor.customer(ana.workspace)
    with db.transaction(visitor) as session:
        message = WriteIn(name="Somebody", email="victim@example.com", message="Buy this")
        form.write_in(session, visitor, message=message, said={"a": "Buy this"}, proof=Proof("203.0.113.9"), locale="en")
    assert reacted(ana) == []
