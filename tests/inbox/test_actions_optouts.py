"""STOP, START and HELP by text: taken at their word, answered by one text, and by none where the carrier answers."""

import pytest
from sqlmodel import col, select

from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.contacts.schemas import Channel, ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.inbox.actions.optouts import heard
from careops.inbox.models import Delivery

pytestmark = pytest.mark.usefixtures("both_engines")


@pytest.fixture
def cleo(ana: Actor) -> ContactRow:
    with db.transaction(ana) as session:
        return contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.org", phone="+351912345678", locale="de")


def says(who: ContactRow, owner: Actor, text: str, *, twilio: bool = False, channel: Channel = "sms") -> str | None:
    system = Actor.system(owner.workspace)
    with db.transaction(system) as session:
        return heard(session, system, contact_row=who, channel=channel, text=text, twilio=twilio)


def queued(owner: Actor) -> list[tuple[str, str, str]]:
    with db.reading(owner) as session:
        return [(d.channel, d.purpose, d.letter["text"]) for d in session.exec(select(Delivery).order_by(col(Delivery.id)))]


def test_a_stop_is_confirmed_once_and_passes_the_gate_it_closed(cleo: ContactRow, ana: Actor) -> None:
    assert [says(cleo, ana, "STOPP"), says(cleo, ana, "stopp"), says(cleo, ana, "stop!")] == ["stop", "stop", "stop"]
    ((channel, purpose, text),) = queued(ana)
    assert (channel, purpose) == ("sms", "opt_out")
    assert text.startswith("Salon Ana: ")


def test_twilio_answers_its_own_words_and_we_answer_the_others(cleo: ContactRow, ana: Actor) -> None:
    assert says(cleo, ana, "STOP", twilio=True) == "stop"
    assert says(cleo, ana, "yes", twilio=True) == "start"
    assert queued(ana) == []
    assert says(cleo, ana, "Abmelden", twilio=True) == "stop"
    assert len(queued(ana)) == 1


def test_help_is_answered_once_a_day_and_changes_nothing(cleo: ContactRow, ana: Actor) -> None:
    assert [says(cleo, ana, "HELP"), says(cleo, ana, "hilfe")] == ["help", "help"]
    assert len(queued(ana)) == 1
    with db.reading(ana) as session:
        assert people.consents(session, ana, contact_id=cleo.id).entries == []


def test_free_words_and_mail_are_answered_by_nobody(cleo: ContactRow, ana: Actor) -> None:
    assert says(cleo, ana, "Bitte keine SMS mehr") == "maybe"
    assert says(cleo, ana, "Unsubscribe", channel="email") == "stop"
    assert queued(ana) == []
