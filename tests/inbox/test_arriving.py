"""What providers tell, from the door to the conversation: kept once, dealt with once, by rank and not by order."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
import time_machine
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import col, select

from careops.activity.models import Event
from careops.channels import actions as channels
from careops.channels.schemas import IntegrationIn, IntegrationRow, ResendIn, TwilioIn
from careops.contacts import queries as contacts
from careops.contacts.models import Consent, Suppression
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Unavailable
from careops.core.http import COOKIE
from careops.core.ids import new_id
from careops.core.settings import settings
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.actions import arriving as keeping
from careops.inbox.actions import receiving, statuses
from careops.inbox.actions.arriving import arrive
from careops.inbox.jobs.arriving import deal, receive, understood
from careops.inbox.models import Arrival, Attachment, Conversation, Delivery, Message
from careops.inbox.rules.arriving import LEASE, PATIENCE, Kept, pack
from careops.inbox.rules.crowds import MOST_NEW, MOST_NEW_OF_ONE
from careops.inbox.rules.letters import message_id, reply_address
from careops.integrations.ports import Attachment as File
from careops.integrations.ports import Inbound, News, Report, Standing, StatusNews
from careops.integrations.resend.fake import SECRET as RESEND_SECRET
from careops.integrations.resend.fake import FakeResend
from careops.integrations.resend.fake import event as resend_event
from careops.integrations.resend.fake import signed as resend_signed
from careops.integrations.twilio.fake import SID, TOKEN, FakeTwilio, signed
from tests import cast
from tests.inbox.conftest import wrote

pytestmark = pytest.mark.usefixtures("both_engines")

CLEO = "cleo@example.org"


# ── accounts and what they tell ──────────────────────────


def account(owner: Actor, integration: IntegrationIn) -> IntegrationRow:
    with db.transaction(owner) as session:
        return channels.add(session, owner, integration=integration)


@pytest.fixture
def twilio(ana: Actor) -> IntegrationRow:
    return account(ana, TwilioIn(kind="twilio", account_sid=SID, auth_token=SecretStr(TOKEN), from_number="+351210000000"))


@pytest.fixture
def resend(ana: Actor) -> IntegrationRow:
    given = ResendIn(kind="resend", api_key=SecretStr("re_key"), webhook_secret=SecretStr(RESEND_SECRET), mail_from="hello@salon.example")
    return account(ana, given)


@dataclass
class Post:
    """Calls a webhook address the way its provider does."""

    api: TestClient

    def text(self, row: IntegrationRow, *, token: str = TOKEN, **fields: str) -> int:
        said = {"MessageSid": "SM1", "From": "+351912345678", "To": "+351210000000", "Body": "Hello", "NumMedia": "0"} | fields
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | signed(row.hook_url, said, token=token)
        return self.api.post(row.hook_url, content=urlencode(said), headers=headers).status_code

    def mail(self, row: IntegrationRow, kind: str, data: dict[str, Any], **how: Any) -> int:
        raw = resend_event(kind, data)
        return self.api.post(row.hook_url, content=raw, headers=resend_signed(raw, **how)).status_code


@pytest.fixture
def post(api: TestClient) -> Post:
    return Post(api)


def told(owner: Actor, row: IntegrationRow, *news: News) -> None:
    """News that came through the door."""
    with db.transaction(owner) as session:
        arrive(session, Actor.system(owner.workspace), integration_id=row.id, provider=row.kind, news=news)


def mail(text: str = "Hello", **said: Any) -> Inbound:
    id = str(new_id())
    plain = Inbound(
        id, "email", ("Cleo Marsh", CLEO), ("hello@salon.example",), "Hi", text, "", f"<{id}@mail.example>", "", (), {}, (), now()
    )
    return replace(plain, **said)


def status(state: Standing, delivery: Delivery, **said: Any) -> StatusNews:
    plain = StatusNews(str(new_id()), delivery.provider_id, "", state, f"as {state}", "", now())
    return replace(plain, **said)


def rows(owner: Actor, table: type[Any], *which: Any) -> list[Any]:
    with db.reading(owner) as session:
        return list(session.exec(select(table).where(*which).order_by(table.id)))


def received(owner: Actor) -> list[Message]:
    return rows(owner, Message, Message.direction == "in")


def events(owner: Actor, kind: str) -> list[Event]:
    return rows(owner, Event, Event.kind == kind)


def sent(owner: Actor, provider_id: str = "p1", **values: Any) -> Delivery:
    """A person's answer to Cleo that a provider has accepted."""
    conversation = wrote(owner)
    with db.transaction(owner) as session:
        message = inbox.reply(session, owner, conversation_id=conversation, text="Yes, behind the house.", channel="email")
    with db.transaction(owner) as session:
        delivery = session.exec(select(Delivery).where(Delivery.message_id == message.id)).one()
        usual = {"state": "sent", "due_at": None, "settled_at": now(), "attempts": 1, "tries": 1, "provider_id": provider_id}
        delivery.sqlmodel_update(usual | values)
    return delivery


