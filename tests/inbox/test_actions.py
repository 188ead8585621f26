"""Conversations: who waits, who has read what, who answers by themselves."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.rules.conversations import NoAddress
from careops.inbox.rules.letters import read_letter
from careops.inbox.schemas import ConversationRow, CountsRow, Sent, Skipped, WriteIn
from tests import cast
from tests.inbox.conftest import wrote

LETTER = ("Hello", "<p>Hello</p>")


def seen(actor: Actor, conversation: UUID) -> ConversationRow:
    with db.reading(actor) as session:
        return queries.get(session, actor, conversation_id=conversation)


def counted(actor: Actor) -> CountsRow:
    with db.reading(actor) as session:
        return queries.counts(session, actor)


def automatic(owner: Actor, contact: UUID, key: str = "welcome:1", *, yields: bool = True) -> Sent | Skipped:
    system = Actor.system(owner.workspace)
    with db.transaction(system) as session:
        return inbox.send_automatic(
            session, system, contact_id=contact, key=key, title="Welcome", subject="Hello", text="Hello", letter=LETTER, yields=yields
        )


def test_a_contact_waits_from_the_first_unanswered_word_until_a_person_answers(ana: Actor) -> None:
    conversation = wrote(ana)
    first = seen(ana, conversation).waiting_since
    assert first is not None
    with time_machine.travel(now() + timedelta(minutes=20)):
        wrote(ana, "Hello?")
        automatic(ana, seen(ana, conversation).contact_id)
        with db.transaction(ana) as session:
            inbox.add_note(session, ana, conversation_id=conversation, text="Knows the way")
        assert seen(ana, conversation).waiting_since == first
        with db.transaction(ana) as session:
            inbox.reply(session, ana, conversation_id=conversation, text="Yes")
    after = seen(ana, conversation)
    assert (after.waiting_since, after.assignee_name, after.unread) == (None, ana.name, False)


def test_a_robots_answer_does_not_hide_what_the_contact_said(ana: Actor) -> None:
    conversation = wrote(ana, "Is there parking nearby?")
    automatic(ana, seen(ana, conversation).contact_id)
    assert seen(ana, conversation).preview == "Is there parking nearby?"


def test_each_member_has_read_for_themselves(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    assert (counted(ana).unread, counted(ben).unread) == (1, 1)
    with db.transaction(ana) as session:
        inbox.mark_read(session, ana, conversation_id=conversation)
    assert (counted(ana).unread, counted(ben).unread) == (0, 1)
    wrote(ana, "One more thing")
    assert (counted(ana).unread, counted(ben).unread) == (1, 1)


def test_an_answer_pauses_automation_until_somebody_resumes_it(ana: Actor) -> None:
    conversation = wrote(ana)
    contact = seen(ana, conversation).contact_id
    with db.transaction(ana) as session:
        inbox.reply(session, ana, conversation_id=conversation, text="Yes")
    assert seen(ana, conversation).controller == f"staff:{ana.member_id}"
    assert automatic(ana, contact) == Skipped(f"Automation is paused here since {ana.name} took over")
    assert isinstance(automatic(ana, contact, "booking:1", yields=False), Sent)
    with db.transaction(ana) as session:
        inbox.resume(session, ana, conversation_id=conversation)
    assert seen(ana, conversation).controller == "automation"
    assert isinstance(automatic(ana, contact), Sent)


def test_an_automatic_message_is_sent_once_for_each_key(ana: Actor) -> None:
    conversation = wrote(ana)
    contact = seen(ana, conversation).contact_id
    assert automatic(ana, contact) == automatic(ana, contact)
    with db.reading(ana) as session:
        assert len(queries.deliveries(session, ana).items) == 1


def test_without_an_address_nothing_automatic_goes(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contact = contacts.register(session, ana, name="Walk-in")
    assert automatic(ana, contact.id) == Skipped("The contact has no email address")


def test_a_closed_conversation_opens_again_when_the_contact_writes(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.close(session, ana, conversation_id=conversation)
    assert (counted(ana).open, counted(ana).closed, counted(ana).unread) == (0, 1, 0)
    assert wrote(ana, "Me again") == conversation
    assert counted(ana).open == 1


def test_an_impatient_second_click_is_one_message(ana: Actor) -> None:
    conversation = wrote(ana)
    wrote(ana)
    with db.reading(ana) as session:
        assert len(queries.thread(session, ana, conversation_id=conversation).items) == 1


def test_whoever_writes_must_be_reachable(ana: Actor) -> None:
    visiting = cast.customer(ana)
    with pytest.raises(Invalid), db.transaction(visiting) as session:
        inbox.write_in(session, visiting, message=WriteIn(name="Nobody", message="Hi"))


def test_an_answer_keeps_its_thread_and_goes_under_the_persons_name(ana: Actor) -> None:
    conversation = wrote(ana)
    for text in ("One", "Two"):
        with db.transaction(ana) as session:
            inbox.reply(session, ana, conversation_id=conversation, text=text)
    with db.transaction() as session:
        taken = inbox.claim(session, places=2).claimed
    letters = [read_letter(claimed.stored) for claimed in taken]
    assert [letter.subject for letter in letters] == ["Salon Ana", "Re: Salon Ana"]
    assert letters[1].headers == {"In-Reply-To": letters[0].message_id, "References": letters[0].message_id}
    assert letters[0].sender == (f"{ana.name} at Salon Ana", "")


def test_what_cannot_be_sent_is_refused_and_changes_nothing(ana: Actor) -> None:
    conversation = wrote(ana)
    for text, channel, refusal in (("", "email", Invalid), ("Hi", "sms", NoAddress)):
        with pytest.raises(refusal), db.transaction(ana) as session:
            inbox.reply(session, ana, conversation_id=conversation, text=text, channel=channel)  # type: ignore[arg-type]
    with db.transaction(ana) as session:
        unreachable = contacts.register(session, ana, name="Walk-in")
        without = inbox.open_for(session, ana, contact_id=unreachable.id)
    with pytest.raises(NoAddress), db.transaction(ana) as session:
        inbox.reply(session, ana, conversation_id=without, text="Hi")
    assert seen(ana, conversation).automation_paused_at is None


def test_a_draft_is_kept_for_its_writer_and_gone_once_sent(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.save_draft(session, ana, conversation_id=conversation, kind="reply", text="Yes, beh")
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {"reply": "Yes, beh"}
    with db.reading(ben) as session:
        assert queries.drafts(session, ben, conversation_id=conversation) == {}
    with db.transaction(ana) as session:
        inbox.reply(session, ana, conversation_id=conversation, text="Yes, behind the house")
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {}


def test_another_business_finds_and_changes_nothing(ana: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    for act in (inbox.close, inbox.resume, inbox.pause, inbox.mark_read):
        with pytest.raises(NotFound), db.transaction(stranger) as session:
            act(session, stranger, conversation_id=conversation)
    with pytest.raises(NotFound), db.reading(stranger) as session:
        queries.thread(session, stranger, conversation_id=conversation)
    with pytest.raises(NotFound), db.transaction(stranger) as session:
        inbox.open_for(session, stranger, contact_id=seen(ana, conversation).contact_id)


def test_a_customer_works_in_no_inbox(ana: Actor) -> None:
    conversation = wrote(ana)
    visiting = cast.customer(ana)
    with pytest.raises(Forbidden), db.transaction(visiting) as session:
        inbox.reply(session, visiting, conversation_id=conversation, text="Hi")
    with pytest.raises(Forbidden), db.reading(visiting) as session:
        queries.listing(session, visiting)
