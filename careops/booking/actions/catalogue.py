"""Services, as the owner sets them; bookings already made keep what they were promised."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.booking import queries
from careops.booking.actions.changing import forget, own, said, write
from careops.booking.actions.parts import set_add_ons, set_terms, set_variants
from careops.booking.actions.serving import furnish, staff_service, weigh
from careops.booking.events import BookingTypeChanged, BookingTypeCreated, BookingTypeRemoved
from careops.booking.models import BookingLine, BookingType, Slot
from careops.booking.rules import SlugTaken, address_word, check_sold
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, BookingTypeRow
from careops.core.actor import Actor, Permission

PARTS = {"provider_ids", "variants", "add_ons", "needs", "terms", "weights"}
FIELDS = BookingTypeEdit.model_fields.keys() - PARTS


def create_booking_type(db: Session, actor: Actor, *, given: BookingTypeIn) -> BookingTypeRow:
    """Puts a service on offer; without an address word it gets one from its name."""
    actor.require(Permission.settings)
    told = given.model_dump(exclude={"slug", *PARTS})
    made = BookingType(**told, slug=given.slug or _free_slug(db, given.name))
    db.add(made)
    _write_slug(db)
    _set_parts(db, made.id, given)
    record(db, actor, BookingTypeCreated(subject=made.id, name=made.name))
    return _fitting(db, actor, made.id)


def edit_booking_type(
    db: Session, actor: Actor, *, booking_type_id: UUID, change: BookingTypeEdit, version: int | None = None
) -> BookingTypeRow:
    """Changes what is offered from now on."""
    actor.require(Permission.settings)
    found = own(db, BookingType, booking_type_id, version)
    changed = write(found, said(change, FIELDS))
    _write_slug(db)
    changed += _set_parts(db, found.id, change)
    if changed:
        found.version += 1
        record(db, actor, BookingTypeChanged(subject=found.id, name=found.name, changed=changed))
    return _fitting(db, actor, found.id)


def _set_parts(db: Session, type_id: UUID, given: BookingTypeIn | BookingTypeEdit) -> list[str]:
    """Every list that was given takes the place of the whole list; the people and the variants first, since terms are about them."""
    return [
        *(staff_service(db, type_id, given.provider_ids) if given.provider_ids is not None else ()),
        *(weigh(db, type_id, given.weights) if given.weights is not None else ()),
        *(set_variants(db, type_id, given.variants) if given.variants is not None else ()),
        *(set_add_ons(db, type_id, given.add_ons) if given.add_ons is not None else ()),
        *(furnish(db, type_id, given.needs) if given.needs is not None else ()),
        *(set_terms(db, type_id, given.terms) if given.terms is not None else ()),
    ]


def _fitting(db: Session, actor: Actor, type_id: UUID) -> BookingTypeRow:
    """The service as it is now, unless its parts do not fit each other."""
    db.flush()
    row = queries.booking_type(db, actor, booking_type_id=type_id)
    check_sold(row)
    return row


def order_booking_types(db: Session, actor: Actor, *, ids: Sequence[UUID]) -> list[BookingTypeRow]:
    """Puts the services in this order; those not named follow as they stand."""
    actor.require(Permission.settings)
    wanted = {id: place for place, id in enumerate(dict.fromkeys(ids))}
    rows = db.scalars(sa.select(BookingType).order_by(col(BookingType.position), col(BookingType.name), col(BookingType.id))).all()
    for position, found in enumerate(sorted(rows, key=lambda row: wanted.get(row.id, len(wanted)))):
        if write(found, {"position": position}):
            found.version += 1
            record(db, actor, BookingTypeChanged(subject=found.id, name=found.name, changed=["position"]))
    db.flush()
    return queries.booking_types(db, actor)


def remove_booking_type(db: Session, actor: Actor, *, booking_type_id: UUID) -> None:
    """Forgets a service nobody ever booked; one with bookings can only be put away."""
    actor.require(Permission.settings)
    found = own(db, BookingType, booking_type_id)
    forget(
        db,
        found,
        sa.select(col(BookingLine.id)).where(col(BookingLine.booking_type_id) == found.id),
        sa.select(col(Slot.id)).where(col(Slot.booking_type_id) == found.id),
    )
    record(db, actor, BookingTypeRemoved(subject=found.id, name=found.name))


def _free_slug(db: Session, name: str) -> str:
    word, taken = address_word(name), set(db.exec(select(BookingType.slug)))
    return word if word not in taken else next(f"{word}-{n}" for n in range(2, len(taken) + 3) if f"{word}-{n}" not in taken)


def _write_slug(db: Session) -> None:
    try:
        db.flush()
    except IntegrityError as clash:
        if "slug" in str(clash.orig):
            raise SlugTaken from None
        raise