def standing(owner: Actor, delivery: Delivery) -> Delivery:
    return rows(owner, Delivery, Delivery.id == delivery.id)[0]


# ── the door ─────────────────────────────────────────────


def test_the_same_text_told_ten_times_in_parallel_is_one_message(ana: Actor, twilio: IntegrationRow, post: Post) -> None:
    with ThreadPoolExecutor(10) as many:
        answers = list(many.map(lambda _: post.text(twilio), range(10)))
        list(many.map(lambda _: deal(), range(4)))
    assert answers == [200] * 10
    assert [message.text for message in received(ana)] == ["Hello"]
    assert len(rows(ana, Arrival)) == 1
    assert len(events(ana, "message.received")) == 1


def test_without_the_provider_s_id_the_same_text_would_be_ten(
    ana: Actor, twilio: IntegrationRow, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the guard is the provider's own id, and nothing else."""

    def forgetful(news: News) -> Kept:
        return replace(pack(news), event_id=str(new_id()))

    monkeypatch.setattr(keeping, "pack", forgetful)
    with ThreadPoolExecutor(10) as many:
        list(many.map(lambda _: post.text(twilio), range(10)))
    while deal():
        pass
    assert len(received(ana)) == 10


def test_a_text_from_a_stranger_is_a_lead_with_a_conversation(ana: Actor, twilio: IntegrationRow, post: Post) -> None:
    assert post.text(twilio, Body="Do you cut beards? 🧔") == 200
    deal()
    (message,) = received(ana)
    assert (message.channel, message.text) == ("sms", "Do you cut beards? 🧔")
    with db.reading(ana) as session:
        (row,) = queries.listing(session, ana).items
        contact = contacts.get(session, ana, contact_id=row.contact_id)
    assert (contact.phone, contact.source, row.channel) == ("+351912345678", "sms", "sms")
    assert row.waiting_since is not None


def test_an_unknown_address_is_not_found_and_a_wrong_signature_is_refused(
    ana: Actor, twilio: IntegrationRow, resend: IntegrationRow, post: Post
) -> None:
    api = post.api
    assert api.post("/hooks/twilio/nobody", content=b"x").status_code == 404
    assert api.post(twilio.hook_url[:-1] + "_", content=b"x").status_code == 404
    assert api.post(twilio.hook_url.replace("twilio", "resend"), content=b"x").status_code == 404
    assert api.post(twilio.hook_url.replace("twilio", "smtp"), content=b"x").status_code == 404
    assert post.text(twilio, token="another") == 403
    assert api.post(twilio.hook_url, content=b"MessageSid=SM1&Body=x").status_code == 403
    assert api.get(twilio.hook_url).status_code in (404, 405)
    data = {"email_id": "p1"}
    assert post.mail(resend, "email.delivered", data, secret="whsec_" + "A" * 32) == 403
    assert post.mail(resend, "email.delivered", data, age=400) == 403
    assert post.mail(resend, "email.delivered", data, age=-400) == 403
    assert api.post(resend.hook_url, content=resend_event("email.delivered", data)).status_code == 403
    assert rows(ana, Arrival) == []


def test_a_signed_call_with_its_address_changed_is_refused(ana: Actor, twilio: IntegrationRow, post: Post) -> None:
    said = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | signed(twilio.hook_url + "?delivery=1", said)
    assert post.api.post(twilio.hook_url + "?delivery=2", content=urlencode(said), headers=headers).status_code == 403
    assert post.api.post(twilio.hook_url + "?delivery=1", content=urlencode(said), headers=headers).status_code == 200
    assert len(rows(ana, Arrival)) == 1


def test_a_replayed_call_changes_nothing(ana: Actor, resend: IntegrationRow, post: Post) -> None:
    for _ in range(3):
        assert post.mail(resend, "email.delivered", {"email_id": "p1"}, id="msg_1") == 200
    assert len(rows(ana, Arrival)) == 1


def test_twilio_is_answered_with_nothing_to_say(twilio: IntegrationRow, post: Post) -> None:
    said = {"MessageSid": "SM1", "From": "+351912345678", "To": "+351210000000", "Body": "x"}
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | signed(twilio.hook_url, said)
    answer = post.api.post(twilio.hook_url, content=urlencode(said), headers=headers)
    assert (answer.headers["content-type"].partition(";")[0], answer.text) == ("text/xml", "<Response/>")


def test_the_door_of_one_business_brings_nothing_into_another(ana: Actor, stranger: Actor, twilio: IntegrationRow, post: Post) -> None:
    post.text(twilio)
    deal()
    assert len(received(ana)) == 1
    assert received(stranger) == []
    assert rows(stranger, Arrival) == []


# ── statuses ─────────────────────────────────────────────

STORY: tuple[Standing, ...] = ("sent", "deferred", "delivered", "bounced", "complained")


def test_statuses_in_every_order_and_number_and_in_parallel_end_alike(ana: Actor, resend: IntegrationRow) -> None:
    first = sent(ana)
    count = 500
    with db.transaction(ana) as session:
        for number in range(1, count):
            copy = first.model_dump(exclude={"id", "workspace_id", "message_id"})
            session.add(Delivery(**copy | {"key": f"copy:{number}", "provider_id": f"copy{number}", "state": "queued", "due_at": now()}))
        session.flush()
        session.exec(sa.update(Delivery).values(state="sent", due_at=None))
    deliveries = rows(ana, Delivery)
    assert len(deliveries) == count
    chance = random.Random(11)
    moments = {state: now() + timedelta(seconds=at) for at, state in enumerate(STORY)}
    everything: list[News] = []
    for number, delivery in enumerate(deliveries):
        story = [
            status(state, delivery, event_id=f"{number}:{state}:{copy}", at=moments[state])
            for state in STORY
            for copy in range(chance.randint(1, 3))
        ]
        chance.shuffle(story)
        everything += story
    told(ana, resend, *everything, *chance.sample(everything, 500))
    assert len(rows(ana, Arrival)) == len(everything)

    def drain(_worker: int) -> None:
        done = 1
        while done:
            with suppress(Unavailable):  # SQLite's writers take turns: whoever waited too long looks again, as the worker does
                done = deal()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(drain, range(4)))
    ends = {(d.state, d.reason, d.due_at, d.delivered_at) for d in rows(ana, Delivery)}
    assert ends == {("complained", "as complained", None, moments["delivered"])}
    assert {arrival.state for arrival in rows(ana, Arrival)} == {"done"}
    assert {s.reason for s in rows(ana, Suppression)} == {"bounced", "complained"}
    assert len(rows(ana, Suppression)) == 2


