"""The wall between workspaces, and what a transaction promises, on both engines."""

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.activity import actions as activity
from careops.activity import queries as history
from careops.activity.events import Fact
from careops.activity.models import Event
from careops.contacts.models import Contact
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import new_id
from careops.inbox.models import Conversation

pytestmark = pytest.mark.usefixtures("both_engines", "database")


class Noted(Fact):
    kind = "test.noted"


@pytest.fixture
def subject() -> UUID:
    return new_id()


@pytest.fixture
def two(subject: UUID) -> tuple[Actor, Actor]:
    actors = Actor.system(new_id()), Actor.system(new_id())
    for actor in actors:
        with db.transaction(actor) as session:
            activity.record(session, actor, Noted(subject=subject))
    return actors


def test_each_workspace_sees_its_own_rows(two: tuple[Actor, Actor], subject: UUID) -> None:
    for actor in two:
        with db.reading(actor) as session:
            assert [e.workspace_id for e in history.about(session, actor, subject=subject)] == [actor.workspace_id]
            assert session.exec(select(col(Event.workspace_id)).where(Event.subject == subject)).all() == [actor.workspace_id]


def test_counting_and_asking_whether_stop_at_the_wall_too(two: tuple[Actor, Actor], subject: UUID) -> None:
    whether = select(sa.exists(select(Event.id).where(Event.source != "changed")))
    with db.transaction(two[0]) as session:
        session.exec(sa.delete(Event))
    for actor, count in zip(two, (0, 1), strict=True):
        with db.reading(actor) as session:
            assert session.exec(select(sa.func.count()).select_from(Event)).one() == count
            assert session.exec(select(sa.func.count()).select_from(select(Event.id).subquery())).one() == count
            assert session.exec(whether).one() is bool(count)
    with db.reading() as session, pytest.raises(db.NoWorkspace):
        session.exec(whether)


def test_updates_and_deletes_stop_at_the_wall(two: tuple[Actor, Actor]) -> None:
    mine, other = two
    with db.transaction(mine) as session:
        assert session.exec(sa.update(Event).values(source="changed")).rowcount == 1
        assert session.exec(sa.delete(Event)).rowcount == 1
    with db.reading(other) as session:
        assert session.exec(select(col(Event.source))).all() == ["job"]


def test_a_foreign_row_cannot_be_fetched_by_its_id(two: tuple[Actor, Actor]) -> None:
    mine, other = two
    with db.reading(other) as session:
        foreign = session.exec(select(col(Event.id))).one()
    with db.reading(mine) as session:
        assert session.get(Event, foreign) is None


def test_an_insert_for_another_workspace_is_refused(two: tuple[Actor, Actor]) -> None:
    mine, other = two
    fact = {"kind": "k", "subject": new_id(), "actor_kind": "system", "source": "job", "occurred_at": now()}
    with pytest.raises(db.NoWorkspace), db.transaction(mine) as session:
        session.add(Event(workspace_id=other.workspace, **fact))
    with pytest.raises(db.NoWorkspace), db.transaction(mine) as session:
        session.exec(sa.insert(Event), params=[{**fact, "id": new_id(), "workspace_id": other.workspace, "data": {}, "actor_name": ""}])


def test_no_workspace_no_scoped_rows() -> None:
    with pytest.raises(db.NoWorkspace), db.reading() as session:
        session.exec(select(Event)).all()
    with db.reading() as session, db.everywhere(session):
        assert session.exec(select(Event)).all() == []


def test_a_session_cannot_move_to_another_workspace() -> None:
    with db.reading(Actor.system(new_id())) as session, pytest.raises(db.NoWorkspace):
        db.enter(session, new_id())


