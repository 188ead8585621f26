"""Two entries become one person, and two again."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from careops.automation import actions as automation
from careops.contacts import actions as contacts
from careops.contacts import queries as people
from careops.contacts.models import Contact
from careops.contacts.rules import prefill_token
from careops.contacts.schemas import ContactChange, ContactRow
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.crypto import link_token
from careops.core.errors import NotFound, Stale
from careops.core.ids import new_id
from careops.desk import actions, queries, rules
from careops.desk.queries.links import APART, links
from careops.desk.queries.rows import packed
from careops.inbox import actions as inbox
from careops.inbox.models import Conversation, Draft, Message
from tests.worlds import opened

pytestmark = pytest.mark.usefixtures("both_engines")


def known(actor: Actor, name: str, **said: Any) -> ContactRow:
    with db.transaction(actor) as session:
        return contacts.register(session, actor, name=name, **said)


def snapshot(actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the history and what counts versions."""
    with db.reading(actor) as session:
        found: dict[str, list[dict[str, Any]]] = {}
        for table in SQLModel.metadata.sorted_tables:
            if table.name in {"event", "merge"}:
                continue
            rows = session.connection().execute(sa.select(table).order_by(*table.primary_key.columns))
            found[table.name] = [{k: v for k, v in packed(table, row).items() if k != "version"} for row in rows]
        return found


def talk(actor: Actor, who: ContactRow, *texts: str) -> None:
    with db.transaction(actor) as session:
        mine = session.exec(select(Conversation).where(Conversation.contact_id == who.id)).one_or_none()
        if mine is None:
            mine = Conversation(contact_id=who.id)
            session.add(mine)
            session.flush()
        for text in texts:
            session.add(Message(conversation_id=mine.id, direction="in", channel="email", text=text, at=now()))
        mine.preview = texts[-1]
        assert actor.member_id is not None
        session.add(Draft(member_id=actor.member_id, conversation_id=mine.id, kind="reply", text=f"To {who.name}", updated_at=now()))


def two(actor: Actor) -> tuple[ContactRow, ContactRow]:
    cleo = known(actor, "Cleo Marsh", email="cleo@example.org", phone="+351912345678", notes="Likes tea")
    again = known(actor, "Cléo Marsh", email="cleo@work.example", notes="Left-handed")
    for who, words in ((cleo, ("One", "Two")), (again, ("Three",))):
        talk(actor, who, *words)
    with db.transaction(actor) as session:
        contacts.set_tags(session, actor, contact_id=cleo.id, names=["Regular", "Tea"])
        contacts.set_tags(session, actor, contact_id=again.id, names=["Regular", "Left"])
        contacts.consent(
            session, actor, contact_id=again.id, channel="sms", purpose="marketing", allowed=False, source="staff", wording="No offers"
        )
        contacts.consent(
            session, actor, contact_id=cleo.id, channel="sms", purpose="marketing", allowed=True, source="staff", wording="Offers please"
        )
    return cleo, again


def test_everything_of_both_is_one_persons_and_goes_back_as_it_was(ana: Actor) -> None:
    cleo, again = two(ana)
    before = snapshot(ana)
    with db.reading(ana) as session:
        preview = queries.merge_preview(session, ana, kept_id=cleo.id, merged_id=again.id, take={"name": "merged"})
    counts = {move.table: (move.count, move.aside) for move in preview.moves}
    assert counts["message"] == (1, 0)
    assert counts["tagged"] == (2, 1)
    assert counts["draft"] == (1, 1)
    assert preview.stricter == ["sms marketing"]
    becomes = {choice.key: choice.becomes for choice in preview.fields}
    assert becomes | {"locale": "", "timezone": ""} == {
        "name": "Cléo Marsh",
        "email": "cleo@example.org",
        "phone": "+351912345678",
        "locale": "",
        "timezone": "",
        "notes": "Likes tea\n\nLeft-handed",
    }
    with db.transaction(ana) as session:
        done = actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id, take={"name": "merged"})
    with db.reading(ana) as session:
        one = people.whole(session, ana, contact_id=cleo.id)
        assert (one.name, one.notes, one.tags) == ("Cléo Marsh", "Likes tea\n\nLeft-handed", ["Left", "Regular", "Tea"])
        assert [m.text for m in session.exec(select(Message).order_by(Message.id))] == ["One", "Two", "Three"]  # type: ignore[arg-type]
        assert len(session.exec(select(Conversation)).all()) == 1
        shut = people.consents(session, ana, contact_id=cleo.id)
        assert next(s for s in shut.standings if (s.channel, s.purpose) == ("sms", "marketing")).allowed is False
        for table in links("contact"):
            assert not session.connection().execute(sa.select(table.table).where(table.table.c[table.column] == again.id)).all(), table
    with db.transaction(ana) as session:
        undone = actions.unmerge(session, ana, kept_id=cleo.id, merge_id=done.id)
    assert undone.left == []
    assert snapshot(ana) == before


def test_a_merged_entry_is_found_by_nobody_and_leads_to_who_is_left(ana: Actor) -> None:
    cleo, again = two(ana)
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id)
    with db.reading(ana) as session:
        assert [one.id for one in people.page(session, ana).items] == [cleo.id]
        assert people.page(session, ana, archived=True).items == []
        assert people.get(session, ana, contact_id=again.id).id == cleo.id
        assert queries.contact_page(session, ana, contact_id=again.id).id == str(cleo.id)
        assert people.by_ids(session, ana, ids=[again.id])[again.id].id == cleo.id
        found = people.find(session, ana, email="cleo@work.example")
        assert found is not None
        assert found.id == cleo.id
    assert known(ana, "Cleo", email="cleo@work.example").id == cleo.id


