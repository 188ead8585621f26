"""Searching all that was said: every word, as a beginning, whoever said it, in this business alone."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.models import Message
from careops.inbox.rules.searching import snippet
from tests.cast import customer
from tests.inbox.conftest import wrote
from tests.spending import at_most

pytestmark = pytest.mark.usefixtures("both_engines")


def found(actor: Actor, q: str, **more: Any) -> list[str]:
    """The messages' lines, what was looked for in brackets."""
    with db.reading(actor) as session:
        rows = queries.search(session, actor, q=q, **more).items
    return ["".join(f"[{piece.text}]" if piece.hit else piece.text for piece in row.pieces) for row in rows]


def test_every_word_must_begin_a_word_of_the_message(ana: Actor) -> None:
    wrote(ana, "Is there parking nearby?")
    wrote(ana, "Do you park horses?")
    assert found(ana, "park") == ["Do you [park] horses?", "Is there [park]ing nearby?"]
    assert found(ana, "PARK near") == ["Is there [park]ing [near]by?"]
    assert found(ana, "arking") == []
    assert found(ana, "park missing") == []


def test_case_and_accents_do_not_matter(ana: Actor) -> None:
    wrote(ana, "Gibt es ein Café für Kinder? Señor Núñez fragt.")
    for typed in ("cafe", "CAFÉ", "nunez", "Núñez fur"):
        assert len(found(ana, typed)) == 1, typed


@pytest.mark.parametrize(
    "typed", ["", "   ", "***", '"', "'", "():&|!", "NEAR(5)", "a OR b", "words:x", "-", "\\", "%_", "🙂", "\x00x", "x" * 5000]
)
def test_whatever_is_typed_is_only_words(ana: Actor, typed: str) -> None:
    wrote(ana, "Is there parking nearby?")
    assert found(ana, typed) == []


def test_operators_typed_are_words_like_others(ana: Actor) -> None:
    wrote(ana, "Cut and colour")
    wrote(ana, "Either this or that")
    assert found(ana, "cut AND colour") == ["[Cut] [and] [colour]"]
    assert found(ana, "this OR that") == ["Either [this] [or] [that]"]


def test_notes_and_answers_are_found_and_changes_followed(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        note = inbox.add_note(session, ana, conversation_id=conversation, text="Prefers the window seat")
    assert found(ana, "window") == ["Prefers the [window] seat"]
    with db.transaction(ana) as session:
        session.get_one(Message, note.id).text = "Prefers the door"
    assert found(ana, "window") == []
    assert found(ana, "door") == ["Prefers the [door]"]
    with db.transaction(ana) as session:
        session.delete(session.get_one(Message, note.id))
    assert found(ana, "door") == []


def test_another_business_finds_nothing_of_it(ana: Actor, stranger: Actor) -> None:
    wrote(ana, "A secret wish")
    wrote(stranger, "Nothing of yours", email="dora@example.org")
    assert found(stranger, "secret") == []
    assert found(stranger, ana.workspace.hex) == []
    assert found(ana, "secret") == ["A [secret] wish"]


def test_hits_are_read_in_pages_the_latest_first(ana: Actor) -> None:
    for number in range(5):
        wrote(ana, f"Question number {number}")
    with db.reading(ana) as session:
        first = queries.search(session, ana, q="question", limit=2)
        second = queries.search(session, ana, q="question", limit=2, cursor=first.next_cursor)
        last = queries.search(session, ana, q="question", limit=2, cursor=second.next_cursor)
    said = ["".join(piece.text for piece in row.pieces) for page in (first, second, last) for row in page.items]
    assert said == [f"Question number {number}" for number in (4, 3, 2, 1, 0)]
    assert last.next_cursor is None
    with db.reading(ana) as session, pytest.raises(Invalid):
        queries.search(session, ana, q="question", cursor="nonsense")


def test_a_long_message_shows_the_line_around_the_hit(ana: Actor) -> None:
    wrote(ana, "word " * 200 + "needle " + "more " * 200)
    (line,) = found(ana, "needle")
    assert "[needle]" in line
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 180


def test_a_search_asks_as_often_for_three_as_for_one(ana: Actor, statements: Callable[[], Any]) -> None:
    def asked() -> int:
        with db.reading(ana) as session, statements() as sent:
            queries.search(session, ana, q="parking")
        return len(sent)

    wrote(ana)
    with_one = asked()
    wrote(ana, email="dora@example.org", name="Dora")
    wrote(ana, email="emil@example.org", name="Emil")
    assert asked() == with_one == 2


def test_who_may_not_see_the_inbox_may_not_search_it(ana: Actor) -> None:
    visitor = customer(ana)
    with db.reading(visitor) as session, pytest.raises(Forbidden):
        queries.search(session, visitor, q="parking")


def test_a_found_message_is_shown_with_what_stands_beside_it(ana: Actor) -> None:
    conversation = wrote(ana, "0")
    for number in range(1, 9):
        wrote(ana, str(number))
    with db.reading(ana) as session:
        at = next(m.id for m in queries.thread(session, ana, conversation_id=conversation).items if m.text == "4")
        beside = queries.around(session, ana, conversation_id=conversation, message_id=at, limit=4)
    assert [m.text for m in beside.items] == ["6", "5", "4", "3"]
    assert (beside.earlier, beside.later) == (True, True)


@pytest.mark.parametrize("both_engines", ["sqlite"], indirect=True)
def test_the_index_survives_a_vacuum(ana: Actor, database: sa.Engine) -> None:
    first = wrote(ana, "First words")
    wrote(ana, "Second words")
    with db.transaction(ana) as session:
        gone = next(m for m in queries.thread(session, ana, conversation_id=first).items if m.text == "First words")
        session.delete(session.get_one(Message, gone.id))
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
    assert found(ana, "words") == ["Second [words]"]


def test_the_longest_mail_is_searched_in_a_moment() -> None:
    text = "hello world this is some text about nothing at all " * 2000
    with at_most(8):  # twenty times: no look at one mail may take long
        for word in ("hello", "nothing", "absent", "a"):
            for _ in range(5):
                snippet(text, [word])


def test_the_line_around_a_hit_shows_words_that_begin_so() -> None:
    pieces = snippet("Ça va? a Café, Cafés, acaba decaf", ["a", "caf", "cafe"])
    assert [piece.text for piece in pieces if piece.hit] == ["a", "Café", "Café"]