def test_a_status_of_a_delivery_nobody_knows_yet_is_applied_later(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana, provider_id="")
    told(ana, resend, status("delivered", delivery, provider_id="late"))
    deal()
    assert [(a.state, a.due_at > now()) for a in rows(ana, Arrival)] == [("parked", True)]
    with db.transaction(ana) as session:
        session.exec(sa.update(Delivery).where(col(Delivery.id) == delivery.id).values(provider_id="late"))
    with time_machine.travel(now() + timedelta(minutes=1)):
        deal()
    assert standing(ana, delivery).state == "delivered"
    assert [a.state for a in rows(ana, Arrival)] == ["done"]


def test_a_status_about_nothing_of_ours_is_let_go_after_some_hours(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, StatusNews("e", "elsewhere", "", "delivered", "", "", now()))
    with time_machine.travel(now() + PATIENCE + timedelta(minutes=1)):
        deal()
    (arrival,) = rows(ana, Arrival)
    assert (arrival.state, arrival.reason) == ("done", "About something that did not leave from here")
    assert events(ana, "arrival.failed") == []


def test_a_status_finds_its_delivery_by_the_key_that_went_along(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana, provider_id="", state="unknown", reason="It may have arrived")
    told(ana, resend, status("delivered", delivery, delivery_key=str(delivery.id), provider_id="p9", wire_id="<ses@mail.example>"))
    deal()
    found = standing(ana, delivery)
    assert (found.state, found.reason, found.provider_id, found.wire_id) == ("delivered", "", "p9", "<ses@mail.example>")
    assert [m.wire_id for m in rows(ana, Message, Message.id == delivery.message_id)] == ["<ses@mail.example>"]
    assert len(events(ana, "delivery.recovered")) == 1


def test_a_delivery_that_is_being_handed_over_waits_for_whoever_does_it_and_not_for_ever(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana, provider_id="", state="leased", due_at=now() + timedelta(seconds=150), settled_at=None)
    told(ana, resend, status("sent", delivery, delivery_key=str(delivery.id)))
    deal()
    assert standing(ana, delivery).state == "leased"
    with time_machine.travel(now() + timedelta(seconds=120)):
        deal()
    assert (standing(ana, delivery).state, standing(ana, delivery).due_at) == ("sent", None)


