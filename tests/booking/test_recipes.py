"""What bookings use: kept when they are made, moved when they move, used when they took place, back when they do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.models import Booking
from careops.booking.schemas import BookingTypeEdit, PersonIn, VariantIn
from careops.booking.schemas.recipes import RecipeIn, UseIn
from careops.booking.schemas.series import RepeatIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import telling
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.core.ids import new_id
from careops.inventory import queries as stock
from careops.inventory.models import Reason, StockReservation
from careops.inventory.schemas import ActualIn
from tests.inventory.shelf import added, do, lots, moved, proven, row, see
from tests.worlds import Shop, opened, workday

pytestmark = pytest.mark.usefixtures("both_engines", "database")
CLEO = PersonIn(name="Cleo Marsh", email="cleo@example.org")


@pytest.fixture
def shop(ana: Actor) -> Shop:
    return opened(ana)


def recipe(shop: Shop, *uses: tuple[UUID, int], variants: tuple[tuple[UUID, UUID, int], ...] = ()) -> None:
    said = [UseIn(item_id=item, quantity=many) for item, many in uses]
    said += [UseIn(item_id=item, variant_id=variant, quantity=many) for item, variant, many in variants]
    do(shop.owner, booking.set_recipe, booking_type_id=shop.service, recipe=RecipeIn(uses=said))


def booked(shop: Shop, number: int = 0, **said: Any) -> UUID:
    start = shop.starts(workday(5))[number]
    return do(shop.owner, booking.book, booking_type_id=shop.service, starts_at=start, customer=CLEO, **said).id


def over(shop: Shop, id: UUID, action: Any = booking.complete) -> None:
    """What happens to it after its time."""
    with telling(shop.starts(workday(5))[-1] + timedelta(days=1)):
        do(shop.owner, action, booking_id=id)


def shelf(shop: Shop, item: UUID) -> tuple[int, int, int]:
    found = row(shop.owner, item)
    return found.quantity, found.reserved, found.available


def test_a_booking_keeps_uses_once_and_is_told_of_by_the_ledger(shop: Shop) -> None:
    dye = added(shop.owner, name="Dye", unit="ml", quantity=200).id
    recipe(shop, (dye, 60))
    id = booked(shop)
    assert shelf(shop, dye) == (200, 60, 140)
    assert [(one.name, one.quantity, one.used) for one in see(shop.owner, bookings.stock_of, booking_id=id)] == [("Dye", 60, None)]
    over(shop, id)
    assert shelf(shop, dye) == (140, 0, 140)
    used, _opening = see(shop.owner, stock.movements, item_id=dye).items
    assert (used.reason, used.change, used.booking_id, used.ref) == ("use", -60, id, f"booking:{id}")
    assert used.contact_id is not None
    with db.reading(shop.owner) as session:
        kept = session.exec(select(StockReservation)).one()
        assert (kept.used, kept.settled_at is not None) == (60, True)
    assert proven(shop.owner, dye)


@pytest.mark.parametrize("how", ["cancel", "decline", "no_show"])
def test_what_does_not_take_place_uses_nothing(shop: Shop, how: str) -> None:
    dye = added(shop.owner, quantity=200).id
    recipe(shop, (dye, 60))
    if how == "decline":
        do(shop.owner, booking.edit_booking_type, booking_type_id=shop.service, change=BookingTypeEdit(auto_confirm=False))
        visitor = Actor.customer(shop.owner.workspace)
        start = shop.starts(workday(5))[0]
        id = do(visitor, booking.book, booking_type_id=shop.service, starts_at=start, customer=CLEO).id
    else:
        id = booked(shop)
    assert shelf(shop, dye) == (200, 60, 140)
    if how == "no_show":
        over(shop, id, booking.mark_no_show)
    else:
        do(shop.owner, getattr(booking, how), booking_id=id)
    assert shelf(shop, dye) == (200, 0, 200)


def test_what_is_kept_moves_with_the_booking(shop: Shop) -> None:
    dye = added(shop.owner, quantity=200).id
    recipe(shop, (dye, 60))
    id = booked(shop)
    later = shop.starts(workday(12))[0]
    do(shop.owner, booking.reschedule, booking_id=id, starts_at=later)
    with db.reading(shop.owner) as session:
        assert session.exec(select(StockReservation.due_at)).one() == later
    assert shelf(shop, dye) == (200, 60, 140)


def test_a_variants_own_line_stands_in_for_the_services(shop: Shop) -> None:
    dye, gloves = added(shop.owner, quantity=500).id, added(shop.owner, name="Gloves", quantity=50).id
    change = BookingTypeEdit(variants=[VariantIn(name="Long", duration=60, price=1), VariantIn(name="Dry", duration=30, price=1)])
    long, dry = (one.id for one in do(shop.owner, booking.edit_booking_type, booking_type_id=shop.service, change=change).variants)
    recipe(shop, (dye, 60), (gloves, 2), variants=((dye, long, 120), (dye, dry, 0)))
    booked(shop, 0, variant_id=long)
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1]) == (120, 2)
    booked(shop, 6, variant_id=dry)
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1]) == (120, 4)


def test_series_and_visits_of_several_services_keep_all_they_use(shop: Shop) -> None:
    dye = added(shop.owner, quantity=500).id
    recipe(shop, (dye, 10))
    start, every_week = shop.starts(workday(5))[0], RepeatIn(frequency="weekly", count=3)
    made = do(shop.owner, booking.book_series, booking_type_id=shop.service, starts_at=start, repeat=every_week, customer=CLEO)
    assert shelf(shop, dye)[1] == 30
    do(shop.owner, booking.cancel_series, series_id=made.id)
    assert shelf(shop, dye)[1] == 0


def test_a_held_time_becomes_a_booking_that_keeps(shop: Shop) -> None:
    dye = added(shop.owner, quantity=500).id
    recipe(shop, (dye, 10))
    visitor = Actor.customer(shop.owner.workspace)
    held = do(visitor, booking.hold, booking_type_id=shop.service, starts_at=shop.starts(workday(5))[0])
    assert shelf(shop, dye)[1] == 0
    do(visitor, booking.book_public, hold=held.token, customer=CLEO)
    assert shelf(shop, dye)[1] == 10


def test_bookings_that_are_to_come_follow_a_new_recipe(shop: Shop) -> None:
    dye, gloves = added(shop.owner, quantity=500).id, added(shop.owner, name="Gloves", quantity=50).id
    id = booked(shop)
    assert shelf(shop, dye)[1] == 0
    recipe(shop, (dye, 10), (gloves, 2))
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1]) == (10, 2)
    recipe(shop, (gloves, 1))
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1]) == (0, 1)
    over(shop, id)
    assert (shelf(shop, dye)[0], shelf(shop, gloves)[0]) == (500, 49)


def test_what_staff_said_of_a_visit_outlives_a_new_recipe(shop: Shop) -> None:
    dye, gloves, cape = (added(shop.owner, name=name, quantity=500).id for name in ("Dye", "Gloves", "Cape"))
    recipe(shop, (dye, 60), (gloves, 2))
    said, left = booked(shop), booked(shop, 4)
    for item, used in ((dye, 80), (gloves, 0), (cape, 1)):
        do(shop.owner, booking.correct_stock, booking_id=said, actual=ActualIn(item_id=item, used=used))
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1], shelf(shop, cape)[1]) == (140, 2, 1)
    recipe(shop, (dye, 100), (gloves, 4))
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1], shelf(shop, cape)[1]) == (180, 4, 1)
    recipe(shop)
    assert (shelf(shop, dye)[1], shelf(shop, gloves)[1], shelf(shop, cape)[1]) == (80, 0, 1)
    do(shop.owner, booking.reschedule, booking_id=said, starts_at=shop.starts(workday(5))[2])
    over(shop, said)
    over(shop, left)
    assert (shelf(shop, dye)[0], shelf(shop, gloves)[0], shelf(shop, cape)[0]) == (420, 500, 499)
    assert proven(shop.owner, dye)


def test_forgotten_bookings_are_completed_at_night_and_use_what_they_need(shop: Shop) -> None:
    dye = added(shop.owner, quantity=500).id
    recipe(shop, (dye, 10))
    booked(shop)
    with telling(shop.starts(workday(5))[-1] + timedelta(days=1)):
        assert do(Actor.system(shop.owner.workspace), booking.complete_past) == 1
        assert do(Actor.system(shop.owner.workspace), booking.complete_past) == 0
    assert shelf(shop, dye) == (490, 0, 490)


def test_staff_say_what_it_really_took_before_and_after(shop: Shop) -> None:
    dye, gloves = added(shop.owner, quantity=500).id, added(shop.owner, name="Gloves", quantity=50).id
    recipe(shop, (dye, 60))
    id = booked(shop)

    def corrected(item: UUID, used: int) -> list[tuple[str, int | None]]:
        told = do(shop.owner, booking.correct_stock, booking_id=id, actual=ActualIn(item_id=item, used=used))
        return [(one.name, one.used) for one in told]

    corrected(dye, 80)
    assert shelf(shop, dye) == (500, 80, 420)
    over(shop, id)
    assert shelf(shop, dye) == (420, 0, 420)
    assert corrected(dye, 95) == [("Foil", 95)]
    assert corrected(dye, 95) == [("Foil", 95)]
    assert shelf(shop, dye)[0] == 405
    assert corrected(dye, 40) == [("Foil", 40)]
    assert shelf(shop, dye)[0] == 460
    assert corrected(gloves, 2) == [("Foil", 40), ("Gloves", 2)]
    assert shelf(shop, gloves)[0] == 48
    assert [(one.reason, one.change) for one in see(shop.owner, stock.movements, item_id=dye).items[:3]] == [
        ("return", 55), ("use", -15), ("use", -80)
    ]  # fmt: skip
    assert proven(shop.owner, dye)
    with pytest.raises(Invalid):
        corrected(new_id(), 1)


def test_what_is_not_there_cannot_be_used_and_the_visit_is_over_all_the_same(shop: Shop) -> None:
    dye = added(shop.owner, quantity=40).id
    recipe(shop, (dye, 60))
    id = booked(shop)
    assert shelf(shop, dye) == (40, 60, -20)
    over(shop, id)
    assert shelf(shop, dye) == (0, 0, 0)
    assert [one.used for one in see(shop.owner, bookings.stock_of, booking_id=id)] == [40]


def test_lots_are_used_first_expiring_first_come_back_and_are_recalled(shop: Shop) -> None:
    dye = added(shop.owner, name="Dye", quantity=0, by_lot=True).id
    first, second = workday(60), workday(90)
    moved(shop.owner, dye, Reason.receive, 50, lot="B", expires_on=second)
    moved(shop.owner, dye, Reason.receive, 50, lot="A", expires_on=first)
    recipe(shop, (dye, 60))
    id = booked(shop)
    over(shop, id)
    assert lots(shop.owner, dye) == {"A": 0, "B": 40}
    told = see(shop.owner, stock.recall, item_id=dye, code="A")
    assert [(line.contact_name, line.booking_id, line.quantity) for line in told.lines] == [("Cleo Marsh", id, 50)]
    assert (told.used, told.left, told.for_nobody) == (50, 0, 0)
    do(shop.owner, booking.correct_stock, booking_id=id, actual=ActualIn(item_id=dye, used=45))
    assert sum(lots(shop.owner, dye).values()) == 55
    assert proven(shop.owner, dye)


def test_a_recipe_names_known_things_once_and_only_the_owner_writes_it(shop: Shop, ben: Actor, stranger: Actor) -> None:
    dye, theirs = added(shop.owner).id, added(stranger).id
    for uses in ([(dye, 1), (dye, 2)], [(theirs, 1)], [(new_id(), 1)]):
        with pytest.raises(Invalid):
            recipe(shop, *uses)
    with pytest.raises(Invalid):
        recipe(shop, variants=((dye, new_id(), 1),))
    with pytest.raises(Forbidden):
        do(ben, booking.set_recipe, booking_type_id=shop.service, recipe=RecipeIn(uses=[]))
    with pytest.raises(NotFound):
        do(stranger, booking.set_recipe, booking_type_id=shop.service, recipe=RecipeIn(uses=[]))
    id = booked(shop)
    with pytest.raises(NotFound):
        do(stranger, booking.correct_stock, booking_id=id, actual=ActualIn(item_id=theirs, used=1))
    with pytest.raises(NotFound):
        see(stranger, bookings.stock_of, booking_id=id)


# ── what it costs ────────────────────────────────────────


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_who_has_no_recipes_is_asked_nothing_about_stock(shop: Shop) -> None:
    with statements() as seen:
        moving, ending = booked(shop), booked(shop, 4)
        do(shop.owner, booking.reschedule, booking_id=moving, starts_at=shop.starts(workday(12))[0])
        do(shop.owner, booking.cancel, booking_id=moving)
        over(shop, ending)
    asked = [one for one in seen if "stock" in one.lower() and "bookingtype" not in one.lower() and "uses_stock" not in one.lower()]
    assert asked == []
    with db.reading(shop.owner) as session:
        assert not any(session.exec(select(Booking.uses_stock)))
