"""How long things last: pure numbers first, then the shelf."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import event

from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now, telling
from careops.core.ids import new_id
from careops.inventory import queries as stock
from careops.inventory.models import Reason
from careops.inventory.rules.outlook import FARTHEST, Wanted, falls_to, levels, packs, rate, reserve_by, suggested
from tests.inventory.shelf import added, moved, reserved, row, see

NOTHING = [0] * 29


def test_the_last_week_counts_twice_and_a_new_item_as_a_week_at_least() -> None:
    assert rate(7, 28, 28) == 1000  # one a day, all the time
    assert rate(14, 14, 28) == 800  # two a day since a week, before that nothing: between 500 and 2000
    assert rate(0, 14, 28) == 400
    assert rate(5, 5, 1) == 715  # a first day is not seven times itself
    assert rate(-3, -3, 28) == 0  # more came back than went


def test_what_is_booked_and_the_rate_are_not_added_up() -> None:
    booked = [0, 3, 0, 3, *[0] * 25]
    assert levels(10, booked, 1000, 4) == [10, 7, 7, 4, 4]
    assert levels(10, NOTHING, 1000, 4) == [10, 9, 8, 7, 6]
    assert falls_to(0, 6, booked, 0) == 3
    assert falls_to(0, 6, booked, 2000) == 3
    assert falls_to(0, 60, NOTHING, 1000) == 60
    assert falls_to(0, 61, NOTHING, 1000) is None
    assert falls_to(0, 1, NOTHING, 0) is None
    assert falls_to(0, 0, NOTHING, 0) == 0


def test_it_falls_on_the_first_day_whose_end_is_so_low() -> None:
    dice = Random(5)
    for _case in range(3000):
        booked = [dice.choice((0, 0, 0, 1, 5)) for _day in range(29)]
        daily, level, quantity = dice.choice((0, 1, 40, 333, 1000, 4100)), dice.randint(0, 6), dice.randint(-3, 70)
        ends = (day for day in range(FARTHEST + 1) if quantity - reserve_by(booked, daily, day) <= level)
        assert falls_to(level, quantity, booked, daily) == next(ends, None), (level, quantity, booked, daily)


@pytest.mark.parametrize(
    ("wanted", "many"),
    [
        (Wanted(10, 0, 4, 6, 0, 1, 0), 0),  # enough
        (Wanted(4, 0, 4, 6, 0, 1, 0), 6),  # at its threshold: the usual quantity
        (Wanted(4, 0, 4, 6, 6, 1, 0), 0),  # on its way
        (Wanted(6, 3, 4, 0, 0, 1, 0), 2),  # what is promised does not count
        (Wanted(10, 0, 0, 0, 0, 1, 12), 3),  # does not last
        (Wanted(400, 0, 500, 0, 0, 1000, 900), 2000),  # whole packs
    ],
)
def test_as_many_are_suggested_as_are_missing(wanted: Wanted, many: int) -> None:
    assert suggested(wanted) == many
    assert suggested(wanted) % wanted.pack == 0


def test_packs_are_rounded_up() -> None:
    assert [packs(quantity, 6) for quantity in (0, 1, 6, 7)] == [0, 1, 1, 2]


# ── on the shelf ─────────────────────────────────────────


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def worn(actor: Actor, *, days: int = 14, daily: int = 1, left: int = 10, **said: object) -> UUID:
    """An item that was used every day for so long."""
    start = now() - timedelta(days=days)
    with telling(start):
        item = added(actor, quantity=left + days * daily, **said).id
    for day in range(days):
        with telling(start + timedelta(days=day)):
            moved(actor, item, Reason.use, daily)
    return item


@pytest.mark.usefixtures("both_engines", "database")
def test_shampoo_runs_out_on_a_day_with_a_name(ana: Actor) -> None:
    item = worn(ana, name="Shampoo")
    told = see(ana, stock.forecast, item_id=item)
    assert (told.quantity, told.daily_thousandths) == (10, 910)  # of fifteen days today has none yet
    assert told.days_left == 11
    assert told.runs_out_on == told.ahead[11].day
    assert told.sentence.startswith("Runs out on ")
    assert [day.level for day in told.before[-3:]] == [11, 10, 10]
    assert (len(told.ahead), told.ahead[0].level) == (29, 10)


@pytest.mark.usefixtures("both_engines", "database")
def test_bookings_that_are_due_empty_the_shelf_sooner(ana: Actor) -> None:
    item = worn(ana, name="Shampoo")
    reserved(ana, item, new_id(), 6, 2)
    reserved(ana, item, new_id(), 4, 4)
    told = see(ana, stock.forecast, item_id=item)
    assert (told.reserved, told.available, told.days_left) == (10, 0, 4)
    assert (told.ahead[2].booked, told.ahead[2].level, told.ahead[4].level) == (6, 4, 0)
    assert (row(ana, item).days_left, row(ana, item).available) == (4, 0)


@pytest.mark.usefixtures("both_engines", "database")
def test_a_list_of_any_length_takes_the_same_statements(ana: Actor) -> None:
    for number in range(6):
        reserved(ana, added(ana, name=f"Item {number}").id, new_id(), 1, number)
    counts: list[int] = []
    for limit in (1, 6):
        with db.reading(ana) as session, statements() as seen:
            page = stock.items(session, ana, limit=limit)
        assert len(page.items) == limit
        counts.append(len(seen))
    assert counts == [4, 4]


@pytest.mark.usefixtures("both_engines", "database")
def test_what_to_order_says_of_each_item_what_its_own_page_says(ana: Actor, stranger: Actor) -> None:
    dice = Random(5)
    reserved(stranger, added(stranger, name="Theirs", quantity=0, threshold=5).id, new_id(), 3, 1)
    items = [worn(ana, name="Shampoo", left=3), *(added(ana, name=f"Item {n}", quantity=dice.randint(0, 12)).id for n in range(5))]
    for item in items:
        for _visit in range(dice.randint(0, 4)):
            reserved(ana, item, new_id(), dice.randint(1, 3), dice.randint(-2, 25))
    added(ana, name="Pads", quantity=0, counted=False)
    told = {one.item_id: one for one in see(ana, stock.suggestions)}
    pages = {item: see(ana, stock.forecast, item_id=item) for item in items}
    assert set(told) == {item for item, page in pages.items() if page.suggested}
    assert 0 < len(told) < len(items)
    for item, one in told.items():
        page = pages[item]
        assert (one.suggested, one.available, one.days_left) == (page.suggested, page.available, page.days_left)
        assert (one.quantity, one.incoming, one.threshold) == (page.quantity, page.incoming, page.threshold)


@pytest.mark.usefixtures("both_engines", "database")
def test_what_to_order_takes_the_same_statements_however_many_items_there_are(ana: Actor) -> None:
    counts: list[int] = []
    for number in range(3):
        reserved(ana, added(ana, name=f"Item {number}", quantity=1).id, new_id(), 1, number)
        with db.reading(ana) as session, statements() as seen:
            assert len(stock.suggestions(session, ana)) == number + 1
        counts.append(len(seen))
    assert len(set(counts)) == 1
