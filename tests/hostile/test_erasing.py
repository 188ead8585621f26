"""Somebody erased takes nobody else along, however they chose to be called."""

from threading import Thread

import pytest

from careops.contacts import actions as contacts
from careops.contacts.actions import importing
from careops.contacts.models import Contact, ImportRun
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import NotFound
from careops.desk import actions
from careops.desk.queries.erasing import needles, tells_of

FILE = b"Name;Email;Phone\r\nSusanna Olive;susanna@example.com;+351912345678\r\n"
OTHERS = [
    FILE,
    b'{"data": true, "Email": "", "note": "http://example.com is data"}',
    {"data": [None, True, {"http": "the data of susanna@example.com", "email": "+3519123456789"}]},
    "From: Susanna <susanna@example.com.au>\r\n\r\nThe data, via email",
]


def told(value: object, **said: str) -> bool:
    who = Contact(name=said.get("name", ""), name_key="", email=said.get("email", ""), phone=said.get("phone", ""), source="staff")
    return tells_of([value], needles([who]), set())


@pytest.mark.parametrize("value", OTHERS)
@pytest.mark.parametrize(
    "said",
    [
        {"name": "Anna"},
        {"name": "data"},
        {"name": "true"},
        {"name": "null"},
        {"name": "http"},
        {"name": "Anna Olive"},
        {"name": ".*+?(["},
        {"email": "anna@example.com"},
        {"email": "a@example.com"},
        {"email": "susanna@example.co"},
        {"phone": "+35191234567"},
        {"phone": "+1234567"},
    ],
    ids=str,
)
def test_no_part_of_somebody_elses_word_counts(value: object, said: dict[str, str]) -> None:
    assert not told(value, **said)


@pytest.mark.parametrize(
    "value",
    [
        b"Name;Email\r\nAnna;\r\n",
        b'n;e\r\n"x";anna@example.com',
        "Anna Marsh wrote",
        '{"a": "Hello\\nanna@example.com", "b": 1}',
        {"rows": [["x", {"name": "Anna"}]]},
        {"text": "call +351 or 351912000000."},
        "mailto:anna@example.com?subject=x",
        "Anna\n  Marsh",
        "From=%2B351912000000&To=x",
    ],
    ids=str,
)
def test_who_is_meant_is_found(value: object) -> None:
    assert told(value, name="Anna", email="Anna@example.com", phone="+351912000000") or told(value, name="Anna Marsh")


@pytest.mark.usefixtures("both_engines")
def test_whoever_is_called_like_a_word_leaves_other_peoples_files_alone(ana: Actor) -> None:
    with db.transaction(ana) as session:
        run = importing.upload(session, ana, what="contacts", origin="csv", file_name="people.csv", content=FILE)
        who = contacts.register(session, ana, name="example", email="a@example.com")
        actions.erase(session, ana, contact_id=who.id, name="example")
    with db.reading(ana) as session:
        kept = session.get(ImportRun, run.id)
        assert kept is not None
        assert (kept.content, kept.file_name) == (FILE, "people.csv")


@pytest.mark.usefixtures("both_engines")
def test_who_is_erased_while_somebody_makes_two_of_them_again_is_not_there(ana: Actor) -> None:
    with db.transaction(ana) as session:
        kept = contacts.register(session, ana, name="Cleo Marsh", email="cleo@example.com")
        other = contacts.register(session, ana, name="Cleo M", email="cm@example.com")
        actions.merge(session, ana, kept_id=kept.id, merged_id=other.id)
    came: list[Exception] = []

    def undo() -> None:
        try:
            with db.transaction(ana) as session:
                actions.unmerge(session, ana, kept_id=kept.id)
        except Exception as refusal:
            came.append(refusal)

    second = Thread(target=undo)
    with db.transaction(ana) as session:
        actions.erase(session, ana, contact_id=kept.id, name="Cleo Marsh")
        second.start()
        while db.engine.dialect.name == "postgresql" and not waiting():
            assert second.is_alive()
    second.join(30)
    assert [type(one) for one in came] == [NotFound]


def waiting() -> bool:
    """Whether somebody waits for a lock (Postgres)."""
    with db.engine.connect() as connection:
        return bool(connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar())
