"""What happens to a booking after it was made; it keeps its id and its history through all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.made import turn
from careops.booking.actions.occupy import AROUND, Owner, give_back, lock, placed, take
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
from careops.booking.models import Assignment, Booking, BookingLine, BookingType, Status
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground, ground_again, survey
from careops.booking.queries.rows import booking_row, words
from careops.booking.rules import IllegalMove, Placed, check_change, check_move, moment, seconds, wall_text
from careops.booking.schemas import BookingEdit, BookingRow
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.errors import Invalid, NotFound, Stale
from careops.inventory import actions as stock

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
    return booking_row(call_off(db, actor, booking, reason, declined=True), words(db, actor))


def edit(db: Session, actor: Actor, *, booking_id: UUID, change: BookingEdit, version: int | None = None) -> BookingRow:
    """Changes notes or place; when and with whom is `reschedule`."""
    actor.require(Permission.bookings_manage)
    booking = _own(db, actor, booking_id, version)
    told = {name: value for name, value in change.model_dump(exclude_none=True).items() if getattr(booking, name) != value}
    if told:
        booking.sqlmodel_update(told)
        touch(booking, calendar="location" in told)
        tell(db, actor, BookingEdited, booking)
    return booking_row(booking, words(db, actor))


# ── staff, and the customer within the policy ────────────


def cancel(db: Session, actor: Actor, *, booking_id: UUID, reason: str = "", version: int | None = None) -> BookingRow:
    """Calls it off; its time is free again at once. The customer may until the policy's hour, staff always."""
    booking = _own(db, actor, booking_id, version)
    check_change(booking.status, booking.starts_at, now(), _policy(actor, booking.cancel_hours), "cancelled")
    return booking_row(call_off(db, actor, booking, reason), words(db, actor))


def reschedule(
    db: Session,
    actor: Actor,
    *,
    booking_id: UUID,
    starts_at: datetime,
    provider_id: UUID | None = None,
    duration: int | None = None,
    version: int | None = None,
) -> BookingRow:
    """Moves it to another time, or to somebody else; refused as a new booking would be, and then it stays where it was.

    What was agreed moves along: lengths and price stay. `duration` in minutes, which only staff may give, lengthens or shortens
    the last service. Of several providers those change who gave the first service.
    """
    booking = _own(db, actor, booking_id, version)
    check_change(booking.status, booking.starts_at, now(), _policy(actor, booking.reschedule_hours), "rescheduled")
    start, wanted = seconds(starts_at), provider_id or booking.provider_id
    longer = (duration - booking.duration) if duration is not None and actor.kind is not Kind.customer else 0
    if (start, wanted, longer) != (seconds(booking.starts_at), booking.provider_id, 0):
        shift(db, actor, booking, start, wanted, longer)
    return booking_row(booking, words(db, actor))


def shift(db: Session, actor: Actor, booking: Booking, start: int, wanted: UUID | None, longer: int = 0, **told: Any) -> None:
    """Gives the booking's time back and takes another in one go; `told` is what the fact says beside."""
    at = seconds(now())
    lines = lines_of(db, booking.id)
    if lines[-1].duration + longer < 5:
        raise Invalid.field("duration", "A service takes at least five minutes")
    lock(db, [Wanted(line.booking_type_id) for line in lines])
    found = ground_again(db, actor, booking, lines, wanted, longer)
    survey(db, found, at, start - AROUND, start + AROUND, booking.id)
    how = placed(found, actor, start, at)
    give_back(db, booking.id)
    settle(db, actor, booking, lines, found, how, at, **told)


