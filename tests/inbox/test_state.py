"""The inbox's screens without a browser: what their handlers take, refuse and show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import reflex as rx

from careops.contacts import actions as contacts
from careops.contacts.schemas import ContactChange
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.frame.state import Frame
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.schemas import CannedIn, LabelIn
from careops.inbox.state import Composer, Inbox, KeptWords
from careops.inbox.state.rows import Asked
from careops.inbox.state.screens import address, screen, shown_as
from tests import cast
from tests.inbox.conftest import wrote

Tab = Callable[..., rx.State]


def shown(actor: Actor, **asked: Any) -> Any:
    with db.reading(actor) as session:
        return screen(session, actor, asked=Asked(**asked))


def of(actor: Actor, conversation: UUID) -> Any:
    with db.reading(actor) as session:
        return queries.get(session, actor, conversation_id=conversation)


@pytest.fixture
def conversation(ana: Actor) -> UUID:
    return wrote(ana)


@pytest.fixture
def token(ana: Actor) -> str:
    """Ana, signed in."""
    return cast.entered(cast.ANA).token


async def at(tab: Tab, token: str, conversation: UUID) -> tuple[Any, Any, Any]:
    """A tab with that conversation open: the inbox, the composer, and the frame that tells what was refused."""
    root = tab(token)
    box, desk = await root.get_state(Inbox), await root.get_state(Composer)
    box._asked, desk._conversation = Asked(conversation=str(conversation)), str(conversation)
    return box, desk, await root.get_state(Frame)


def frame_argument(event: Any) -> str:
    """The one argument an event calls its handler with."""
    ((_name, value),) = event.args
    return str(value._var_value)


def told(frame: Any) -> list[str]:
    return [notice.text for notice in frame.notices if notice.tone == "error"]


# ── what is drawn ────────────────────────────────────────


def test_the_screen_tells_who_waits_and_what_was_said(ana: Actor, conversation: UUID) -> None:
    drawn = shown(ana, conversation=str(conversation))
    (line,) = drawn.lines
    assert (line.name, line.waits, line.current, line.unread) == ("Cleo Marsh", True, True, True)
    assert [said.shape for said in drawn.said] == ["day", "in"]
    assert [tab.label for tab in drawn.tabs if tab.in_row] == ["Open", "Mine", "Unassigned"]
    assert [(way.key, way.open) for way in drawn.open.ways][2] == ("note", True)


def test_a_search_shows_people_and_marked_lines(ana: Actor, conversation: UUID) -> None:
    drawn = shown(ana, q="parking")
    assert drawn.lines == []
    assert ["".join(part.text for part in hit.parts if part.hit) for hit in drawn.hits] == ["parking"]
    assert drawn.hits[0].href.startswith(f"/app/inbox/{conversation}?at=")
    assert [line.name for line in shown(ana, q="cleo").lines] == ["Cleo Marsh"]


def test_an_address_that_is_made_up_shows_the_usual(ana: Actor, conversation: UUID) -> None:
    assert shown_as("nonsense") == shown_as("all") == "open"
    assert shown(ana, conversation="nonsense").missing
    drawn = shown(ana, conversation=str(conversation), at="nonsense", label="nonsense")
    assert [said.shape for said in drawn.said] == ["day", "in"]


def test_filters_stay_in_the_address() -> None:
    asked = Asked(show="waiting", label="x", channel="sms")
    assert address(asked, conversation="c") == "/app/inbox/c?show=waiting&label=x&channel=sms"
    assert address(Asked()) == "/app/inbox"


async def test_a_tab_holds_few_letters_as_they_came(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    box, _desk, _frame = await at(tab, token, conversation)
    with db.transaction(ana) as session:
        for number in range(10):
            inbox.add_note(session, ana, conversation_id=conversation, text=f"Note {number}")
        ids = [str(one.id) for one in queries.thread(session, ana, conversation_id=conversation).items]
    for id in [*ids, ids[-1].upper()]:
        await box.show_look(id)
    assert list(box.looks) == ids[-8:]


def test_a_note_about_a_person_is_for_whoever_may_see_people(ana: Actor, conversation: UUID) -> None:
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=of(ana, conversation).contact_id, change=ContactChange(notes="Owes us 40"))
    ida = cast.joined(ana, "Ida Holt", "ida@example.org", Role.staff, [Permission.inbox])
    assert [shown(who, conversation=str(conversation)).open.notes for who in (ana, ida)] == ["Owes us 40", ""]


def test_another_business_sees_nothing_of_it(ana: Actor, stranger: Actor, conversation: UUID) -> None:
    drawn = shown(stranger, conversation=str(conversation), q="parking")
    assert drawn.missing
    assert (drawn.lines, drawn.hits, drawn.said) == ([], [], [])


# ── deciding ─────────────────────────────────────────────


async def test_putting_aside_labelling_and_giving(tab: Tab, token: str, ana: Actor, ben: Actor, conversation: UUID) -> None:
    box, _desk, frame = await at(tab, token, conversation)
    with db.transaction(ana) as session:
        label = inbox.create_label(session, ana, label=LabelIn(name="Bridal"))
    await box.snooze((now() + timedelta(days=1)).isoformat())
    assert of(ana, conversation).snoozed_until
    await box.wake()
    assert of(ana, conversation).snoozed_until is None
    await box.snooze_until({"until": (now() + timedelta(days=2)).isoformat()[:16]})
    assert of(ana, conversation).snoozed_until
    await box.toggle_label(str(label.id))
    assert [one.name for one in of(ana, conversation).labels] == ["Bridal"]
    await box.toggle_label(str(label.id))
    assert of(ana, conversation).labels == []
    await box.assign(str(ben.member_id))
    assert of(ana, conversation).assignee_id == ben.member_id
    await box.close()
    assert of(ana, conversation).status == "closed"
    assert told(frame) == []


@pytest.mark.parametrize("given", ["", "nonsense", "2020-01-01T00:00", "9999-12-31T23:59", {"a": [1]}, None])
async def test_a_moment_made_up_is_refused(tab: Tab, token: str, ana: Actor, conversation: UUID, given: Any) -> None:
    box, _desk, frame = await at(tab, token, conversation)
    await box.snooze(given)
    await box.snooze_until({"until": given})
    assert len(told(frame)) == 2
    assert of(ana, conversation).snoozed_until is None


async def test_a_stranger_with_a_socket_changes_nothing(tab: Tab, ana: Actor, stranger: Actor, conversation: UUID) -> None:
    before = of(ana, conversation)
    for who in (cast.entered(cast.SAM).token, ""):
        box, desk, _frame = await at(tab, who, conversation)
        for handler in (box.close, box.pause, box.wake, box.resume):
            await handler()
        await box.snooze((now() + timedelta(days=1)).isoformat())
        await box.assign("")
        await desk.send({"reply": "Hello", "how": "now"})
        await desk.keep_draft("Hello")
    assert of(ana, conversation) == before


# ── writing ──────────────────────────────────────────────


async def test_a_draft_is_kept_and_sent(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, _frame = await at(tab, token, conversation)
    await desk.keep_draft("Behind the")
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {"reply": "Behind the"}
    await desk.send({"reply": "Behind the house", "how": "close"})
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {}
        assert queries.thread(session, ana, conversation_id=conversation).items[0].text == "Behind the house"
    assert of(ana, conversation).status == "closed"


async def test_an_answer_sent_twice_or_from_beside_another_conversation_is_one_message(
    tab: Tab, token: str, ana: Actor, conversation: UUID
) -> None:
    _box, desk, _frame = await at(tab, token, conversation)
    twice = {"reply": "Behind the house", "how": "now", "once": desk.key}
    await desk.send(twice)
    await desk.send(twice)
    as_note = {"reply": "He never pays", "how": "now", "once": desk.key}
    await desk.write_by("note")
    await desk.write_by("email")
    await desk.send(as_note)
    with db.reading(ana) as session:
        said = [one.text for one in queries.thread(session, ana, conversation_id=conversation).items if one.direction == "out"]
    assert said == ["Behind the house"]


async def test_a_sent_answer_comes_back_into_the_composer(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, frame = await at(tab, token, conversation)
    desk.writing = "note"
    await desk.write_by("email")
    await desk.send({"reply": "Behind the house", "how": "close"})
    await desk.keep_draft("Behind the house")  # the last keys are told late
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {}
    (notice,) = frame.notices
    assert (notice.text, notice.undo, desk.draft) == ("Sent and closed", True, "")
    again = await frame.undo(notice.id)
    assert again.handler.fn.__name__ == "undo_send"
    await desk.undo_send(frame_argument(again))
    assert (desk.draft, desk.writing) == ("Behind the house", "email")
    assert of(ana, conversation).status == "open"
    desk._conversation = ""
    await desk.undo_send(frame_argument(again))
    assert told(frame) == ["Not found"]


async def test_what_a_text_costs_counts_how_to_opt_out_the_first_time(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, _frame = await at(tab, token, conversation)
    desk.writing = "sms"
    with db.transaction(ana) as session:
        person = queries.get(session, ana, conversation_id=conversation).contact_id
        contacts.edit(session, ana, contact_id=person, change=ContactChange(phone="+351912345678"))
    await desk.keep_draft("Behind the house")
    line = "\nSalon Ana. Reply STOP to opt out."
    assert desk.long == f"{len('Behind the house' + line)} characters, 1 SMS, with how to opt out"
    with db.transaction(ana) as session:
        inbox.reply(session, ana, conversation_id=conversation, text="Yes", channel="sms")
    await desk.keep_draft("Behind the house")
    assert desk.long == "16 characters, 1 SMS"
    await desk.keep_draft("")
    assert desk.long == ""


async def test_an_answer_is_kept_for_later_changed_and_taken_back(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, frame = await at(tab, token, conversation)
    await desk.send({"reply": "Later", "how": (now() + timedelta(days=1)).isoformat()})
    await desk.send({"reply": "Much later", "how": "when", "when": (now() + timedelta(days=9)).isoformat()[:16]})

    def kept() -> list[tuple[str, str]]:
        with db.reading(ana) as session:
            return [(str(row.id), row.text) for row in queries.scheduled(session, ana, conversation_id=conversation)]

    first, second = kept()
    await desk.edit_later(first[0])
    assert (desk.editing, desk.draft) == first
    await desk.send({"reply": "A little later", "how": "now"})
    await desk.cancel_later(second[0])
    assert kept() == [(first[0], "A little later")]
    await desk.send_later_one_now(first[0])
    assert kept() == []
    assert told(frame) == []


async def test_what_cannot_be_sent_stays_typed(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, frame = await at(tab, token, conversation)
    await desk.send({"reply": "Too late", "how": "2020-01-01T10:00"})
    assert (desk.draft, len(told(frame))) == ("Too late", 1)
    await desk.send({"reply": "   "})
    await desk.send({})
    assert len(told(frame)) == 1


async def test_a_way_that_is_shut_says_why(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    _box, desk, frame = await at(tab, token, conversation)
    await desk.write_by("sms")
    assert (desk.writing, told(frame)) == ("email", ["No number is known"])
    await desk.write_by("pigeon")
    await desk.write_by("note")
    assert desk.writing == "note"
    await desk.send({"reply": "Only for us"})
    with db.reading(ana) as session:
        assert queries.thread(session, ana, conversation_id=conversation).items[0].kind == "note"


async def test_whoever_opted_out_of_mail_is_not_written_to_by_mail(tab: Tab, token: str, ana: Actor, conversation: UUID) -> None:
    with db.transaction(ana) as session:
        contact = queries.get(session, ana, conversation_id=conversation).contact_id
        contacts.consent(session, ana, contact_id=contact, channel="email", purpose="all", allowed=False, source="staff", wording="No more")
    (mail, _text, _note) = shown(ana, conversation=str(conversation)).open.ways
    assert not mail.open
    assert mail.why


# ── what is kept ─────────────────────────────────────────


async def test_labels_and_kept_words_are_written_and_removed(tab: Tab, token: str, ana: Actor) -> None:
    kept: Any = await tab(token).get_state(KeptWords)
    await kept.open_label("new")
    await kept.keep_label({"name": "", "tint": "3"})
    assert set(kept.errors) == {"name"}
    await kept.keep_label({"name": "Bridal", "tint": "3"})
    await kept.open_reply("new")
    await kept.keep_reply({"shortcut": "Two words", "title": "", "text": "Hello"})
    assert set(kept.errors) == {"shortcut", "title"}
    await kept.keep_reply({"shortcut": "/Hello", "title": "Hello", "text": "Hello {surname}"})
    assert set(kept.errors) == {"text"}
    await kept.keep_reply({"shortcut": "/Hello", "title": "Hello", "text": "Hello {first_name}"})
    assert kept.errors == {}
    with db.reading(ana) as session:
        (label,), (reply,) = queries.labels(session, ana), queries.canned_replies(session, ana)
    assert (label.name, label.tint, reply.shortcut) == ("Bridal", 3, "hello")
    await kept.remove_label(str(label.id))
    await kept.drop_reply(str(reply.id))
    with db.reading(ana) as session:
        assert (queries.labels(session, ana), queries.canned_replies(session, ana)) == ([], [])


def test_kept_words_that_nobody_can_fill_are_refused(ana: Actor) -> None:
    with db.transaction(ana) as session, pytest.raises(Invalid):
        inbox.keep_reply(session, ana, reply=CannedIn(shortcut="x", title="X", text="{unknown}"))
