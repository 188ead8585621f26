"""What bookings of a service use of stocked things, and what one of them really used."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking import queries
from careops.booking.actions.changing import own
from careops.booking.events import BookingTypeChanged
from careops.booking.models import Booking, BookingLine, BookingType, Status, StockUse, Variant
from careops.booking.queries.ask import ask
from careops.booking.rules import IllegalMove
from careops.booking.schemas.recipes import RecipeIn, RecipeRow, UseIn
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid, NotFound
from careops.inventory import actions as stock
from careops.inventory.queries import names
from careops.inventory.schemas import ActualIn, PromiseRow

COMING = (Status.pending, Status.confirmed)
CHUNK = 500


def set_recipe(db: Session, actor: Actor, *, booking_type_id: UUID, recipe: RecipeIn, version: int | None = None) -> RecipeRow:
    """What one booking of the service uses from now on; for those still to come it is kept at once, and what staff said of one stays."""
    actor.require(Permission.settings)
    found = own(db, BookingType, booking_type_id, version)
    _check(db, actor, booking_type_id, recipe.uses)
    db.exec(sa.delete(StockUse).where(col(StockUse.booking_type_id) == booking_type_id))
    db.add_all([StockUse(booking_type_id=booking_type_id, **use.model_dump()) for use in recipe.uses])
    found.version += 1
    db.flush()
    _follow(db, actor, booking_type_id)
    record(db, actor, BookingTypeChanged(subject=found.id, name=found.name, changed=["stock"]))
    return queries.recipe(db, actor, booking_type_id=booking_type_id)


def correct_stock(db: Session, actor: Actor, *, booking_id: UUID, actual: ActualIn) -> list[PromiseRow]:
    """What a visit really took of an item. After it took place the difference moves; before, it says what will be taken."""
    actor.require(Permission.bookings_manage)
    booking = db.scalars(sa.select(Booking).where(col(Booking.id) == booking_id).with_for_update()).one_or_none()
    if booking is None:
        raise NotFound
    if booking.status not in (*COMING, Status.completed):
        raise IllegalMove(booking.status, "using stock")
    over = booking.status == Status.completed
    due, whose = booking.starts_at, booking.contact_id
    if stock.correct_use(db, actor, booking_id=booking_id, actual=actual, due_at=due, contact_id=whose, over=over):
        booking.uses_stock = True
    db.flush()
    return queries.stock_of(db, actor, booking_id=booking_id)


def _check(db: Session, actor: Actor, type_id: UUID, uses: Sequence[UseIn]) -> None:
    known = names(db, actor, ids=[use.item_id for use in uses])
    variants = {id for (id,) in ask(db, sa.select(col(Variant.id)).where(col(Variant.booking_type_id) == type_id))}
    seen: set[tuple[UUID, UUID | None]] = set()
    for number, use in enumerate(uses):
        if use.item_id not in known:
            raise Invalid.field(f"uses.{number}.item_id", "Choose from the items here")
        if use.variant_id is not None and use.variant_id not in variants:
            raise Invalid.field(f"uses.{number}.variant_id", "Choose one of the service's variants")
        if (use.item_id, use.variant_id) in seen:
            raise Invalid.field(f"uses.{number}.item_id", "This item stands in the list already")
        seen.add((use.item_id, use.variant_id))


# ── bookings that are still to come ──────────────────────


def _follow(db: Session, actor: Actor, type_id: UUID) -> None:
    """Bookings still to come use what the recipe says now, but for what staff said of one of them."""
    ahead = (
        sa.select(col(Booking.id))
        .join(BookingLine, col(BookingLine.booking_id) == col(Booking.id))
        .where(col(BookingLine.booking_type_id) == type_id, col(Booking.status).in_(COMING), col(Booking.starts_at) > now())
        .distinct()
    )
    ids = sorted(id for (id,) in ask(db, ahead))
    for start in range(0, len(ids), CHUNK):
        _keep(db, actor, ids[start : start + CHUNK])


def _keep(db: Session, actor: Actor, ids: Sequence[UUID]) -> None:
    db.scalars(sa.select(col(Booking.id)).where(col(Booking.id).in_(ids)).order_by(col(Booking.id)).with_for_update()).all()
    lines = ask(
        db,
        sa.select(col(Booking.id), col(Booking.starts_at), col(BookingLine.booking_type_id), col(BookingLine.variant_id))
        .join(BookingLine, col(BookingLine.booking_id) == col(Booking.id))
        .where(col(Booking.id).in_(ids), col(Booking.status).in_(COMING)),
    )
    recipes = _recipes(db, {line[2] for line in lines})
    wanted: dict[UUID, tuple[datetime, dict[UUID, int]]] = {}
    for id, due, of_type, variant in lines:
        _due, needed = wanted.setdefault(id, (due, defaultdict(int)))
        for item, quantity in {**recipes.get((of_type, None), {}), **recipes.get((of_type, variant), {})}.items():
            needed[item] += quantity
    kept = stock.keep_instead(db, actor, wanted=wanted)
    mine = sa.update(Booking).where(col(Booking.id).in_(ids))
    db.exec(mine.values(uses_stock=col(Booking.id).in_(kept)), execution_options={"synchronize_session": "fetch"})


def _recipes(db: Session, types: set[UUID]) -> dict[tuple[UUID, UUID | None], dict[UUID, int]]:
    """What each service, and each of its variants, uses of which item."""
    asked = sa.select(col(StockUse.booking_type_id), col(StockUse.variant_id), col(StockUse.item_id), col(StockUse.quantity))
    found: dict[tuple[UUID, UUID | None], dict[UUID, int]] = {}
    for of_type, variant, item, quantity in ask(db, asked.where(col(StockUse.booking_type_id).in_(types))):
        found.setdefault((of_type, variant), {})[item] = quantity
    return found
