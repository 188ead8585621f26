"""Lists and counts of stock, each with a fixed number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from careops.core import db
from careops.core.actor import Actor
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import ItemIn

pytestmark = pytest.mark.usefixtures("database")


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def stocked(actor: Actor, *said: tuple[str, int, int]) -> None:
    with db.transaction(actor) as session:
        for name, quantity, threshold in said:
            inventory.add_item(session, actor, item=ItemIn(name=name, quantity=quantity, threshold=threshold))


def test_counts_tell_low_from_critical_in_one_statement(ana: Actor) -> None:
    stocked(ana, ("Developer", 3, 8), ("Foil", 2, 3), ("Gloves", 38, 50), ("Copper", 11, 4), ("Unwatched", 0, 0))
    with db.reading(ana) as session, statements() as seen:
        counts = stock.counts(session, ana)
    assert (counts.items, counts.low, counts.critical) == (5, 2, 1)
    assert len(seen) == 1


def test_counts_of_an_empty_shelf_are_zero(ana: Actor) -> None:
    with db.reading(ana) as session:
        assert stock.counts(session, ana).model_dump() == {"items": 0, "low": 0, "critical": 0}


@pytest.mark.parametrize("more", [0, 2])
def test_the_emptiest_comes_first_in_as_many_statements_for_few_as_for_many(ana: Actor, more: int) -> None:
    stocked(ana, ("Gloves", 38, 50), ("Developer", 3, 8), ("Copper", 11, 4), *((f"Full {i}", 9, 1) for i in range(more)))
    with db.reading(ana) as session, statements() as seen:
        assert [(item.name, item.state) for item in stock.low(session, ana)] == [("Developer", "critical"), ("Gloves", "low")]
    assert len(seen) == 4  # the rows, where the business is, what was used, what is booked


def test_items_come_by_name_page_by_page(ana: Actor) -> None:
    stocked(ana, *((f"Item {n}", 1, 0) for n in (3, 1, 2)))
    with db.reading(ana) as session:
        first = stock.items(session, ana, limit=2)
        rest = stock.items(session, ana, limit=2, cursor=first.next_cursor)
    assert [item.name for item in first.items + rest.items] == ["Item 1", "Item 2", "Item 3"]
    assert rest.next_cursor is None


def test_only_what_runs_short_when_asked(ana: Actor) -> None:
    stocked(ana, ("Foil", 2, 3), ("Copper", 11, 4))
    with db.reading(ana) as session:
        assert [item.name for item in stock.items(session, ana, short=True).items] == ["Foil"]


def test_a_stranger_counts_their_own_shelf(ana: Actor, stranger: Actor) -> None:
    stocked(ana, ("Foil", 2, 3))
    with db.reading(stranger) as session:
        assert stock.counts(session, stranger).items == 0
        assert stock.low(session, stranger) == []
        assert stock.items(session, stranger).items == []
