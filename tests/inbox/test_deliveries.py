"""What people do with deliveries: find them, look at each hand-over, send again, take back; and what is forgotten by night."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from fastapi.testclient import TestClient
from sqlmodel import col, select

from careops.channels.rules.accounts import local_id
from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactChange
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid, NotFound
from careops.inbox import actions as inbox
from careops.inbox import jobs, queries
from careops.inbox.models import Delivery
from careops.inbox.rules.delivering import NotCancellable, NotRetryable
from careops.inbox.rules.texts import length
from careops.inbox.schemas import DeliveryRow
from careops.integrations.ports import Accepted, RetryLater
from tests import cast
from tests.inbox.conftest import wrote
from tests.inbox.test_jobs import Post, account, deliveries, dispatched, only_platform_settled, post, reply

__all__ = ["post"]
pytestmark = pytest.mark.usefixtures("both_engines")


class Saying:
    """A gateway that answers by a script, then takes everything."""

    address, honours_keys = "hello@salon.example", False

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes, self.sent = list(outcomes), list[Any]()

    def send(self, letter: Any) -> Any:
        self.sent.append(letter)
        return self.outcomes.pop(0) if self.outcomes else Accepted("1")


def texted(owner: Actor, text: str) -> DeliveryRow:
    """A text to Cleo, whose number is known."""
    with db.transaction(owner) as session:
        cleo = contacts.register(session, owner, name="Cleo", phone="+351912345678")
        conversation = inbox.open_for(session, owner, contact_id=cleo.id)
        inbox.reply(session, owner, conversation_id=conversation, text=text, channel="sms")
    return next(row for row in deliveries(owner) if row.channel == "sms")


def test_a_text_stays_in_the_local_outbox_while_nothing_leaves_this_machine(ana: Actor) -> None:
    row = texted(ana, "See you at nine")
    assert (row.state, row.recipient) == ("queued", "+351912345678")
    jobs.dispatch()
    with db.reading(ana) as session:
        kept = queries.outbox_letter(session, ana, delivery_id=row.id)
    assert (kept.state, kept.integration_id, kept.html) == ("sent", local_id(ana.workspace), "")
    assert kept.text == "See you at nine\nSalon Ana. Reply STOP to opt out."


def test_a_text_that_is_too_long_is_not_taken(ana: Actor) -> None:
    with pytest.raises(Invalid):
        texted(ana, "é" * 1531 + "…")


def test_an_automatic_text_says_its_own_words(ana: Actor) -> None:
    system = Actor.system(ana.workspace)
    with db.transaction(system) as session:
        cleo = contacts.register(session, system, name="Cleo", phone="+351912345678")
        for channel in ("sms", "either", "email"):
            sent = inbox.send_automatic(
                session, system, contact_id=cleo.id, key=channel, title="Hi", text="Long", texts="Short", channel=channel, yields=False
            )
            assert hasattr(sent, "message_id") == (channel != "email"), "there is no address to mail to"
    gateway = Saying()
    only_platform_settled()
    dispatched(gateway)
    assert [letter.text for letter in gateway.sent] == []  # it left by the local outbox before
    with db.reading(ana) as session:
        said = [queries.outbox_letter(session, ana, delivery_id=row.id).text for row in queries.outbox(session, ana).items]
    assert said == ["Short", "Short\nSalon Ana. Reply STOP to opt out."], "the latest first"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("", "Salon Ana. Reply STOP to opt out."),
        ("es", "Salon Ana. Responda STOP para darse de baja."),
        ("de", "Salon Ana. Abmelden: mit STOP antworten."),
        ("fr", "Salon Ana. Répondez STOP pour vous désabonner."),
        ("hi", "Salon Ana. बंद करने के लिए STOP लिखकर भेजें।"),
    ],
)
def test_the_first_text_to_a_number_says_who_writes_and_how_to_stop(ana: Actor, locale: str, said: str) -> None:
    with db.transaction(ana) as session:
        cleo = contacts.register(session, ana, name="Cleo", phone="+351912345678", locale=locale)
        conversation = inbox.open_for(session, ana, contact_id=cleo.id)
        for text in ("One", "Two"):
            inbox.reply(session, ana, conversation_id=conversation, text=text, channel="sms")
        contacts.edit(session, ana, contact_id=cleo.id, change=ContactChange(phone="+351912345679"))
        inbox.reply(session, ana, conversation_id=conversation, text="Three", channel="sms")
    with db.reading(ana) as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
        thread = queries.thread(session, ana, conversation_id=conversation).items
    assert [row.letter["text"] for row in rows if row.channel == "sms"] == [f"One\n{said}", "Two", f"Three\n{said}"]
    assert all(row.letter["segments"] == length(row.letter["text"]).segments for row in rows if row.channel == "sms")
    assert sorted(message.text for message in thread) == ["One", "Three", "Two"], "what was said is told as it was said"


def test_what_never_left_introduced_nobody(ana: Actor) -> None:
    with db.transaction(ana) as session:
        cleo = contacts.register(session, ana, name="Cleo", phone="+351912345678")
        conversation = inbox.open_for(session, ana, contact_id=cleo.id)
        inbox.reply(session, ana, conversation_id=conversation, text="One", channel="sms")
    (first,) = [row for row in deliveries(ana) if row.channel == "sms"]
    with db.transaction(ana) as session:
        inbox.cancel(session, ana, delivery_id=first.id)
        inbox.reply(session, ana, conversation_id=conversation, text="Salon Ana here. STOP ends it", channel="sms")
        inbox.reply(session, ana, conversation_id=conversation, text="Two", channel="sms")
    with db.reading(ana) as session:
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    assert [row.letter["text"] for row in rows if row.channel == "sms"][1:] == ["Salon Ana here. STOP ends it", "Two"]


def test_the_introduction_counts_among_the_parts_of_a_text(ana: Actor) -> None:
    with pytest.raises(Invalid):
        texted(ana, "a" * 1530)  # ten parts by itself
    assert texted(ana, "a" * 1490).channel == "sms"


def test_each_hand_over_is_remembered(ana: Actor, post: Callable[..., Post]) -> None:
    busy, willing = post(says="451 later"), post()
    account(ana, busy.port, "Busy")
    account(ana, willing.port, "Willing")
    reply(ana, wrote(ana))
    jobs.dispatch()
    (row,) = [row for row in deliveries(ana) if row.purpose == "reply"]
    with db.reading(ana) as session:
        told = queries.attempts(session, ana, delivery_id=row.id)
    assert [(one.via, one.outcome, one.reason, one.number) for one in told] == [
        ("Busy", "retry_later", "451 later", 1),
        ("Willing", "accepted", "", 1),
    ]
    with pytest.raises(NotFound), db.reading(cast.sam()) as session:
        queries.attempts(session, cast.actor_of(cast.entered(cast.SAM)), delivery_id=row.id)


def test_a_waiting_one_is_taken_back_and_never_leaves(ana: Actor) -> None:
    reply(ana, wrote(ana))
    (row,) = deliveries(ana)
    with db.transaction(ana) as session:
        taken_back = inbox.cancel(session, ana, delivery_id=row.id)
    assert (taken_back.state, taken_back.reason) == ("skipped", f"{ana.name} took it back")
    gateway = Saying()
    dispatched(gateway)
    assert not [letter for letter in gateway.sent if letter.to == "cleo@example.org"]
    with pytest.raises(NotCancellable), db.transaction(ana) as session:
        inbox.cancel(session, ana, delivery_id=row.id)


def test_all_that_failed_is_sent_again_by_its_filter(ana: Actor, post: Callable[..., Post], api: TestClient) -> None:
    server = post()
    account(ana, server.port)
    conversation = wrote(ana)
    only_platform_settled()  # the welcome too, unless it is night
    server.says = "554 spam"
    for number in range(3):
        reply(ana, conversation, f"Answer {number}")
    jobs.dispatch()
    server.says = "250 OK"
    ana_says = cast.bearer(cast.ANA)
    assert api.post("/api/v1/deliveries/retry", json={"channel": "sms"}, headers=ana_says).json() == {"count": 0, "left": False}
    assert api.post("/api/v1/deliveries/retry", json={"state": "failed"}, headers=ana_says).json() == {"count": 3, "left": False}
    jobs.dispatch()
    listed = api.get("/api/v1/deliveries", params={"state": "sent", "channel": "email"}, headers=ana_says).json()["items"]
    assert len([row for row in listed if row["purpose"] == "reply"]) == 3
    assert api.get("/api/v1/deliveries", params={"since": (now() + timedelta(days=1)).isoformat()}, headers=ana_says).json()["items"] == []


def test_what_came_too_late_is_skipped_with_the_reason(ana: Actor) -> None:
    conversation = wrote(ana)
    only_platform_settled()
    system = Actor.system(ana.workspace)
    with db.reading(ana) as session:
        cleo = queries.get(session, ana, conversation_id=conversation).contact_id
    with db.transaction(system) as session:
        inbox.send_automatic(
            session, system, contact_id=cleo, key="late", title="Soon", text="Soon", letter=("a", "b"), yields=False,
            expires_at=now() + timedelta(minutes=30),
        )  # fmt: skip
    with time_machine.travel(now() + timedelta(hours=1)):
        dispatched(Saying())
    row = deliveries(ana)[0]
    assert (row.state, row.reason) == ("skipped", "It would have come too late")


def test_staff_who_answer_before_it_leaves_stop_what_yields(ana: Actor) -> None:
    conversation = wrote(ana)
    only_platform_settled()
    system = Actor.system(ana.workspace)
    with db.reading(ana) as session:
        cleo = queries.get(session, ana, conversation_id=conversation).contact_id
    with db.transaction(system) as session:
        inbox.send_automatic(
            session, system, contact_id=cleo, key="later", title="Still there?", text="Still there?", letter=("a", "b"),
            not_before=now() + timedelta(seconds=5),
        )  # fmt: skip
    reply(ana, conversation, "I am on it")  # one second before it is due
    with time_machine.travel(now() + timedelta(days=1)):
        dispatched(Saying())
    row = next(row for row in deliveries(ana) if row.purpose == "service" and row.state == "skipped")
    assert row.reason == f"Automation is paused here since {ana.name} took over"


def test_old_letters_lose_their_words_and_keep_their_fate(ana: Actor) -> None:
    reply(ana, wrote(ana))
    jobs.dispatch()
    (row,) = [row for row in deliveries(ana) if row.purpose == "reply"]
    system = Actor.system(ana.workspace)
    with db.transaction(system) as session:
        assert inbox.forget_old(session, system, before=now() - timedelta(days=30)) == 0
    with time_machine.travel(now() + timedelta(days=31)), db.transaction(system) as session:
        assert inbox.forget_old(session, system, before=now() - timedelta(days=30)) >= 1
        assert inbox.forget_old(session, system, before=now() - timedelta(days=30)) == 0
    with db.reading(ana) as session:
        assert queries.delivery(session, ana, delivery_id=row.id).state == "sent"
        with pytest.raises(NotFound):
            queries.outbox_letter(session, ana, delivery_id=row.id)


def test_one_that_cannot_be_read_is_a_dead_letter_and_the_others_flow(ana: Actor) -> None:
    conversation = wrote(ana)
    only_platform_settled()
    reply(ana, conversation, "Poison")
    reply(ana, conversation, "Fine")
    with db.transaction(ana) as session:
        poison = next(row for row in queries.deliveries(session, ana).items if row.purpose == "reply")
        spoil(session, poison)
    began = now()
    for hours in range(12):
        with time_machine.travel(began + timedelta(hours=hours, minutes=1)):
            dispatched(Saying())
    states = {row.id: row.state for row in deliveries(ana) if row.purpose == "reply"}
    assert states.pop(poison.id) == "dead"
    assert set(states.values()) == {"sent"}


def test_a_dead_letter_is_not_sent_again_once_its_words_are_gone(ana: Actor) -> None:
    conversation = wrote(ana)
    only_platform_settled()
    reply(ana, conversation)
    began = now()
    for hours in range(12):
        with time_machine.travel(began + timedelta(hours=2 * hours, minutes=1)):
            dispatched(Saying(*[RetryLater("away")] * 50))
    (row,) = [row for row in deliveries(ana) if row.purpose == "reply"]
    assert row.state == "dead"
    system = Actor.system(ana.workspace)
    with time_machine.travel(began + timedelta(days=70)), db.transaction(system) as session:
        inbox.forget_old(session, system, before=now() - timedelta(days=30))
    with pytest.raises(NotRetryable), db.transaction(ana) as session:
        inbox.retry(session, ana, delivery_id=row.id)


def spoil(session: Any, row: DeliveryRow) -> None:
    """What is stored of it is no letter any more."""
    session.exec(sa.update(Delivery).where(col(Delivery.id) == row.id).values(letter={"what": "nonsense"}))