def settle(
    db: Session,
    actor: Actor,
    booking: Booking,
    lines: Sequence[BookingLine],
    found: Ground,
    how: Sequence[Placed],
    at: int,
    **told: Any,
) -> None:
    """Takes another time for a booking that has given its own back."""
    before = _whereabouts(booking)
    slots = take(db, found, how, at, [Owner(booking_id=booking.id)])
    for line, one, slot_id in zip(lines, how, slots, strict=True):
        _place_line(line, one, slot_id)
    _place(booking, lines, how)
    db.flush()
    if booking.uses_stock:
        stock.put_off(db, actor, booking_id=booking.id, due_at=booking.starts_at)
    tell(db, actor, BookingRescheduled, booking, **before, **told)


def _whereabouts(booking: Booking) -> dict[str, Any]:
    return {
        "old_starts_at": booking.starts_at.isoformat(),
        "old_ends_at": booking.ends_at.isoformat(),
        "old_timezone": booking.timezone,
        "old_provider_id": booking.provider_id,
        "old_provider_name": booking.provider_name,
    }


def _place_line(line: BookingLine, one: Placed, slot_id: UUID | None) -> None:
    subject = one.serving.subject
    if line.provider_id != subject.id:
        line.assigned_because = one.because
    line.provider_id, line.provider_name, line.slot_id = subject.id, subject.name, slot_id
    line.with_names = [other.name for other in one.serving.others] + [room.name for room, _ in one.rooms]
    line.starts_at, line.ends_at, line.duration = moment(one.start), moment(one.end), (one.end - one.start) // 60


def _place(booking: Booking, lines: Sequence[BookingLine], how: Sequence[Placed]) -> None:
    start, end, timezone = how[0].start, how[-1].end, how[0].serving.subject.plan.timezone
    people = [subject.name for one in how for subject in (one.serving.subject, *one.serving.others)]
    booking.provider_id, booking.provider_name, booking.timezone = lines[0].provider_id, ", ".join(dict.fromkeys(people)), timezone
    booking.starts_at, booking.ends_at, booking.duration = moment(start), moment(end), (end - start) // 60
    booking.local_start = wall_text(timezone, start)
    touch(booking, calendar=True)


def lines_of(db: Session, booking_id: UUID) -> list[BookingLine]:
    """The services of a booking, in order."""
    return list(db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id) == booking_id).order_by(col(BookingLine.position))))


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
    touch(booking, calendar=wanted is Status.confirmed)
    if booking.uses_stock and wanted is Status.completed:
        stock.use_for_booking(db, actor, booking_id=booking.id, contact_id=booking.contact_id)
    if booking.uses_stock and wanted is Status.no_show:
        stock.release(db, actor, booking_id=booking.id)
    tell(db, actor, fact, booking)
    return booking_row(booking, words(db, actor))


def call_off(db: Session, actor: Actor, booking: Booking, reason: str, *, declined: bool = False, **told: Any) -> Booking:
    """Ends a booking that will not take place: its time and the turn it was are given back, and it is told."""
    give_back(db, booking.id)
    _turns_back(db, booking)
    if booking.uses_stock:
        stock.release(db, actor, booking_id=booking.id)
    booking.status, booking.cancel_reason = Status.cancelled, reason
    touch(booking, calendar=True)
    by = "customer" if actor.kind is Kind.customer else "staff"
    tell(db, actor, BookingCancelled, booking, by=by, reason=reason, declined=declined, **told)
    return booking


def _turns_back(db: Session, booking: Booking) -> None:
    """Whose turn it was has it again: what is cancelled was no turn."""
    question = sa.select(col(BookingLine.booking_type_id), col(BookingLine.provider_id)).where(col(BookingLine.booking_id) == booking.id)
    taking_turns = question.join(BookingType, col(BookingType.id) == col(BookingLine.booking_type_id))
    for type_id, provider_id in ask(db, taking_turns.where(col(BookingType.assignment) == Assignment.round_robin)):
        turn(db, type_id, provider_id, -1)


def touch(booking: Booking, *, calendar: bool) -> None:
    """Another version of it; `calendar` when its entry there changes too."""
    booking.version += 1
    booking.sequence += calendar
    booking.updated_at = now()
