"""Lists of conversations: filtered, counted, and always in as many statements."""

from collections.abc import Callable
from typing import Any

import pytest

from careops.core import db
from careops.core.actor import Actor
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.state.rows import Asked
from careops.inbox.state.screens import screen
from tests.inbox.conftest import wrote


def test_the_filters_show_what_they_count(ana: Actor, ben: Actor) -> None:
    first = wrote(ana, email="cleo@example.org")
    wrote(ana, email="dora@example.org", name="Dora")
    third = wrote(ana, email="emil@example.org", name="Emil")
    with db.transaction(ana) as session:
        inbox.assign(session, ana, conversation_id=first, member_id=ana.member_id)
        inbox.close(session, ana, conversation_id=third)
    with db.reading(ana) as session:
        counts = queries.counts(session, ana)
        for show in ("open", "mine", "unassigned", "unread", "waiting", "snoozed", "mentions", "closed"):
            assert len(queries.listing(session, ana, show=show).items) == getattr(counts, show), show
    told = {"open": 2, "mine": 1, "unassigned": 1, "unread": 2, "waiting": 2, "snoozed": 0, "mentions": 0, "closed": 1}
    assert counts.model_dump() == told


def test_a_conversation_nobody_spoke_in_is_in_no_list(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.reading(ana) as session:
        assert [row.id for row in queries.listing(session, ana, show="all", q="CLEO mar").items] == [conversation]
        assert queries.listing(session, ana, show="all", q="nobody").items == []
        assert queries.unanswered(session, ana) == 1


@pytest.mark.parametrize("both_engines", ["sqlite"], indirect=True)
def test_lists_and_screens_ask_as_often_for_three_as_for_one(both_engines: str, ana: Actor, statements: Callable[[], Any]) -> None:
    def asked() -> tuple[int, int, int]:
        with db.reading(ana) as session, statements() as listing:
            rows = queries.listing(session, ana).items
        with db.reading(ana) as session, statements() as counting:
            queries.counts(session, ana)
        with db.reading(ana) as session, statements() as drawing:
            screen(session, ana, asked=Asked(conversation=str(rows[0].id)))
        return len(listing), len(counting), len(drawing)

    wrote(ana)
    with_one = asked()
    wrote(ana, email="dora@example.org", name="Dora")
    wrote(ana, "And a second question", email="emil@example.org", name="Emil")
    assert asked() == with_one
    assert with_one[:2] == (4, 1)


def test_a_thread_is_read_in_pages_from_its_end(ana: Actor) -> None:
    conversation = wrote(ana, "0")
    for number in range(1, 5):
        wrote(ana, str(number))
    with db.reading(ana) as session:
        first = queries.thread(session, ana, conversation_id=conversation, limit=3)
        rest = queries.thread(session, ana, conversation_id=conversation, limit=3, cursor=first.next_cursor)
    assert [m.text for m in first.items] == ["4", "3", "2"]
    assert [m.text for m in rest.items] == ["1", "0"]
