"""Finding people: every word, any part of a number, in pages."""

import pytest
from sqlalchemy import event

from careops.contacts import actions as contacts
from careops.contacts import queries
from careops.contacts.queries import lists
from careops.core import db
from careops.core.actor import Actor

PEOPLE = (
    ("Élodie Brûlé", "elodie@example.fr", "+33612345678"),
    ("Marta Figueiredo", "marta@example.org", "+351912345678"),
    ("Zoë Quinn", "", "+351911111111"),
    ("100% Real", "", ""),
)


@pytest.fixture
def people(ana: Actor) -> Actor:
    with db.transaction(ana) as session:
        for name, email, phone in PEOPLE:
            contacts.register(session, ana, name=name, email=email, phone=phone)
    return ana


@pytest.mark.usefixtures("both_engines")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("elodie", ["Élodie Brûlé"]),
        ("BRULE élo", ["Élodie Brûlé"]),
        ("marta@", ["Marta Figueiredo"]),
        ("912 345 678", ["Marta Figueiredo"]),
        ("06 12 34", ["Élodie Brûlé"]),
        ("100%", ["100% Real"]),
        ("%", []),
        ("345 678", ["Élodie Brûlé", "Marta Figueiredo"]),
        ("00351 91", ["Marta Figueiredo", "Zoë Quinn"]),
        ("m", ["Marta Figueiredo"]),
        ("org fig", ["Marta Figueiredo"]),
        ("igueiredo", []),
        ('" OR zz) *', []),
        ("_", []),
        ("nobody", []),
        ("", ["100% Real", "Élodie Brûlé", "Marta Figueiredo", "Zoë Quinn"]),
    ],
)
@pytest.mark.parametrize("few", [lists.FEW, -1])
def test_people_are_found_by_what_is_typed(people: Actor, typed: str, found: list[str], few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether few fit, and their index finds them, or so many that the list is walked in its order."""
    monkeypatch.setattr(lists, "FEW", few)
    with db.reading(people) as session:
        assert [row.name for row in queries.page(session, people, q=typed).items] == found


def test_filters_sorts_and_pages(people: Actor) -> None:
    with db.reading(people) as session:
        assert [r.name for r in queries.page(session, people, reach="none").items] == ["100% Real"]
        assert [r.name for r in queries.page(session, people, sort="-created_at", limit=1).items] == ["100% Real"]
        first = queries.page(session, people, limit=3, sort="created_at")
        rest = queries.page(session, people, limit=3, sort="created_at", cursor=first.next_cursor)
    assert [r.name for r in first.items + rest.items] == [name for name, *_ in PEOPLE]


def test_a_list_of_three_costs_what_a_list_of_one_does(people: Actor) -> None:
    def cost(limit: int, q: str = "") -> int:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement != "BEGIN":
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        with db.reading(people) as session:
            assert len(queries.page(session, people, q=q, limit=limit).items) == limit
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    assert (cost(1), cost(3)) == (3, 3)
    assert (cost(1, "91"), cost(2, "91")) == (4, 4)
