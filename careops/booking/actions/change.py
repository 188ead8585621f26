"""What happens to a booking after it was made; it keeps its id and its history through all of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.occupy import check_offered, clear_expired, give_back, lock_providers, of_booking, settle
from careops.booking.actions.told import tell
from careops.booking.events import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingEdited,
    BookingFact,
    BookingNoShow,
    BookingRescheduled,
)
from careops.booking.models import Booking, BookingType, Provider, ProviderService, Status
from careops.booking.queries.free import offer_of
from careops.booking.queries.rows import booking_row, words
from careops.booking.rules import IllegalMove, Offer, check_change, check_move, moment, seconds, wall_text
from careops.booking.schemas import BookingEdit, BookingRow
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.errors import NotFound, Stale

# ── staff ────────────────────────────────────────────────


def confirm(db: Session, actor: Actor, *, booking_id: UUID, version: int | None = None) -> BookingRow:
    """Says yes to a request; its time was kept since it was made."""
    return _move(db, actor, booking_id, version, Status.confirmed, BookingConfirmed)


def complete(db: Session, actor: Actor, *, booking_id: UUID, version: int | None = None) -> BookingRow:
    """It took place."""
    return _move(db, actor, booking_id, version, Status.completed, BookingCompleted)


def mark_no_show(db: Session, actor: Actor, *, booking_id: UUID, version: int | None = None) -> BookingRow:
    """They did not come."""
    return _move(db, actor, booking_id, version, Status.no_show, BookingNoShow)


def decline(db: Session, actor: Actor, *, booking_id: UUID, reason: str = "", version: int | None = None) -> BookingRow:
    """Says no to a request; its time is free again."""
    actor.require(Permission.bookings_manage)
    booking = _own(db, actor, booking_id, version)
    if booking.status != Status.pending:
        raise IllegalMove(booking.status, "declined")
    return _end(db, actor, booking, reason, declined=True)


def edit(db: Session, actor: Actor, *, booking_id: UUID, change: BookingEdit, version: int | None = None) -> BookingRow:
    """Changes notes or place; when and with whom is `reschedule`."""
    actor.require(Permission.bookings_manage)
    booking = _own(db, actor, booking_id, version)
    told = {name: value for name, value in change.model_dump(exclude_none=True).items() if getattr(booking, name) != value}
    if told:
        booking.sqlmodel_update(told)
        _touch(booking, calendar="location" in told)
        tell(db, actor, BookingEdited, booking)
    return booking_row(booking, words(db, actor))


# ── staff, and the customer within the policy ────────────


def cancel(db: Session, actor: Actor, *, booking_id: UUID, reason: str = "", version: int | None = None) -> BookingRow:
    """Calls it off; its time is free again at once. The customer may until the policy's hour, staff always."""
    booking = _own(db, actor, booking_id, version)
    check_change(booking.status, booking.starts_at, now(), _policy(actor, booking.cancel_hours), "cancelled")
    return _end(db, actor, booking, reason)


def reschedule(
    db: Session, actor: Actor, *, booking_id: UUID, starts_at: datetime, provider_id: UUID | None = None, version: int | None = None
) -> BookingRow:
    """Moves it to another time, or to somebody else; refused as a new booking would be, and then it stays where it was."""
    booking = _own(db, actor, booking_id, version)
    check_change(booking.status, booking.starts_at, now(), _policy(actor, booking.reschedule_hours), "rescheduled")
    start, wanted = seconds(starts_at), provider_id or booking.provider_id
    if (start, wanted) != (seconds(booking.starts_at), booking.provider_id):
        _shift(db, actor, booking, start, wanted)
    return booking_row(booking, words(db, actor))


def _shift(db: Session, actor: Actor, booking: Booking, start: int, wanted: UUID) -> None:
    at = seconds(now())
    provider = lock_providers(db, {booking.provider_id, wanted}).get(wanted)
    if provider is None or not (provider.active or wanted == booking.provider_id):
        raise NotFound
    offer = _its_offer(db, booking, wanted)
    if actor.kind is Kind.customer:
        check_offered(db, offer, [provider], start, at)
    before = _whereabouts(booking)
    clear_expired(db, [wanted], at)
    taken = of_booking(db, booking.id)
    taken.provider_id, taken.starts = wanted, start
    taken.blocked_from, taken.blocked_to = start - offer.before, start + offer.duration + offer.after
    _place(booking, provider, start, offer)
    settle(db)
    tell(db, actor, BookingRescheduled, booking, **before)


def _whereabouts(booking: Booking) -> dict[str, Any]:
    return {
        "old_starts_at": booking.starts_at.isoformat(),
        "old_ends_at": booking.ends_at.isoformat(),
        "old_timezone": booking.timezone,
        "old_provider_id": booking.provider_id,
        "old_provider_name": booking.provider_name,
    }


def _its_offer(db: Session, booking: Booking, provider_id: UUID) -> Offer:
    """The service's rules for free times, with the length and buffers that this booking was promised."""
    question = sa.select(BookingType).join(ProviderService, col(ProviderService.booking_type_id) == col(BookingType.id))
    does = question.where(col(BookingType.id) == booking.booking_type_id, col(ProviderService.provider_id) == provider_id)
    found = db.scalars(does).one_or_none()
    if found is None:
        raise NotFound
    rules = offer_of(found)
    return Offer(
        duration=60 * booking.duration,
        before=60 * booking.buffer_before,
        after=60 * booking.buffer_after,
        grid_minutes=rules.grid_minutes,
        min_notice=rules.min_notice,
        window_days=rules.window_days,
    )


def _place(booking: Booking, provider: Provider, start: int, offer: Offer) -> None:
    booking.provider_id, booking.provider_name, booking.timezone = provider.id, provider.name, provider.timezone
    booking.starts_at, booking.ends_at = moment(start), moment(start + offer.duration)
    booking.local_start = wall_text(provider.timezone, start)
    _touch(booking, calendar=True)


# ── the common part ──────────────────────────────────────


def _own(db: Session, actor: Actor, booking_id: UUID, version: int | None) -> Booking:
    """The booking, nobody else's to change until the transaction ends; customers have only their own."""
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    found = db.scalars(sa.select(Booking).where(col(Booking.id) == booking_id).with_for_update()).one_or_none()
    if found is None or (actor.kind is Kind.customer and found.contact_id != actor.contact_id):
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    return found


def _policy(actor: Actor, hours: int) -> int | None:
    return hours if actor.kind is Kind.customer else None


def _move(db: Session, actor: Actor, booking_id: UUID, version: int | None, wanted: Status, fact: type[BookingFact]) -> BookingRow:
    actor.require(Permission.bookings_manage)
    booking = _own(db, actor, booking_id, version)
    check_move(booking.status, wanted, booking.starts_at <= now())
    booking.status = wanted
    _touch(booking, calendar=wanted is Status.confirmed)
    tell(db, actor, fact, booking)
    return booking_row(booking, words(db, actor))


def _end(db: Session, actor: Actor, booking: Booking, reason: str, *, declined: bool = False) -> BookingRow:
    give_back(db, booking.id)
    booking.status, booking.cancel_reason = Status.cancelled, reason
    _touch(booking, calendar=True)
    by = "customer" if actor.kind is Kind.customer else "staff"
    tell(db, actor, BookingCancelled, booking, by=by, reason=reason, declined=declined)
    return booking_row(booking, words(db, actor))


def _touch(booking: Booking, *, calendar: bool) -> None:
    booking.version += 1
    booking.sequence += calendar
    booking.updated_at = now()
