"""An answer taken back before it left: nobody gets it, and everything is as it was."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, NotFound
from careops.inbox import actions as inbox
from careops.inbox import jobs, queries
from careops.inbox.models import Delivery, Message
from careops.inbox.rules.delivering import UNDO, AlreadyLeaving
from careops.inbox.schemas import ConversationRow, MessageRow, UndoneRow
from tests import cast
from tests.inbox.conftest import wrote

pytestmark = pytest.mark.usefixtures("both_engines")

TOLD = {"id", "version", "assignee_id", "assignee_name", "unread"}  # who answers takes it on, and has read it


def seen(actor: Actor, conversation: UUID) -> ConversationRow:
    with db.reading(actor) as session:
        return queries.get(session, actor, conversation_id=conversation)


def answered(actor: Actor, conversation: UUID, text: str = "Behind the house", *, close: bool = False, undoable: bool = True) -> MessageRow:
    with db.transaction(actor) as session:
        return inbox.answer(session, actor, conversation_id=conversation, text=text, then_close=close, undoable=undoable)


def undone(actor: Actor, message: UUID) -> UndoneRow:
    with db.transaction(actor) as session:
        return inbox.undo_reply(session, actor, message_id=message)


def words(actor: Actor, conversation: UUID) -> list[str]:
    with db.reading(actor) as session:
        return [row.text for row in queries.thread(session, actor, conversation_id=conversation).items]


def draft(actor: Actor, conversation: UUID) -> dict[str, str]:
    with db.reading(actor) as session:
        return queries.drafts(session, actor, conversation_id=conversation)


def delivery(session: Session) -> Delivery:
    return session.exec(select(Delivery).where(Delivery.purpose == "reply")).one()


@pytest.mark.parametrize("close", [False, True])
def test_an_undone_answer_was_never_said(ana: Actor, close: bool) -> None:
    conversation = wrote(ana)
    before = seen(ana, conversation)
    said = answered(ana, conversation, close=close)
    assert (seen(ana, conversation).waiting_since, seen(ana, conversation).paused_by) == (None, ana.name)
    row = undone(ana, said.id)
    after = seen(ana, conversation)
    assert (row.text, row.channel) == ("Behind the house", "email")
    assert after.model_dump(exclude=TOLD) == before.model_dump(exclude=TOLD)
    assert after.assignee_id == ana.member_id
    assert words(ana, conversation) == ["Is there parking nearby?"]
    assert draft(ana, conversation) == {"reply": "Behind the house"}


def test_nobody_hands_an_undone_answer_over(ana: Actor) -> None:
    said = answered(ana, wrote(ana))
    undone(ana, said.id)
    with time_machine.travel(now() + UNDO + timedelta(seconds=1)):
        assert jobs.dispatch(lanes=1) == 0
    with db.reading(ana) as session:
        left = delivery(session)
        assert (left.state, left.reason, left.attempts, left.message_id) == ("skipped", f"{ana.name} took it back", 0, None)


def test_an_answer_from_the_composer_waits_as_long_as_it_can_be_undone(ana: Actor) -> None:
    conversation = wrote(ana)
    answered(ana, conversation)
    assert jobs.dispatch(lanes=1) == 0
    with time_machine.travel(now() + UNDO + timedelta(seconds=1)):
        assert jobs.dispatch(lanes=1) == 1


def test_an_answer_without_a_window_leaves_at_once(ana: Actor) -> None:
    answered(ana, wrote(ana), undoable=False)
    assert jobs.dispatch(lanes=1) == 1


def test_what_is_being_handed_over_or_was_cannot_be_undone(ana: Actor) -> None:
    conversation = wrote(ana)
    said = answered(ana, conversation, undoable=False)
    with db.transaction() as session:
        assert len(inbox.claim(session).claimed) == 1
    with pytest.raises(AlreadyLeaving):
        undone(ana, said.id)
    with time_machine.travel(now() + timedelta(minutes=10)):
        assert jobs.dispatch(lanes=1) == 1
        with pytest.raises(AlreadyLeaving):
            undone(ana, said.id)
    assert words(ana, conversation)[0] == "Behind the house"
    assert draft(ana, conversation) == {}


def test_only_the_author_undoes_and_only_once(ana: Actor, ben: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    said = answered(ana, conversation)
    with pytest.raises(Forbidden):
        undone(ben, said.id)
    with pytest.raises(NotFound):
        undone(stranger, said.id)
    undone(ana, said.id)
    with pytest.raises(NotFound):
        undone(ana, said.id)


def test_a_message_nobody_typed_is_not_undone(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.reading(ana) as session:
        theirs = queries.thread(session, ana, conversation_id=conversation).items[0]
    with pytest.raises(NotFound):
        undone(ana, theirs.id)


def test_words_begun_since_stand_behind_what_was_undone(ana: Actor) -> None:
    conversation = wrote(ana)
    said = answered(ana, conversation)
    with db.transaction(ana) as session:
        inbox.save_draft(session, ana, conversation_id=conversation, kind="reply", text="One thing more")
    assert undone(ana, said.id).text == "Behind the house\n\nOne thing more"
    assert draft(ana, conversation) == {"reply": "Behind the house\n\nOne thing more"}


def test_who_wrote_meanwhile_waits_from_their_first_word(ana: Actor) -> None:
    conversation = wrote(ana)
    first = seen(ana, conversation).waiting_since
    said = answered(ana, conversation)
    wrote(ana, "Hello?")
    undone(ana, said.id)
    after = seen(ana, conversation)
    assert (after.waiting_since, after.preview) == (first, "Hello?")


def test_an_earlier_answer_and_its_pause_stay(ana: Actor) -> None:
    conversation = wrote(ana)
    answered(ana, conversation, "First", undoable=False)
    paused: datetime | None = seen(ana, conversation).automation_paused_at
    assert paused is not None
    with time_machine.travel(now() + timedelta(minutes=5)):
        undone(ana, answered(ana, conversation, "Second").id)
    after = seen(ana, conversation)
    assert (after.preview, after.automation_paused_at, after.waiting_since) == ("First", paused, None)


def test_the_api_undoes_its_own_answer(ana: Actor, api: TestClient) -> None:
    conversation, headers = wrote(ana), cast.bearer(cast.ANA)
    body = {"text": "Behind the house", "undoable": True}
    said = api.post(f"/api/v1/conversations/{conversation}/messages", json=body, headers=headers)
    assert said.status_code == 201
    gone = api.post(f"/api/v1/messages/{said.json()['id']}/undo", headers=headers)
    assert gone.json() == {"conversation_id": str(conversation), "channel": "email", "text": "Behind the house"}
    assert api.post(f"/api/v1/messages/{said.json()['id']}/undo", headers=headers).status_code == 404


def test_an_answer_knows_how_long_it_was_waited_for_and_an_undone_one_leaves_no_trace(ana: Actor) -> None:
    begun = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    with time_machine.travel(begun, tick=False):
        conversation = wrote(ana)
    with time_machine.travel(begun + timedelta(minutes=10), tick=False):
        undone(ana, answered(ana, conversation).id)
    with time_machine.travel(begun + timedelta(minutes=30), tick=False):
        answered(ana, conversation)
        answered(ana, conversation, "And there is a bus")
    with db.reading(ana) as session:
        waited = session.exec(select(Message.waited).where(Message.direction == "out", Message.kind == "message")).all()
    assert sorted(waited, key=str) == [1800, None]