@pytest.mark.parametrize(("state", "kept"), [("bounced", "bounced"), ("complained", "complained"), ("opted_out", "opted_out")])
def test_a_dead_or_unwilling_address_is_written_to_no_more(ana: Actor, resend: IntegrationRow, state: Standing, kept: str) -> None:
    delivery = sent(ana)
    told(ana, resend, status(state, delivery), status(state, delivery))
    deal()
    assert [row.reason for row in rows(ana, Suppression)] == [kept]
    assert len([c for c in rows(ana, Consent) if not c.allowed]) == (state == "opted_out")
    assert len(events(ana, "delivery.failed")) == 1
    assert rows(ana, Conversation)[0].undelivered
    with db.reading(ana) as session:
        items = queries.thread(session, ana, conversation_id=rows(ana, Conversation)[0].id).items
    assert [item.state for item in items if item.delivery_id] == ["failed" if state == "opted_out" else state]


def test_a_number_that_is_none_is_flagged_as_invalid(ana: Actor, twilio: IntegrationRow) -> None:
    delivery = sent(ana, channel="sms", recipient="+351912345678")
    told(ana, twilio, status("bounced", delivery))
    deal()
    assert [(row.channel, row.reason) for row in rows(ana, Suppression)] == [("sms", "invalid")]


def test_one_poisoned_status_does_not_stop_the_others(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana)
    told(ana, resend, status("sent", delivery), status("delivered", delivery))
    with db.transaction(ana) as session:
        poison = session.exec(select(Arrival).order_by(col(Arrival.id)).limit(1)).one()
        poison.body = {"nothing": "in it"}
    deal()
    assert standing(ana, delivery).state == "delivered"
    assert sorted(a.state for a in rows(ana, Arrival)) == ["done", "waiting"]


def test_what_fails_again_and_again_waits_for_a_person_who_may_replay_it(ana: Actor, resend: IntegrationRow, api: TestClient) -> None:
    told(ana, resend, mail())
    good = rows(ana, Arrival)[0].body
    with db.transaction(ana) as session:
        session.exec(select(Arrival)).one().body = {}
    moment = now()
    for tries in range(9):
        with time_machine.travel(moment + timedelta(hours=2 * tries)):
            deal()
    (arrival,) = rows(ana, Arrival)
    assert (arrival.state, arrival.due_at, arrival.tries) == ("failed", None, 8)
    assert "KeyError" in arrival.reason
    assert len(events(ana, "arrival.failed")) == 1
    headers = cast.bearer(cast.ANA)
    (shown,) = api.get("/api/v1/arrivals?state=failed", headers=headers).json()["items"]
    assert (shown["state"], shown["provider"]) == ("failed", "resend")
    assert "body" not in shown
    with db.transaction(ana) as session:
        session.exec(select(Arrival)).one().body = good
    assert api.post(f"/api/v1/arrivals/{shown['id']}/replay", headers=headers).status_code == 202
    deal()
    assert len(received(ana)) == 1
    assert api.post(f"/api/v1/arrivals/{shown['id']}/replay", headers=headers).status_code == 409


# ── mail ─────────────────────────────────────────────────


def test_an_answer_to_the_reply_address_lands_in_its_conversation_whatever_its_subject(ana: Actor, resend: IntegrationRow) -> None:
    conversation = wrote(ana)
    to = reply_address(conversation, "in.salon.example")
    told(
        ana,
        resend,
        mail("Great, see you!\n\nOn Mon, Nov 16, 2026 at 10:12 AM Ana <a@b.example> wrote:\n> Hi", recipients=(to.upper(),), subject="New"),
    )
    deal()
    _asked, answer = received(ana)
    assert (answer.conversation_id, answer.text, answer.unverified) == (conversation, "Great, see you!", False)
    assert answer.quoted.startswith("On Mon")
    assert answer.subject == "New"


def test_a_reply_address_passed_on_is_shown_as_somebody_else(ana: Actor, resend: IntegrationRow) -> None:
    conversation = wrote(ana)
    to = reply_address(conversation, "in.salon.example")
    told(ana, resend, mail("unsubscribe", recipients=(to,), sender=("Eve", "eve@example.net")))
    deal()
    answer = received(ana)[-1]
    assert (answer.conversation_id, answer.unverified, answer.sender, answer.author) == (conversation, True, "eve@example.net", "Eve")
    assert [c for c in rows(ana, Consent) if not c.allowed] == []


def test_a_reply_address_of_another_business_opens_nothing_here(ana: Actor, stranger: Actor, resend: IntegrationRow) -> None:
    theirs = wrote(stranger, email="theirs@example.org")
    told(ana, resend, mail(recipients=(reply_address(theirs, "in.salon.example"),)))
    deal()
    assert len(received(stranger)) == 1
    assert [m.sender for m in received(ana)] == [CLEO]


