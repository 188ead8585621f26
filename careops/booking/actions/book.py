"""Booking: from a hold or straight away, by the customer or for them; one transaction, one fact a seat."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.agree import agreement
from careops.booking.actions.made import make
from careops.booking.actions.occupy import Owner, find, keep_session, take
from careops.booking.actions.told import tell
from careops.booking.events import BookingCreated
from careops.booking.models import SEATS, Booking, Hold, Occupancy, OccupancyKind
from careops.booking.queries.ask import ask
from careops.booking.queries.rows import Words, booking_row, public_row
from careops.booking.rules import HoldExpired, seconds
from careops.booking.schemas import BookingRow, PersonIn, PublicBookingRow
from careops.booking.schemas.wanted import Visit, Wanted
from careops.business import queries as business
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.rules.consent import writes_about_it
from careops.contacts.schemas import ContactRow
from careops.contacts.schemas import Source as Origin
from careops.core.actor import Actor, Kind, Permission, Source
from careops.core.clock import now
from careops.core.crypto import token_hash
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id

HELD = Prepared(sa.select(Hold).where(col(Hold.token_hash) == sa.bindparam("hash")).with_for_update(of=Hold))


def book(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID | None = None,
    starts_at: datetime | None = None,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    hold: str | None = None,
    customer: PersonIn | None = None,
    contact_id: UUID | None = None,
    dependent_id: UUID | None = None,
    notes: str = "",
    address: str = "",
) -> BookingRow:
    """Books what is held, or a visit at a time; customers only what is offered, staff whatever is free.

    The same hold books once: sent again, it returns the same booking. Of several seats each is a booking of its own; the first
    is returned, and `party_id` says which belong together.
    """
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    visit = _visit(booking_type_id, provider_id, variant_id, add_on_ids, also)
    made, said = _book(db, actor, visit, starts_at, seats, hold, customer, contact_id, notes, address, dependent_id)
    return booking_row(made, said)


def book_public(
    db: Session,
    actor: Actor,
    *,
    customer: PersonIn | None = None,
    hold: str | None = None,
    booking_type_id: UUID | None = None,
    starts_at: datetime | None = None,
    provider_id: UUID | None = None,
    variant_id: UUID | None = None,
    add_on_ids: Sequence[UUID] = (),
    also: Visit = (),
    seats: int = 1,
    notes: str = "",
    address: str = "",
    locale: str = "en",
) -> PublicBookingRow:
    """The same for a customer, who gets their private link with it."""
    visit = _visit(booking_type_id, provider_id, variant_id, add_on_ids, also)
    made, said = _book(db, actor, visit, starts_at, seats, hold, customer, None, notes, address)
    return public_row(made, Words(said.now, locale, said.hour_cycle))


def _visit(
    booking_type_id: UUID | None, provider_id: UUID | None, variant_id: UUID | None, add_on_ids: Sequence[UUID], also: Visit
) -> Visit:
    return [Wanted(booking_type_id, provider_id, variant_id, tuple(add_on_ids)), *also] if booking_type_id else []


def _book(
    db: Session,
    actor: Actor,
    visit: Visit,
    starts_at: datetime | None,
    seats: int,
    hold: str | None,
    customer: PersonIn | None,
    contact_id: UUID | None,
    notes: str,
    address: str,
    dependent_id: UUID | None = None,
) -> tuple[Booking, Words]:
    host = business.profile(db, actor)
    said = Words(now(), host.spoken(), host.hour_cycle)
    at = seconds(said.now)
    if hold is not None:
        kept = _held(db, hold, at)
        if kept.booking_id is not None:
            return db.scalars(sa.select(Booking).where(col(Booking.id) == kept.booking_id)).one(), said
        who = whom(db, actor, customer, contact_id)
        bookings = make(db, actor, kept.plan, who, notes, address, **theirs(db, actor, who, dependent_id))
        become(db, kept, bookings)
    elif not visit or starts_at is None:
        raise Invalid.field("starts_at", "Give a hold, or a booking type and a time")
    else:
        found, how = find(db, actor, visit, seconds(starts_at), at, seats)
        plan = agreement(found, how, host, seats)
        owners = [Owner(booking_id=new_id()) for _ in range(seats)]
        who = whom(db, actor, customer, contact_id)
        bookings = make(
            db,
            actor,
            plan,
            who,
            notes,
            address,
            ids=[owner.booking_id for owner in owners],
            takes=lambda: take(db, found, how, at, owners),
            **theirs(db, actor, who, dependent_id),
        )
    for booking in bookings:
        tell(db, actor, BookingCreated, booking)
    return bookings[0], said


def _held(db: Session, token: str, at: int) -> Hold:
    """The hold, this transaction's alone, and perhaps the booking it has become already."""
    for (kept,) in HELD.ask(db, hash=token_hash(token)):
        if kept.booking_id is not None or kept.expires > at:
            return kept
    raise HoldExpired


