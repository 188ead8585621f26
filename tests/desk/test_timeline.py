"""What happened with somebody: told out of every domain, by topic, page after page, to whoever may read it."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from careops.careops import api
from careops.contacts import actions as contacts
from careops.contacts.models import Contact
from careops.contacts.schemas import ContactChange
from careops.core import db
from careops.core.actor import Actor, Permission, Role
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.desk import queries
from careops.desk.rules.telling import TOLD, TOPICS, Topic
from careops.desk.schemas import HappenedRow
from careops.inbox import actions as inbox
from careops.inventory import actions as inventory
from careops.inventory.models import InventoryItem, Reason
from careops.inventory.schemas import MovementIn
from careops.ui.kit.basics import ROW_ICONS
from tests import cast, worlds
from tests.benchmarks.statements import counted


@pytest.fixture
def cleo(ana: Actor) -> UUID:
    """A customer with something of every topic."""
    worlds.furnished(ana)
    with db.transaction(ana) as session:
        who = session.exec(select(Contact.id).where(Contact.name == "Cleo Marsh")).one()
        bottle = session.exec(select(InventoryItem.id)).first()
        assert bottle is not None
        sold = MovementIn(reason=Reason.sale, quantity=2)
        inventory.move(session, ana, item_id=bottle, movement=sold, contact_id=who)
    return who


def story(actor: Actor, who: UUID, topic: Topic = "", **more: Any) -> list[HappenedRow]:
    with db.reading(actor) as session:
        return queries.timeline(session, actor, contact_id=who, topic=topic, **more).items


@pytest.mark.usefixtures("both_engines")
def test_every_topic_is_told_and_all_of_them_together(ana: Actor, cleo: UUID) -> None:
    whole = story(ana, cleo, limit=200)
    assert {row.topic for row in whole} == {"", *TOPICS}
    assert all(later.id > earlier.id for later, earlier in pairwise(whole))
    for topic in TOPICS:
        assert [row.id for row in story(ana, cleo, topic, limit=200)] == [row.id for row in whole if row.topic == topic]
    told = {row.topic: (row.what, row.more) for row in whole}
    assert told["stock"] == ("Bought: 2 piece Shampoo", "")
    assert told["notes"] == ("Ana Alves left a note", "Drives a van")
    assert told["consents"] == ("May be written to: Email, offers", "")
    assert ("Wrote to you", "Is there parking nearby?") in [(row.what, row.more) for row in whole]
    assert all(row.href.startswith("/app/") for row in whole if row.topic in ("forms", "stock", "notes"))


@pytest.mark.usefixtures("both_engines")
def test_older_things_follow_page_after_page_and_cost_no_more(ana: Actor, cleo: UUID) -> None:
    whole = [row.id for row in story(ana, cleo, limit=200)]
    assert len(whole) > 14
    seen: list[str] = []
    cursor: str | None = None
    costs: set[int] = set()
    while True:
        with db.reading(ana) as session, counted(db.engine) as sent:
            page = queries.timeline(session, ana, contact_id=cleo, cursor=cursor, limit=7)
        seen += [row.id for row in page.items]
        costs.add(len(sent))
        if (cursor := page.next_cursor) is None:
            break
    assert seen == whole
    assert max(costs) <= 8  # the person, the business, four sources, and what the rules are called and whom they were about


@pytest.mark.usefixtures("both_engines")
def test_the_page_of_somebody_with_a_long_story_costs_as_much_as_with_a_short_one(ana: Actor, cleo: UUID) -> None:
    def cost() -> int:
        with db.reading(ana) as session, counted(db.engine) as sent:
            queries.contact_page(session, ana, contact_id=cleo)
        return len(sent)

    before = cost()
    with db.transaction(ana) as session:
        conversation = inbox.open_for(session, ana, contact_id=cleo)
        for number in range(40):
            inbox.receive(session, ana, contact_id=cleo, text=f"And {number}")
            inbox.add_note(session, ana, conversation_id=conversation, text=f"Note {number}")
    assert cost() == before
    with db.reading(ana) as session:
        page = queries.contact_page(session, ana, contact_id=cleo, pages=2)
    assert len(page.happened) == 60
    assert page.older
    assert [row.day for row in page.happened[:31] if row.day] == ["Today"]


def test_nobody_reads_more_of_a_story_than_of_its_parts(ana: Actor, stranger: Actor, cleo: UUID) -> None:
    clerk = cast.joined(ana, "Kim", "kim@example.org", Role.staff, [])
    with pytest.raises(Forbidden):
        story(clerk, cleo)
    with pytest.raises(NotFound):
        story(stranger, cleo)
    looker = cast.joined(ana, "Lou", "lou@example.org", Role.staff, [Permission.contacts_view])
    assert {row.topic for row in story(looker, cleo, limit=200)} == {"", "consents", "rules"}
    assert [story(looker, cleo, topic) for topic in ("messages", "notes", "stock", "forms", "bookings")] == [[]] * 5
    with db.reading(looker) as session:
        assert [one.key for one in queries.contact_page(session, looker, contact_id=cleo).topics] == ["", "consents", "rules"]


def test_somebody_nobody_ever_spoke_with_has_a_page(ana: Actor) -> None:
    with db.transaction(ana) as session:
        quiet = contacts.register(session, ana, name="Quiet", email="quiet@example.org")
        contacts.edit(session, ana, contact_id=quiet.id, change=ContactChange(notes="By post only"))
    with db.reading(ana) as session:
        page = queries.contact_page(session, ana, contact_id=quiet.id)
    assert (page.name, page.conversation_href, page.older) == ("Quiet", "", "")
    assert [row.what for row in page.happened] == ["Ana Alves changed their details", "Became a contact"]


def test_what_is_no_cursor_or_topic_is_refused(ana: Actor, cleo: UUID) -> None:
    client, head, here = TestClient(api), cast.bearer(cast.ANA), f"/api/v1/contacts/{cleo}/story"
    with pytest.raises(Invalid):
        story(ana, cleo, cursor="not one of ours")
    assert client.get(here, params={"cursor": "%%%"}, headers=head).status_code == 422
    assert client.get(here, params={"topic": "secrets"}, headers=head).status_code == 422
    first = client.get(here, params={"topic": "messages", "limit": 1}, headers=head).json()
    then = client.get(here, params={"topic": "messages", "limit": 1, "cursor": first["next_cursor"]}, headers=head).json()
    assert {row["topic"] for row in first["items"] + then["items"]} == {"messages"}
    assert first["items"][0]["happened_at"] >= then["items"][0]["happened_at"]


def test_every_mark_of_a_story_is_one_that_rows_can_show() -> None:
    assert {told.icon for told in TOLD.values()} <= set(ROW_ICONS)