@pytest.mark.parametrize("by", ["our id", "the wire's id", "their own earlier mail"])
def test_an_answer_finds_its_conversation_by_what_it_answers(ana: Actor, resend: IntegrationRow, by: str) -> None:
    delivery = sent(ana)
    answered = message_id(delivery.id)
    if by == "the wire's id":
        answered = "<0102@eu.ses.example>"
        told(ana, resend, status("sent", delivery, wire_id=answered))
    if by == "their own earlier mail":
        answered = "<first@cleo.example>"
        told(ana, resend, mail(message_id=answered, sender=("Cleo", CLEO)))
    deal()
    told(ana, resend, mail(in_reply_to=answered, sender=("Cleo at work", "cleo@work.example")))
    deal()
    answer = received(ana)[-1]
    assert answer.conversation_id == rows(ana, Conversation)[0].id
    assert answer.unverified
    assert len(rows(ana, Conversation)) == 1


def test_references_alone_count_under_the_same_subject_only(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, mail(message_id="<first@x.example>", subject="Your visit"))
    deal()
    for subject, address in (("Re: your visit", "second@example.org"), ("Something else", "third@example.org")):
        told(ana, resend, mail(references=("<first@x.example>",), subject=subject, sender=("", address)))
        deal()
    first, second, third = received(ana)
    assert second.conversation_id == first.conversation_id
    assert third.conversation_id != first.conversation_id


def test_a_stranger_s_mail_is_a_lead(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, mail(sender=("Nora Lind", "Nora@Example.org"), subject="Question"))
    deal()
    with db.reading(ana) as session:
        (row,) = queries.listing(session, ana).items
        contact = contacts.get(session, ana, contact_id=row.contact_id)
    assert (contact.name, contact.email, contact.source) == ("Nora Lind", "Nora@example.org", "email")
    assert events(ana, "contact.created")
    assert events(ana, "message.received")


def test_the_same_mail_through_two_doors_is_one_message(ana: Actor, resend: IntegrationRow) -> None:
    one = mail()
    told(ana, resend, one, replace(one, event_id="other", recipients=("copy@salon.example",)))
    deal()
    assert len(received(ana)) == 1
    assert [a.state for a in rows(ana, Arrival)] == ["done", "done"]


def test_the_same_mail_through_two_doors_at_one_moment_is_one_message(ana: Actor, resend: IntegrationRow) -> None:
    mails = [mail(f"Mail {number}") for number in range(8)]
    for one in mails:
        told(ana, resend, one)
        told(ana, resend, replace(one, event_id=str(new_id())))
    with db.transaction() as session:
        taken = keeping.take(session)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(receive, taken))
    with time_machine.travel(now() + timedelta(hours=1)):
        while deal():
            pass
    assert sorted(m.text for m in received(ana)) == sorted(one.text for one in mails)
    assert {a.state for a in rows(ana, Arrival)} == {"done"}


@pytest.mark.parametrize(
    "machine",
    [
        {"headers": {"auto-submitted": "auto-replied"}},
        {"headers": {"precedence": "list", "list-id": "<x>"}},
        {"subject": "Automatic reply: away"},
    ],
)
def test_what_a_machine_writes_keeps_nobody_waiting_and_starts_nothing(ana: Actor, resend: IntegrationRow, machine: dict[str, Any]) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.close(session, ana, conversation_id=conversation)
    before = rows(ana, Conversation)[0]
    told(ana, resend, mail(**machine))
    deal()
    after = rows(ana, Conversation)[0]
    assert len(received(ana)) == 2
    assert received(ana)[-1].automated
    assert (after.status, after.waiting_since, after.last_inbound_at) == ("closed", None, before.last_inbound_at)
    assert len(events(ana, "message.received")) == 1


def test_a_machine_nobody_knows_becomes_no_lead(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, mail(sender=("Shop", "no-reply@shop.example")), mail(sender=("Salon", "hello@salon.example")))
    deal()
    assert received(ana) == []
    assert rows(ana, Conversation) == []
    assert {a.reason for a in rows(ana, Arrival)} == {"Nobody to answer wrote this", "It came from our own address"}


def test_a_loop_of_two_machines_ends(ana: Actor, resend: IntegrationRow) -> None:
    for number in range(140):
        told(ana, resend, mail(f"Answer {number}"))
    while deal():
        pass
    assert len(received(ana)) == 120
    assert len(events(ana, "message.received")) == 15
    assert {a.reason for a in rows(ana, Arrival)} == {"", "More came from this sender than a person writes"}


@pytest.mark.parametrize(("code", "state"), [("5.1.1", "bounced"), ("4.2.2", "failed")])
def test_a_mail_server_s_report_is_a_status_and_no_message(ana: Actor, resend: IntegrationRow, code: str, state: str) -> None:
    delivery = sent(ana)
    said = Report(CLEO, "failed", code, "mailbox unavailable", message_id(delivery.id))
    told(ana, resend, mail(sender=("", "MAILER-DAEMON@mx.example"), report=said, headers={"content-type": "multipart/report"}))
    deal()
    assert standing(ana, delivery).state == state
    assert standing(ana, delivery).reason == f"{code} mailbox unavailable"
    assert len(received(ana)) == 1
    assert len(rows(ana, Suppression)) == (state == "bounced")


