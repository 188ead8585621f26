"""What came onto the shelf and went from it beside what visits take: an order in two parts, opened boxes, a count, a draft."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.core.clock import local
from careops.demo.act import Act
from careops.demo.opening import Salon
from careops.demo.salon import ZONE
from careops.demo.shelf import ALBA, BLEACH, CELLAR, CLAY, COLOUR, DEVELOPER, FOIL, GLOVES, SHAMPOO, TONER, TOWELS
from careops.inventory import actions as inventory
from careops.inventory import queries as stock
from careops.inventory.schemas import (
    ArrivalIn,
    CountIn,
    ItemEdit,
    MovementIn,
    OrderIn,
    OrderLineIn,
    Reason,
    ReceiveIn,
    ReorderIn,
    StocktakeIn,
    TransferIn,
)

# By the day from today: (days ago, item, how many, why, a note).
MOVED = (
    (20, DEVELOPER, 3, Reason.use, ""),
    (18, FOIL, 1, Reason.use, ""),
    (16, TONER, 2, Reason.use, ""),
    (14, DEVELOPER, 12, Reason.receive, ""),
    (12, CLAY, 2, Reason.use, ""),
    (12, GLOVES, 100, Reason.receive, ""),
    (11, CLAY, 1, Reason.sale, ""),
    (10, FOIL, 1, Reason.use, ""),
    (9, DEVELOPER, 6, Reason.use, ""),
    (9, BLEACH, 40, Reason.waste, "The tub tipped over"),
    (6, TONER, 2, Reason.use, ""),
    (5, CLAY, 1, Reason.sale, ""),
    (4, FOIL, 1, Reason.use, ""),
    (3, "Shampoo, 5 l", 1, Reason.use, ""),
    (2, DEVELOPER, 8, Reason.use, ""),
    (1, CLAY, 1, Reason.sale, ""),
    (1, FOIL, 2, Reason.use, ""),
)

# What Alba sent, and when: (days ago, item, how many, lot, expires in so many days from today). The rest came a month late.
FIRST = ((COLOUR, 1980, "A7-0931", 11), (BLEACH, 1500, "BP-118", 150))
REST = ((COLOUR, 900, "A7-1187", 240),)
WATCHED = {COLOUR: 480, BLEACH: 500}
Came = tuple[tuple[str, int, str, int], ...]


def acts(now: datetime) -> Iterator[Act]:
    """All of it, each in its moment; nobody is written to about any of it."""
    made: list[UUID] = []
    moments: list[tuple[timedelta, Callable[[Session, Salon], object]]] = [
        (timedelta(days=40), partial(_order, made=made)),
        (timedelta(days=38), partial(_receive, made=made, came=FIRST, now=now)),
        (timedelta(days=37), _watch),
        (timedelta(days=10, hours=5), _carry),
        (timedelta(days=8), partial(_receive, made=made, came=REST, now=now)),
        (timedelta(days=6, hours=3), _count),
        (timedelta(hours=20), _draft),
    ]
    moments += [(timedelta(days=ago, hours=1), _moving(item, many, why, note)) for ago, item, many, why, note in MOVED]
    for ago, do in moments:
        yield Act(now - ago, do, quiet=True)


def _moving(item: str, quantity: int, reason: Reason, note: str) -> Callable[[Session, Salon], object]:
    movement = MovementIn(reason=reason, quantity=quantity, note=note)
    return lambda session, salon: inventory.move(session, salon.mia, item_id=salon.items[item], movement=movement)


def _order(session: Session, salon: Salon, *, made: list[UUID]) -> None:
    """The first order: everything that has a lot."""
    supplier = next(one.id for one in stock.suppliers(session, salon.ana).items if one.name == ALBA.name)
    wanted: dict[str, int] = {}
    for name, quantity, _lot, _days in (*FIRST, *REST):
        wanted[name] = wanted.get(name, 0) + quantity
    lines = [OrderLineIn(item_id=salon.items[name], quantity=quantity) for name, quantity in wanted.items()]
    order = inventory.draft_order(session, salon.ana, order=OrderIn(supplier_id=supplier, lines=lines))
    made.append(inventory.place_order(session, salon.ana, order_id=order.id).id)


def _receive(session: Session, salon: Salon, *, made: list[UUID], came: Came, now: datetime) -> None:
    today = local(now, ZONE).date()
    lines = {line.item_id: line.id for line in stock.order(session, salon.ana, order_id=made[0]).lines}
    arrivals = [
        ArrivalIn(line_id=lines[salon.items[name]], quantity=quantity, lot=lot, expires_on=today + timedelta(days=days))
        for name, quantity, lot, days in came
    ]
    inventory.receive_order(session, salon.mia, order_id=made[0], received=ReceiveIn(arrivals=arrivals))


def _watch(session: Session, salon: Salon) -> None:
    """What came for the first time is watched from now on."""
    for name, threshold in WATCHED.items():
        inventory.edit_item(session, salon.mia, item_id=salon.items[name], edit=ItemEdit(threshold=threshold))


def _carry(session: Session, salon: Salon) -> None:
    """Half of the towels wait below."""
    here, there = (next(one for one in stock.locations(session, salon.ana) if (one.name == CELLAR) == below) for below in (False, True))
    wanted = TransferIn(quantity=30, from_id=here.id, to_id=there.id)
    inventory.transfer(session, salon.mia, item_id=salon.items[TOWELS], transfer=wanted)


def _count(session: Session, salon: Salon) -> None:
    """A blind count upstairs: two towels have gone, and bottles are never quite as full as the books have them."""
    take = inventory.start_stocktake(session, salon.mia, stocktake=StocktakeIn())
    found: dict[str, int] = {TOWELS: 28}
    found |= {name: stock.get(session, salon.mia, item_id=salon.items[name]).quantity for name in (CLAY, TONER, SHAMPOO)}
    found[SHAMPOO] -= 140
    for name, counted in found.items():
        told: dict[str, Any] = {"item_id": salon.items[name], "counted": counted}
        inventory.count_item(session, salon.mia, stocktake_id=take.id, count=CountIn.model_validate(told))
    inventory.apply_stocktake(session, salon.mia, stocktake_id=take.id)


def _draft(session: Session, salon: Salon) -> None:
    """What runs short of Alba's waits in a draft for Ana to look at."""
    wanted = ReorderIn(item_ids=[salon.items[FOIL], salon.items[DEVELOPER]])
    inventory.draft_reorders(session, salon.mia, reorder=wanted)
