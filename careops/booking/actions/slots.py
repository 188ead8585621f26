"""Times that are published one by one, and the sessions in them: opened, changed, moved and called off with everybody in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking.actions.book import book
from careops.booking.actions.change import call_off, lines_of, settle
from careops.booking.actions.occupy import clear_expired, lock, occupy_session, open_session
from careops.booking.events import SlotCancelled, SlotChanged, SlotFact, SlotMoved, SlotPublished, SlotRemoved
from careops.booking.models import SEATS, Booking, BookingLine, Hold, Occupancy, OccupancyKind, Slot, SlotStatus, Status
from careops.booking.queries.ask import ask
from careops.booking.queries.ground import Ground
from careops.booking.queries.rows import words
from careops.booking.queries.slots import Publishing, draft_time, publishing, session_ground, slot
from careops.booking.rules import Placed, SlotTaken, moment, seconds
from careops.booking.rules import Session as Sitting
from careops.booking.rules.patterns import SeatsTaken, SlotBooked, SlotOver, VisitHasMore
from careops.booking.rules.series import SeriesConflicts
from careops.booking.schemas import BookingRow, PersonIn
from careops.booking.schemas.slots import SlotEdit, SlotRow, SlotsMade
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound, Stale

LIVING = (Status.pending, Status.confirmed)


class SlotsClash(SeriesConflicts):
    """Some of the times cannot be published; the words name them."""

    code = "slots_clash"


# ── publishing ───────────────────────────────────────────


def publish(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    provider_id: UUID,
    starts_at: datetime,
    minutes: int | None = None,
    capacity: int | None = None,
    note: str = "",
) -> SlotRow:
    """Publishes one time; SlotTaken when anything else is there. Closed days and time off are no obstacle to whoever says so."""
    actor.require(Permission.bookings_manage)
    lock(db, [Wanted(booking_type_id, provider_id)])
    found = session_ground(db, actor, booking_type_id, provider_id, minutes)
    (planned,) = publishing(db, found, [seconds(starts_at)], over=True)
    if planned.how is None:
        raise SlotTaken
    (slot_id,) = open_all(db, found, [planned], capacity=capacity, note=note)
    tell_slot(db, actor, SlotPublished, slot_id, found, count=1, starts_at=starts_at.isoformat())
    return slot(db, actor, slot_id=slot_id)


def publish_many(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    provider_id: UUID,
    starts_at: Sequence[datetime],
    minutes: int | None = None,
    capacity: int | None = None,
    note: str = "",
    on_conflict: Literal["refuse", "skip"] = "refuse",
) -> SlotsMade:
    """Publishes several times at once: all of them, or those that clash with nothing."""
    actor.require(Permission.bookings_manage)
    lock(db, [Wanted(booking_type_id, provider_id)])
    found = session_ground(db, actor, booking_type_id, provider_id, minutes)
    planned = publishing(db, found, [seconds(start) for start in starts_at])
    said = words(db, actor)
    skipped = [draft_time(one, found.timezone, said) for one in planned if one.how is None]
    if skipped and on_conflict == "refuse":
        raise SlotsClash([f"{one.when} ({one.says})" for one in skipped])
    made = open_all(db, found, planned, capacity=capacity, note=note)
    if made:
        first = min(one.start for one in planned if one.how)
        tell_slot(db, actor, SlotPublished, made[0], found, count=len(made), starts_at=moment(first).isoformat())
    return SlotsMade(made=[slot(db, actor, slot_id=slot_id) for slot_id in made], skipped=skipped)


def open_all(db: Session, found: Ground, planned: Sequence[Publishing], *, capacity: int | None = None, **more: Any) -> list[UUID]:
    """Opens a session for every time that can be given; overlaps are the database's to refuse."""
    sold = found.sold[0]
    given = [one.how[0] for one in planned if one.how]
    clear_expired(db, {how.serving.subject.id for how in given} | {room.id for how in given for room, _lane in how.rooms}, seconds(now()))
    seats = {"capacity": capacity} if capacity is not None else {}
    return [open_session(db, sold.row, how, None, published=True, **seats, **more) for how in given]


# ── changing ─────────────────────────────────────────────