def test_a_report_about_somebody_else_changes_nothing(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana)
    for said in (Report("eve@example.net", "failed", "5.1.1", "", message_id(delivery.id)), Report(CLEO, "failed", "5.1.1", "", "<x@y>")):
        told(ana, resend, mail(sender=("", "mailer-daemon@mx.example"), report=said))
    deal()
    assert standing(ana, delivery).state == "sent"
    assert rows(ana, Suppression) == []


PROVEN = {"authentication-results": "amazonses.com; spf=pass smtp.mailfrom=example.org; dmarc=pass header.from=example.org"}


def test_stop_by_mail_counts_only_where_the_sender_is_proven(ana: Actor, resend: IntegrationRow) -> None:
    """Anybody can write in Cleo's name: what is not proven to be hers waits for a person, and takes nothing back."""
    wrote(ana)
    own = {"authentication-results": "mx.evil.example; dmarc=pass header.from=example.org"}
    for headers in ({}, own):
        told(ana, resend, mail("STOP", headers=headers))
        deal()
        assert received(ana)[-1].unverified
    assert (rows(ana, Suppression), [c for c in rows(ana, Consent) if not c.allowed]) == ([], [])
    assert [event.data["words"] for event in events(ana, "contact.opt_out_suspected")] == ["STOP", "STOP"]
    told(ana, resend, mail("STOP", headers=PROVEN))
    deal()
    assert not received(ana)[-1].unverified
    assert [row.reason for row in rows(ana, Suppression)] == ["opted_out"]


def test_start_in_somebody_s_name_brings_nobody_back(ana: Actor, resend: IntegrationRow) -> None:
    wrote(ana)
    told(ana, resend, mail("unsubscribe", headers=PROVEN))
    deal()
    told(ana, resend, mail("start"), mail("Yes"))
    deal()
    assert [row.reason for row in rows(ana, Suppression)] == ["opted_out"]
    told(ana, resend, mail("start", headers=PROVEN))
    deal()
    assert rows(ana, Suppression) == []


def test_a_message_id_proves_somebody_only_where_it_is_one_of_ours(ana: Actor, resend: IntegrationRow) -> None:
    """What Cleo called a mail of hers stands in copies of it; what we called ours went to her alone."""
    delivery = sent(ana)
    told(ana, resend, mail("One", message_id="<first@cleo.example>", headers=PROVEN))
    deal()
    told(ana, resend, mail("Two", in_reply_to="<first@cleo.example>"))
    told(ana, resend, mail("Three", references=(message_id(delivery.id),), subject=""))
    told(ana, resend, mail("Four", in_reply_to=message_id(delivery.id)))
    told(ana, resend, mail("Five", in_reply_to=message_id(delivery.id), headers={"authentication-results": "mx.example; dmarc=fail"}))
    deal()
    flagged = {message.text: message.unverified for message in received(ana)[1:]}
    assert flagged == {"One": False, "Two": True, "Three": True, "Four": False, "Five": True}


def test_a_forged_sender_is_shown_as_unverified(ana: Actor, resend: IntegrationRow) -> None:
    wrote(ana)
    told(ana, resend, mail(headers={"authentication-results": "mx.example; spf=fail; dkim=none; dmarc=fail"}))
    deal()
    assert received(ana)[-1].unverified


def test_stop_by_mail_or_text_is_taken_at_its_word(ana: Actor, twilio: IntegrationRow, post: Post) -> None:
    post.text(twilio, Body="STOP")
    deal()
    (taken_back,) = [c for c in rows(ana, Consent) if not c.allowed]
    assert (taken_back.channel, taken_back.purpose, taken_back.wording) == ("sms", "all", "STOP")
    assert [row.reason for row in rows(ana, Suppression)] == ["opted_out"]


# ── a crowd of strangers ─────────────────────────────────


def strangers(owner: Actor, row: IntegrationRow, count: int, domain: str = "") -> None:
    told(owner, row, *(mail(sender=("", f"p{n}@{domain or f'd{n}.example.org'}")) for n in range(count)))
    while deal():
        pass


def held(owner: Actor) -> list[Arrival]:
    return rows(owner, Arrival, Arrival.state == "parked")


