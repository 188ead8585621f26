"""Booking: from a hold or straight away, by the customer or for them; one transaction, one fact."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.occupy import check_offered, choose, locked, settle, take
from careops.booking.actions.told import tell
from careops.booking.events import BookingCreated
from careops.booking.models import Booking, BookingType, Occupancy, OccupancyKind, Provider, Status
from careops.booking.queries.free import offer_of
from careops.booking.queries.rows import Words, booking_row, public_row
from careops.booking.rules import HoldExpired, NotOffered, moment, seconds, wall_text
from careops.booking.schemas import BookingRow, PersonIn, PublicBookingRow
from careops.business import queries as business
from careops.business.schemas import BusinessRow
from careops.contacts import actions as contact
from careops.contacts import queries as contacts
from careops.contacts.schemas import ContactRow
from careops.contacts.schemas import Source as Origin
from careops.core.actor import Actor, Kind, Permission, Source
from careops.core.clock import now
from careops.core.crypto import token_hash
from careops.core.db import Prepared
from careops.core.errors import Invalid, NotFound
from careops.core.ids import new_id

HELD = Prepared(
    sa.select(Occupancy, BookingType, Provider, Booking)
    .join(BookingType, col(BookingType.id) == col(Occupancy.booking_type_id))
    .join(Provider, col(Provider.id) == col(Occupancy.provider_id))
    .outerjoin(Booking, col(Booking.id) == col(Occupancy.booking_id))
    .where(col(Occupancy.hold_hash) == sa.bindparam("hash"))
    .with_for_update(of=Occupancy)
)


def book(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID | None = None,
    starts_at: datetime | None = None,
    provider_id: UUID | None = None,
    hold: str | None = None,
    customer: PersonIn | None = None,
    contact_id: UUID | None = None,
    notes: str = "",
) -> BookingRow:
    """Books what is held, or a service at a time; customers only what is offered, staff whatever is free.

    The same hold books once: sent again, it returns the same booking.
    """
    made, said = _book(db, actor, booking_type_id, starts_at, provider_id, hold, customer, contact_id, notes)
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
    notes: str = "",
    locale: str = "en",
) -> PublicBookingRow:
    """The same for a customer, who gets their private link with it."""
    made, said = _book(db, actor, booking_type_id, starts_at, provider_id, hold, customer, None, notes)
    return public_row(made, Words(said.now, locale, said.hour_cycle))


def _book(
    db: Session,
    actor: Actor,
    booking_type_id: UUID | None,
    starts_at: datetime | None,
    provider_id: UUID | None,
    hold: str | None,
    customer: PersonIn | None,
    contact_id: UUID | None,
    notes: str,
) -> tuple[Booking, Words]:
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    host = business.profile(db, actor)
    said = Words(now(), host.spoken(), host.hour_cycle)
    if hold is not None:
        taken, found, provider, already = _held(db, hold, seconds(said.now))
        if already is not None:
            return already, said
    elif booking_type_id is None or starts_at is None:
        raise Invalid.field("starts_at", "Give a hold, or a booking type and a time")
    else:
        taken, (found, provider) = None, _chosen(db, actor, booking_type_id, starts_at, provider_id, seconds(said.now))
    who = _contact(db, actor, customer, contact_id)
    start = taken.starts if taken else seconds(starts_at or said.now)
    booking = _agree(db, actor, host, found, provider, who, start, notes)
    if taken is None:
        take(db, provider.id, found, start, seconds(said.now), kind=OccupancyKind.booking, booking_id=booking.id)
    else:
        _keep(db, taken, found, booking)
    tell(db, actor, BookingCreated, booking)
    return booking, said


def _chosen(
    db: Session, actor: Actor, booking_type_id: UUID, starts_at: datetime, provider_id: UUID | None, at: int
) -> tuple[BookingType, Provider]:
    found, candidates = locked(db, booking_type_id, provider_id)
    if actor.kind is Kind.customer:
        if not found.active:
            raise NotFound
        candidates = check_offered(db, offer_of(found), candidates, seconds(starts_at), at)
    elif len(candidates) > 1:
        with suppress(NotOffered):  # the team may book outside the hours; but where somebody works then, "anyone" is one of them
            candidates = check_offered(db, offer_of(found), candidates, seconds(starts_at), at)
    return found, choose(db, candidates, offer_of(found), seconds(starts_at), at)


def _held(db: Session, hold: str, at: int) -> tuple[Occupancy, BookingType, Provider, Booking | None]:
    """What the hold keeps, and the booking it has become already, if it has."""
    for taken, found, provider, already in HELD.ask(db, hash=token_hash(hold)):
        if taken.booking_id is not None or (taken.expires or 0) > at:
            return taken, found, provider, already
    raise HoldExpired


def _keep(db: Session, taken: Occupancy, found: BookingType, booking: Booking) -> None:
    """The hold becomes the booking: the same row, so there is no moment in which the time is free."""
    offer = offer_of(found)
    taken.kind, taken.booking_id, taken.expires = OccupancyKind.booking, booking.id, None
    taken.blocked_from, taken.blocked_to = taken.starts - offer.before, taken.starts + offer.duration + offer.after
    settle(db)


def _contact(db: Session, actor: Actor, customer: PersonIn | None, contact_id: UUID | None) -> ContactRow:
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
    return contact.register(db, actor, **customer.model_dump(), source=origin)


def _agree(
    db: Session,
    actor: Actor,
    host: BusinessRow,
    found: BookingType,
    provider: Provider,
    who: ContactRow,
    start: int,
    notes: str,
) -> Booking:
    """Writes down what is true now; later changes of the service touch nothing of it."""
    sure = found.auto_confirm or actor.kind is not Kind.customer
    booking = Booking(
        id=new_id(),
        contact_id=who.id,
        contact_name=who.name,
        booking_type_id=found.id,
        type_name=found.name,
        provider_id=provider.id,
        provider_name=provider.name,
        starts_at=moment(start),
        ends_at=moment(start) + timedelta(minutes=found.duration),
        local_start=wall_text(provider.timezone, start),
        timezone=provider.timezone,
        status=Status.confirmed if sure else Status.pending,
        duration=found.duration,
        buffer_before=found.buffer_before,
        buffer_after=found.buffer_after,
        price=found.price,
        currency=host.currency,
        location_kind=found.location_kind,
        location=found.location or (host.address if found.location_kind == "place" else ""),
        policy=found.policy or host.cancellation_policy,
        cancel_hours=found.cancel_hours,
        reschedule_hours=found.reschedule_hours,
        notes=notes,
        source=actor.source,
    )
    db.add(booking)
    return booking