def test_links_of_the_merged_entry_still_lead_somewhere(ana: Actor) -> None:
    cleo, again = two(ana)
    prefill, leave = prefill_token(again.id, again.email), link_token("unsubscribe", again.id)
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id, take={"email": "merged"})
    with db.reading(ana) as session:
        who = people.by_prefill(session, ana, token=prefill)
        assert who is not None
        assert who.id == cleo.id
    with db.reading() as session:
        actor, who = people.by_unsubscribe(session, token=leave)
        assert (actor.contact_id, who.id) == (cleo.id, cleo.id)


def test_chains_and_their_undoing(ana: Actor) -> None:
    a, b, c = (known(ana, f"Nora {n}", email=f"nora{n}@example.org") for n in range(3))
    with db.transaction(ana) as session:
        first = actions.merge(session, ana, kept_id=b.id, merged_id=a.id)
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=c.id, merged_id=b.id)
    with db.reading(ana) as session:
        assert people.get(session, ana, contact_id=a.id).id == c.id
    with pytest.raises(rules.MergedLater), db.transaction(ana) as session:
        actions.unmerge(session, ana, kept_id=b.id, merge_id=first.id)
    for kept in (c, b):
        with db.transaction(ana) as session:
            actions.unmerge(session, ana, kept_id=kept.id)
    with db.reading(ana) as session:
        assert [people.get(session, ana, contact_id=one.id).email for one in (a, b, c)] == [a.email, b.email, c.email]
    with pytest.raises(rules.AlreadyUnmerged), db.transaction(ana) as session:
        actions.unmerge(session, ana, kept_id=b.id, merge_id=first.id)


def test_what_may_not_become_one_is_refused_by_name(ana: Actor, ben: Actor, stranger: Actor) -> None:
    cleo, again = two(ana)
    theirs = known(stranger, "Foreign")
    with pytest.raises(rules.MergedWithItself), db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=cleo.id)
    for other in (theirs.id, new_id()):
        with pytest.raises(NotFound), db.transaction(ana) as session:
            actions.merge(session, ana, kept_id=cleo.id, merged_id=other)
    with pytest.raises(Stale), db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id, version=cleo.version + 7)
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id)
    for kept, merged in ((cleo, again), (again, cleo)):
        with pytest.raises(rules.AlreadyMerged), db.transaction(ana) as session:
            actions.merge(session, ana, kept_id=kept.id, merged_id=merged.id)


def test_what_was_touched_since_stays_and_is_told(ana: Actor) -> None:
    cleo, again = two(ana)
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=cleo.id, merged_id=again.id, take={"name": "merged"})
    with db.transaction(ana) as session:
        contacts.edit(session, ana, contact_id=cleo.id, change=ContactChange(name="Cleo M. Marsh"))
        third = session.exec(select(Message).where(Message.text == "Three")).one()
        session.delete(third)
    with db.transaction(ana) as session:
        undone = actions.unmerge(session, ana, kept_id=cleo.id)
    assert undone.left == ["Name was changed since and stays", "Messages: 1 row gone or with somebody else since"]
    with db.reading(ana) as session:
        assert session.exec(select(Contact.name).where(Contact.id == cleo.id)).one() == "Cleo M. Marsh"


def test_who_looks_alike_is_suggested_in_two_statements(ana: Actor) -> None:
    cleo, again = two(ana)
    shared = known(ana, "Dora Marsh", email="dora@example.org", phone=cleo.phone)
    known(ana, "Somebody Else", email="else@example.org")
    with db.reading(ana) as session:
        found = {one.id: one.reason for one in queries.suggestions(session, ana, contact_id=cleo.id)}
    assert found == {again.id: "name", shared.id: "phone"}


def test_no_table_that_names_a_contact_is_forgotten() -> None:
    """Every column of type id whose name speaks of a contact moves, or stands on the list of what does not."""
    named = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if "contact" in column.name and isinstance(column.type, sa.Uuid)
    }
    named |= {
        (table.name, key.column_keys[-1])
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name == "contact"
    }
    dealt = {(link.table.name, link.column) for link in links("contact")} | APART
    assert named <= dealt, named - dealt


def conversations(actor: Actor) -> dict[Any, Any]:
    """Each conversation by whose it is."""
    with db.reading(actor) as session:
        return {row.contact_id: row.id for row in session.exec(select(Conversation))}


def test_what_happened_before_a_merge_is_reacted_to_for_whom_is_left(ana: Actor) -> None:
    opened(ana)
    mine, other = known(ana, "Nora Quill", email="nora@quill.example"), known(ana, "Nora Quill", email="n@quill.example")
    with db.transaction(ana) as session:
        actions.merge(session, ana, kept_id=mine.id, merged_id=other.id)
    with db.transaction() as session:
        while automation.react(session, Actor.system(None)):
            pass
    assert set(conversations(ana)) == {mine.id}


def test_messages_go_back_to_the_conversation_that_somebody_opened_since(ana: Actor) -> None:
    mine, other = known(ana, "Nora Quill", email="nora@quill.example"), known(ana, "Nora Quill", email="n@quill.example")
    for who in (mine, other):
        talk(ana, who, "Hello")
    with db.transaction(ana) as session:
        made = actions.merge(session, ana, kept_id=mine.id, merged_id=other.id)
        inbox.open_for(session, ana, contact_id=other.id)
        there = conversations(ana)[mine.id]
    with db.transaction(ana) as session:
        undone = actions.unmerge(session, ana, kept_id=mine.id, merge_id=made.id)
    assert undone.left, "the conversation of before is told to be gone"
    assert conversations(ana)[mine.id] == there
    with db.reading(ana) as session:
        assert [row.text for row in session.exec(select(Message).where(Message.conversation_id == conversations(ana)[other.id]))] == [
            "Hello"
        ]