def test_more_strangers_than_people_are_held_with_one_word_to_the_team_and_come_in_by_and_by(ana: Actor, resend: IntegrationRow) -> None:
    wrote(ana)
    begin = now()
    with time_machine.travel(begin, tick=False) as clock:
        strangers(ana, resend, MOST_NEW + 5)
        assert (len(rows(ana, Conversation)), len(held(ana))) == (MOST_NEW + 1, 5)
        assert {one.reason for one in held(ana)} == {"Held: more strangers write at once than people do"}
        assert len(events(ana, "arrival.held")) == 1
        told(ana, resend, mail("Known people are let in at once"))
        deal()
        assert received(ana)[-1].text == "Known people are let in at once"
        clock.move_to(begin + timedelta(minutes=30))
        while deal():
            pass
        assert (len(held(ana)), len(events(ana, "arrival.held"))) == (5, 1)
        clock.move_to(begin + timedelta(hours=2))
        while deal():
            pass
    assert (held(ana), len(rows(ana, Conversation))) == ([], MOST_NEW + 6)
    assert len(events(ana, "arrival.let_in")) == 1
    assert {one.state for one in rows(ana, Arrival)} == {"done"}


def test_one_domain_has_only_so_many_names(ana: Actor, stranger: Actor, resend: IntegrationRow) -> None:
    strangers(ana, resend, MOST_NEW_OF_ONE + 3, "Evil-host.example.org")
    assert (len(rows(ana, Conversation)), len(held(ana))) == (MOST_NEW_OF_ONE, 3)
    strangers(ana, resend, 1, "another.example.org")
    assert (len(rows(ana, Conversation)), len(held(ana))) == (MOST_NEW_OF_ONE + 1, 3)
    theirs = account(stranger, ResendIn(kind="resend", api_key=SecretStr("re_key"), mail_from="hello@bikes.example"))
    strangers(stranger, theirs, 1, "evil-host.example.org")
    assert len(rows(stranger, Conversation)) == 1


def test_numbers_nobody_knows_are_a_crowd_too(ana: Actor, twilio: IntegrationRow) -> None:
    texts = [replace(mail(), channel="sms", event_id=f"SM{n}", sender=("", f"+35191{n:07}"), message_id="") for n in range(MOST_NEW + 2)]
    told(ana, twilio, *texts)
    while deal():
        pass
    assert (len(rows(ana, Conversation)), len(held(ana))) == (MOST_NEW, 2)


# ── stopping in the middle ───────────────────────────────


