"""What bookings of a service use of stocked things."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.models import Booking, BookingType, StockUse, Variant
from careops.booking.queries.ask import ask
from careops.booking.schemas.recipes import RecipeRow, UseRow, UserRow
from careops.core.actor import Actor, Permission
from careops.core.errors import NotFound
from careops.inventory import queries as stock
from careops.inventory.schemas import PromiseRow


def recipe(db: Session, actor: Actor, *, booking_type_id: UUID) -> RecipeRow:
    """What one booking of a service uses, or NotFound."""
    actor.require(Permission.bookings_view)
    if not ask(db, sa.select(col(BookingType.id)).where(col(BookingType.id) == booking_type_id)):
        raise NotFound
    asked = (
        sa.select(col(StockUse.item_id), col(StockUse.variant_id), col(StockUse.quantity), col(Variant.name))
        .outerjoin(Variant, col(Variant.id) == col(StockUse.variant_id))
        .where(col(StockUse.booking_type_id) == booking_type_id)
        .order_by(col(StockUse.variant_id).is_not(None), col(Variant.position), col(StockUse.id))
    )
    rows = ask(db, asked)
    names = stock.names(db, actor, ids=[row[0] for row in rows])
    uses = [
        UseRow(item_id=item, item=names[item][0], unit=names[item][1], variant_id=variant, variant=name or "", quantity=quantity)
        for item, variant, quantity, name in rows
    ]
    return RecipeRow(booking_type_id=booking_type_id, uses=uses)


def stock_of(db: Session, actor: Actor, *, booking_id: UUID) -> list[PromiseRow]:
    """What is kept on the shelf for a booking, or was used for it; NotFound for a booking that is not there."""
    actor.require(Permission.bookings_view)
    if not ask(db, sa.select(col(Booking.id)).where(col(Booking.id) == booking_id)):
        raise NotFound
    return stock.promised(db, actor, booking_id=booking_id)


def using(db: Session, actor: Actor, *, item_id: UUID) -> list[UserRow]:
    """The services of which a booking uses an item, by name; nothing for who may not see bookings."""
    if not actor.can(Permission.bookings_view):
        return []
    asked = (
        sa.select(col(BookingType.id), col(BookingType.name), col(Variant.name), col(StockUse.quantity))
        .join(StockUse, col(StockUse.booking_type_id) == col(BookingType.id))
        .outerjoin(Variant, col(Variant.id) == col(StockUse.variant_id))
        .where(col(StockUse.item_id) == item_id)
        .order_by(col(BookingType.name), col(Variant.position), col(StockUse.id))
        .limit(100)
    )
    return [
        UserRow(booking_type_id=id, name=name, variant=variant or "", quantity=quantity) for id, name, variant, quantity in ask(db, asked)
    ]