def edit_slot(db: Session, actor: Actor, *, slot_id: UUID, change: SlotEdit, version: int | None = None) -> SlotRow:
    """Changes seats, note, and whether it takes bookings; never to fewer seats than people sit in it."""
    found = _own(db, actor, slot_id, version)
    told = {name: value for name, value in change.model_dump(exclude_none=True).items() if getattr(found, name) != value}
    if "capacity" in told:
        _close_ranks(db, found, told["capacity"])
    if told:
        found.sqlmodel_update(told)
        found.version += 1
        db.flush()
        _tell(db, actor, SlotChanged, found)
    return slot(db, actor, slot_id=slot_id)


def _close_ranks(db: Session, found: Slot, capacity: int) -> None:
    """Whoever sits beyond the last seat moves up to a free one."""
    clear_expired(db, [found.provider_id], seconds(now()))
    question = sa.select(col(Occupancy.id), col(Occupancy.lane)).where(col(Occupancy.slot_id) == found.id, col(Occupancy.lane) >= SEATS)
    taken = ask(db, question.order_by(col(Occupancy.lane)))
    if len(taken) > capacity:
        raise SeatsTaken
    gone = {lane for _id, lane in taken}
    free = (SEATS + seat for seat in range(capacity) if SEATS + seat not in gone)
    for id, lane in taken:
        if lane >= SEATS + capacity:
            up = sa.update(Occupancy).where(col(Occupancy.id) == id).values(lane=next(free))
            db.exec(up, execution_options={"synchronize_session": False})


def remove_slot(db: Session, actor: Actor, *, slot_id: UUID, version: int | None = None) -> None:
    """Takes back a time that nobody ever booked."""
    found = _own(db, actor, slot_id, version)
    if ask(db, sa.select(col(BookingLine.id)).where(col(BookingLine.slot_id) == slot_id).limit(1)):
        raise SlotBooked
    _let_holds_go(db, slot_id)
    _tell(db, actor, SlotRemoved, found)
    db.exec(sa.delete(Occupancy).where(col(Occupancy.slot_id) == slot_id), execution_options={"synchronize_session": False})
    db.delete(found)
    db.flush()


def cancel_slot(db: Session, actor: Actor, *, slot_id: UUID, reason: str = "", version: int | None = None) -> SlotRow:
    """Calls the session off: every guest is cancelled and told, and the time is free again."""
    found = _own(db, actor, slot_id, version)
    guests = _guests(db, slot_id)
    for booking in guests:
        call_off(db, actor, booking, reason)
    _let_holds_go(db, slot_id)
    db.exec(sa.delete(Occupancy).where(col(Occupancy.slot_id) == slot_id), execution_options={"synchronize_session": False})
    found.status = SlotStatus.cancelled
    found.version += 1
    db.flush()
    _tell(db, actor, SlotCancelled, found, count=len(guests), reason=reason)
    return slot(db, actor, slot_id=slot_id)