def test_a_worker_that_stops_in_the_middle_leaves_nothing_half_done(
    ana: Actor, resend: IntegrationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of receiving breaks once, the last ones included; then there is one message with its file all the same."""
    steps = ("append", "record", "done", "heard", "conversation_of")
    told(ana, resend, mail(attachments=(File("a.pdf", "", b"%PDF-1.7"),)))
    moment = now()
    for number, step in enumerate(steps):
        before = [len(rows(ana, table)) for table in (Message, Attachment, Conversation)]
        with monkeypatch.context() as broken, time_machine.travel(moment + timedelta(hours=number)):
            broken.setattr(receiving, step, _breaks)
            deal()
        assert [len(rows(ana, table)) for table in (Message, Attachment, Conversation)] == before == [0, 0, 0]
    with time_machine.travel(moment + timedelta(hours=len(steps))):
        deal()
    assert [len(rows(ana, table)) for table in (Message, Attachment, Conversation)] == [1, 1, 1]
    assert rows(ana, Arrival)[0].state == "done"


def _breaks(*_: Any, **__: Any) -> None:
    raise RuntimeError("stopped")


def test_a_worker_frozen_past_its_lease_has_no_effect_any_more(ana: Actor, resend: IntegrationRow) -> None:
    delivery = sent(ana)
    told(ana, resend, mail(), status("delivered", delivery))
    with db.transaction() as session:
        frozen = keeping.take(session)
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        deal()
        before = [row.model_dump() for row in (*rows(ana, Message), *rows(ana, Arrival))]
        system = Actor.system(ana.workspace)
        for late in frozen:
            with db.transaction(system) as session:
                keeping.failed(session, system, taken=late, reason="too late", hopeless=True)
            with db.transaction(system) as session:
                if late.kind == "status":
                    statuses.tell(session, system, taken=[late])
                else:
                    receiving.hear(session, system, taken=late, news=mail("late"), words=understood(mail("late")))
    assert [row.model_dump() for row in (*rows(ana, Message), *rows(ana, Arrival))] == before


def test_nothing_of_the_database_is_held_while_a_provider_is_asked(
    ana: Actor, resend: IntegrationRow, post: Post, fake: FakeResend, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    answer = fake.answer

    def watched(seen: Any) -> Any:
        held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return answer(seen)

    monkeypatch.setattr(fake, "answer", watched)
    fake.received["in1"] = {"text": "Like this", "html": None, "headers": {}}
    arrived(post, resend)
    deal()
    assert held == [0]
    assert len(received(ana)) == 1


# ── fetched mail and files ───────────────────────────────


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeResend]:
    with FakeResend(tmp_path / "ledger", api_key="re_key") as server:
        monkeypatch.setattr(settings, "resend_url", server.url)
        yield server


def arrived(api: Post, row: IntegrationRow, id: str = "in1") -> None:
    data = {
        "email_id": id,
        "from": f"Cleo Marsh <{CLEO}>",
        "to": ["hello@salon.example"],
        "message_id": "<in1@mail.example>",
        "subject": "A photo",
    }
    assert api.mail(row, "email.received", data) == 200


def test_a_mail_that_was_only_announced_is_fetched_with_its_files(ana: Actor, resend: IntegrationRow, post: Post, fake: FakeResend) -> None:
    files = [fake.file("../cut.png", "text/html", b"\x89PNG\r\n\x1a\n..."), fake.file("x.html", "text/html", b"<script>alert(1)</script>")]
    html = "<p>Like this</p><script>alert(1)</script><img src=https://track.example/p.gif>"
    fake.received["in1"] = {"text": "Like this", "html": html, "headers": {"message-id": "<in1@mail.example>"}, "attachments": files}
    arrived(post, resend)
    assert fake.requests == []
    deal()
    (message,) = received(ana)
    assert (message.text, message.html, message.files) == ("Like this", "<p>Like this</p>", 2)
    kept = [(file.name, file.mime, file.size) for file in rows(ana, Attachment)]
    assert kept == [("cut.png", "image/png", 11), ("x.html", "application/octet-stream", 25)]


def test_a_mail_that_cannot_be_fetched_yet_is_fetched_later(ana: Actor, resend: IntegrationRow, post: Post, fake: FakeResend) -> None:
    fake.received["in1"] = {"text": "Like this", "html": None, "headers": {}}
    fake.plan("down")
    arrived(post, resend)
    deal()
    assert received(ana) == []
    assert rows(ana, Arrival)[0].state == "waiting"
    with time_machine.travel(now() + timedelta(minutes=1)):
        deal()
    assert [m.text for m in received(ana)] == ["Like this"]


def test_a_picture_by_text_is_fetched_and_kept(
    ana: Actor, twilio: IntegrationRow, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeTwilio(tmp_path / "twilio", auth_token=TOKEN) as server:
        monkeypatch.setattr(settings, "twilio_url", server.url)
        path = f"/2010-04-01/Accounts/{SID}/Messages/MM1/Media/ME1"
        server.pictures[path] = b"\xff\xd8\xff\xe0picture"
        fields = {"NumMedia": "1", "MediaUrl0": server.url + path, "MediaContentType0": "image/jpeg", "Body": ""}
        post.text(twilio, **fields)
        deal()
    (message,) = received(ana)
    assert (message.files, [file.mime for file in rows(ana, Attachment)]) == (1, ["image/jpeg"])


def test_a_file_leaves_as_a_powerless_download_for_the_team_only(
    ana: Actor, stranger: Actor, resend: IntegrationRow, api: TestClient
) -> None:
    told(ana, resend, mail(attachments=(File('a"b\r\nX-Evil: 1.svg', "image/svg+xml", b"<svg onload=alert(1)>"),)))
    deal()
    (file,) = rows(ana, Attachment)
    answer = api.get(f"/api/v1/attachments/{file.id}", headers=cast.bearer(cast.ANA))
    assert answer.content == b"<svg onload=alert(1)>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in answer.headers
    assert api.get(f"/api/v1/attachments/{file.id}", headers=cast.bearer(cast.SAM)).status_code == 404
    assert api.get(f"/api/v1/attachments/{file.id}").status_code == 401


def test_a_file_opens_from_the_app_by_its_cookie(ana: Actor, resend: IntegrationRow, api: TestClient) -> None:
    told(ana, resend, mail(attachments=(File("a.pdf", "", b"%PDF-1.7"),)))
    deal()
    api.cookies.set(COOKIE, cast.entered(cast.ANA).token)
    assert api.get(f"/api/v1/attachments/{rows(ana, Attachment)[0].id}").headers["content-type"] == "application/pdf"


def test_bytes_are_kept_once_and_news_for_a_month(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, mail(attachments=(File("a.pdf", "", b"%PDF-1.7"),)))
    deal()
    assert [(a.state, a.raw) for a in rows(ana, Arrival)] == [("done", b"")]
    told(ana, resend, mail("not dealt with"))
    system = Actor.system(ana.workspace)
    with db.transaction(system) as session:
        assert inbox.forget_arrivals(session, system, before=now() - timedelta(days=1)) == 0
        assert inbox.forget_arrivals(session, system, before=now() + timedelta(days=1)) == 1
    assert [a.state for a in rows(ana, Arrival)] == ["waiting"]


def test_what_was_left_out_is_said(ana: Actor, resend: IntegrationRow) -> None:
    told(ana, resend, mail(attachments=tuple(File(f"{n}.bin", "", b"x") for n in range(17))))
    deal()
    (message,) = received(ana)
    assert (message.files, message.reason) == (15, "Left out: 15.bin, 16.bin")