def become(db: Session, kept: Hold, bookings: Sequence[Booking]) -> None:
    """The hold becomes the bookings: the same rows, so there is no moment in which the time is free. Raises HoldExpired."""
    mine = sa.update(Occupancy).where(col(Occupancy.hold_id) == kept.id)
    now_is = {"kind": OccupancyKind.booking, "hold_id": None, "expires": None}
    seats = sa.select(col(Occupancy.id), col(Occupancy.slot_id)).where(col(Occupancy.hold_id) == kept.id, col(Occupancy.lane) >= SEATS)
    taken: defaultdict[UUID | None, int] = defaultdict(int)
    for id, slot_id in ask(db, seats.order_by(col(Occupancy.lane))) if len(bookings) > 1 else ():
        theirs = mine.where(col(Occupancy.id) == id).values(booking_id=bookings[taken[slot_id]].id, **now_is)
        db.exec(theirs, execution_options={"synchronize_session": False})
        taken[slot_id] += 1
    db.exec(mine.values(booking_id=bookings[0].id, **now_is), execution_options={"synchronize_session": False})
    for line in kept.plan["lines"]:
        if line["slot_id"]:
            keep_session(db, UUID(line["slot_id"]), None)
    kept.booking_id = bookings[0].id
    db.flush()
    if seconds(now()) >= kept.expires:  # whoever came after its end may have cleared it away while this transaction waited
        raise HoldExpired


def whom(db: Session, actor: Actor, customer: PersonIn | None, contact_id: UUID | None) -> ContactRow:
    """For whom it is: whoever asks, the contact that was named, or somebody perhaps new."""
    if actor.contact_id is not None:
        return contacts.get(db, actor, contact_id=actor.contact_id)
    if contact_id is not None and actor.kind is not Kind.customer:
        known = contacts.by_ids(db, actor, ids=[contact_id]).get(contact_id)
        if known is None:
            raise NotFound
        return known
    if customer is None:
        raise Invalid.field("customer", "Say who it is for")
    origin = {Source.api: Origin.api, Source.demo: Origin.demo, Source.app: Origin.staff}.get(actor.source, Origin.booking)
    agreed = writes_about_it(customer.locale) if actor.source is Source.public else ""
    return contact.register(db, actor, **customer.model_dump(), source=origin, agreed=agreed)


def theirs(db: Session, actor: Actor, who: ContactRow, dependent_id: UUID | None) -> dict[str, Any]:
    """Whom it is for where that is not the contact: one of those they book for. Nothing is asked where nobody was named."""
    if dependent_id is None:
        return {}
    found = contacts.dependent_of(db, actor, contact_id=who.id, dependent_id=dependent_id)
    if found is None:
        raise Invalid.field("dependent_id", "This customer books for nobody like that")
    return {"dependent_id": found.id, "dependent_name": found.name}