def test_what_raises_leaves_nothing_and_wakes_nobody(subject: UUID) -> None:
    actor, woken = Actor.system(new_id()), list[str]()

    def half_way(session: Session) -> None:
        activity.record(session, actor, Noted(subject=subject))
        db.after_commit(session, lambda: woken.append("after"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError), db.transaction(actor) as session:
        half_way(session)
    with db.reading(actor) as session:
        assert history.about(session, actor, subject=subject) == []
    assert woken == []


def test_a_fact_is_taken_once(two: tuple[Actor, Actor]) -> None:
    with db.transaction() as session:
        assert {fact.workspace_id for fact in activity.take_waiting(session)} == {actor.workspace_id for actor in two}
    with db.transaction() as session:
        assert activity.take_waiting(session) == []


def test_a_prepared_statement_stops_at_the_wall_too(two: tuple[Actor, Actor], subject: UUID) -> None:
    columns = db.Prepared(sa.select(col(Event.workspace_id)).where(col(Event.subject) == sa.bindparam("subject")))
    whole = db.Prepared(sa.select(Event).where(col(Event.subject) == sa.bindparam("subject")))
    forget = db.Prepared(sa.delete(Event).where(col(Event.subject) == sa.bindparam("subject")))
    for actor in two:
        with db.reading(actor) as session, db.everywhere(session):
            assert [row.workspace_id for row in columns.ask(session, subject=subject)] == [actor.workspace_id]
            assert [event.workspace_id for (event,) in whole.ask(session, subject=subject)] == [actor.workspace_id]
    with db.transaction(two[0]) as session:
        forget.run(session, subject=subject)
    for actor, left in zip(two, (0, 1), strict=True):
        with db.reading(actor) as session:
            assert len(columns.ask(session, subject=subject)) == left
    for statement in (columns, whole, forget):
        with db.reading() as session, pytest.raises(db.NoWorkspace):
            statement.ask(session, subject=subject)


def test_a_prepared_statement_sees_what_was_not_written_yet(two: tuple[Actor, Actor]) -> None:
    actor, subject = two[0], new_id()
    columns = db.Prepared(sa.select(col(Event.id)).where(col(Event.subject) == sa.bindparam("subject")))
    with db.transaction(actor) as session:
        activity.record(session, actor, Noted(subject=subject))
        assert len(columns.ask(session, subject=subject)) == 1


def test_what_no_wall_can_surround_is_not_prepared() -> None:
    with pytest.raises(db.NoWorkspace):
        db.Prepared(sa.select(*sa.inspect(Event).columns))


# ── rows written past the session's objects ──────────────

EVENTS = db.Inserted(Event)
FACT: dict[str, Any] = {"kind": "k", "actor_kind": "system", "source": "job"}


def test_an_inserted_row_is_stamped_and_takes_the_models_defaults(two: tuple[Actor, Actor]) -> None:
    mine, other = two
    about = new_id()
    with db.transaction(mine) as session:
        one = EVENTS.add(session, **FACT, subject=about, occurred_at=now())
        more = EVENTS.add_all(session, [{**FACT, "subject": about, "occurred_at": now(), "data": {"n": n}} for n in range(2)])
        assert EVENTS.add_all(session, []) == []
        seen = history.about(session, mine, subject=about)
    assert [event.id for event in seen] == [one, *more]
    assert [event.data for event in seen] == [{}, {"n": 0}, {"n": 1}]
    assert {event.workspace_id for event in seen} == {mine.workspace}
    with db.reading(other) as session:
        assert history.about(session, other, subject=about) == []


def test_an_inserted_row_for_another_workspace_or_none_is_refused(two: tuple[Actor, Actor]) -> None:
    mine, other = two
    row = {**FACT, "subject": new_id(), "occurred_at": now()}
    for actor, given in ((mine, {"workspace_id": other.workspace}), (None, {})):
        for write in (EVENTS.add, EVENTS.add_new):
            with pytest.raises(db.NoWorkspace), db.transaction(actor) as session:
                write(session, **row, **given)
        with pytest.raises(db.NoWorkspace), db.transaction(actor) as session:
            EVENTS.add_all(session, [row | given])
    with db.transaction() as session, db.everywhere(session):
        EVENTS.add(session, **row, workspace_id=other.workspace)
    with db.reading(other) as session:
        assert len(history.about(session, other, subject=row["subject"])) == 1


def test_a_row_that_is_there_already_is_not_written_again(two: tuple[Actor, Actor]) -> None:
    mine, _other = two
    contacts = db.Inserted(Contact)
    cleo = {"name": "Cleo", "name_key": "cleo", "email_key": "cleo@example.com", "source": "staff"}
    with db.transaction(mine) as session:
        made = contacts.add_new(session, **cleo)
        assert made is not None
        assert contacts.add_new(session, **cleo) is None
        assert [found.id for found in session.exec(select(Contact))] == [made]


def test_what_a_row_links_to_is_written_first(two: tuple[Actor, Actor]) -> None:
    mine, _other = two
    conversations = db.Inserted(Conversation)
    with db.transaction(mine) as session:
        contact = Contact(name="Cleo", name_key="cleo", source="staff")
        session.add(contact)
        made = conversations.add(session, contact_id=contact.id)
        assert session.exec(select(Conversation.contact_id).where(Conversation.id == made)).one() == contact.id


def test_an_inserted_row_goes_when_its_transaction_fails(two: tuple[Actor, Actor]) -> None:
    mine, _other = two
    about = new_id()

    def half_way(session: Session) -> None:
        EVENTS.add(session, **FACT, subject=about, occurred_at=now())
        raise LookupError

    with pytest.raises(LookupError), db.transaction(mine) as session:
        half_way(session)
    with db.reading(mine) as session:
        assert history.about(session, mine, subject=about) == []