def move_slot(
    db: Session, actor: Actor, *, slot_id: UUID, starts_at: datetime, provider_id: UUID | None = None, version: int | None = None
) -> SlotRow:
    """Moves the session with everybody in it, to another time or another provider, in one go; every guest is told.

    SlotTaken leaves it where it was; so do guests who have other services in the same visit, who are named. Whoever was just
    about to take a seat has to choose again.
    """
    found = _own(db, actor, slot_id, version)
    if found.ends <= seconds(now()):
        raise SlotOver
    guests = _guests(db, slot_id)
    lines = {guest.id: lines_of(db, guest.id) for guest in guests}
    if more := [guest.contact_name for guest in guests if len(lines[guest.id]) > 1]:
        raise VisitHasMore(more)
    mine = (col(Occupancy.slot_id) == slot_id, col(Occupancy.kind) == OccupancyKind.booking)
    sitting = ask(db, sa.select(col(Occupancy.booking_id), col(Occupancy.lane)).where(*mine))
    lanes = {booking_id: lane - SEATS for booking_id, lane in sitting}
    _let_holds_go(db, slot_id)
    db.exec(sa.delete(Occupancy).where(col(Occupancy.slot_id) == slot_id), execution_options={"synchronize_session": False})
    ground = session_ground(db, actor, found.booking_type_id, provider_id or found.provider_id, (found.ends - found.starts) // 60)
    (planned,) = publishing(db, ground, [seconds(starts_at)], over=True)
    if planned.how is None:
        raise SlotTaken
    how = planned.how[0]
    found.provider_id, found.starts, found.ends = how.serving.subject.id, how.start, how.end
    found.version += 1
    db.flush()
    at = seconds(now())
    clear_expired(db, [how.serving.subject.id, *(room.id for room, _lane in how.rooms)], at)
    occupy_session(db, how, found.id, None)
    for guest in guests:
        seat = Sitting(found.id, found.provider_id, found.starts, found.ends, (lanes[guest.id],))
        sits = Placed(how.serving, how.start, how.end, how.rooms, seat, how.because)
        settle(db, actor, guest, lines[guest.id], ground, [sits], at)
    _tell(db, actor, SlotMoved, found, count=len(guests))
    return slot(db, actor, slot_id=slot_id)


def seat(
    db: Session,
    actor: Actor,
    *,
    slot_id: UUID,
    contact_id: UUID | None = None,
    customer: PersonIn | None = None,
    notes: str = "",
) -> BookingRow:
    """Gives somebody a seat, even when it has begun already."""
    found = _own(db, actor, slot_id, None)
    if found.status != SlotStatus.open:
        raise SlotOver
    return book(
        db,
        actor,
        booking_type_id=found.booking_type_id,
        starts_at=moment(found.starts),
        provider_id=found.provider_id,
        contact_id=contact_id,
        customer=customer,
        notes=notes,
    )


# ── the common part ──────────────────────────────────────


def _own(db: Session, actor: Actor, slot_id: UUID, version: int | None) -> Slot:
    """The time, with all that its service takes, nobody else's until the transaction ends; what is cancelled stays so."""
    actor.require(Permission.bookings_manage)
    of = ask(db, sa.select(col(Slot.booking_type_id)).where(col(Slot.id) == slot_id))
    if not of:
        raise NotFound
    lock(db, [Wanted(of[0][0])])
    found = db.scalars(sa.select(Slot).where(col(Slot.id) == slot_id).with_for_update()).one()
    if version is not None and version != found.version:
        raise Stale
    if found.status == SlotStatus.cancelled:
        raise SlotOver
    return found


def _guests(db: Session, slot_id: UUID) -> list[Booking]:
    """Those who still come, in the order they booked."""
    mine = sa.select(col(BookingLine.booking_id)).where(col(BookingLine.slot_id) == slot_id)
    question = sa.select(Booking).where(col(Booking.id).in_(mine), col(Booking.status).in_(LIVING))
    return list(db.scalars(question.order_by(col(Booking.id)).with_for_update()))


def _let_holds_go(db: Session, slot_id: UUID) -> None:
    """What was kept for a moment is kept no longer: it would become a booking of a time that is not there."""
    holds = sa.select(col(Occupancy.hold_id)).where(col(Occupancy.slot_id) == slot_id, col(Occupancy.hold_id).is_not(None))
    ids = [id for (id,) in ask(db, holds)]
    if ids:
        db.exec(sa.delete(Occupancy).where(col(Occupancy.hold_id).in_(ids)), execution_options={"synchronize_session": False})
        db.exec(sa.delete(Hold).where(col(Hold.id).in_(ids)), execution_options={"synchronize_session": False})


def _tell(db: Session, actor: Actor, fact: type[SlotFact], found: Slot, **more: Any) -> None:
    told: dict[str, Any] = {
        "type_id": found.booking_type_id,
        "provider_id": found.provider_id,
        "starts_at": moment(found.starts).isoformat(),
    }
    record(db, actor, fact(subject=found.id, **told, **more))


def tell_slot(db: Session, actor: Actor, fact: type[SlotFact], slot_id: UUID, found: Ground, **more: Any) -> None:
    """Records what happened to published times, by the first of them."""
    sold = found.sold[0]
    provider = sold.stage.servings[0].subject
    record(db, actor, fact(subject=slot_id, type_id=sold.row.id, provider_id=provider.id, **more))
