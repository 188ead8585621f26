"""Bookings that were agreed elsewhere and come in with a file: they take their time as every booking does, and nobody is told of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.activity.actions import quietly
from careops.booking.actions.agree import agreement
from careops.booking.actions.book import whom
from careops.booking.actions.change import call_off
from careops.booking.actions.made import make
from careops.booking.actions.occupy import AROUND, Owner, lock, placed, take
from careops.booking.actions.told import tell
from careops.booking.events import BookingCreated, BookingImported
from careops.booking.models import Booking, Status
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.rules import Placed, seconds, shaped
from careops.booking.schemas.wanted import Wanted
from careops.business import queries as business
from careops.core.actor import Actor, Permission, Source
from careops.core.clock import now
from careops.core.ids import new_id


def bring_booking(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    provider_id: UUID | None,
    starts_at: datetime,
    minutes: int,
    contact_id: UUID,
    notes: str = "",
    remind: bool = False,
) -> UUID:
    """Books what was agreed elsewhere, so long as it was agreed there, outside the hours too; SlotTaken where the time is not free.

    Nothing is sent: no confirmation, no form. With `remind` the rules about a booking's time count it from now on as any other.
    """
    actor.require(Permission.bookings_manage)
    lock(db, [Wanted(booking_type_id)])
    at = seconds(now())
    found, how = _placed(db, actor, booking_type_id, provider_id, starts_at, minutes, at)
    host = business.profile(db, actor)
    owner = Owner(booking_id=new_id())
    [booking] = make(
        db,
        replace(actor, source=Source.imported),
        agreement(found, how, host, 1),
        whom(db, actor, None, contact_id),
        notes,
        ids=[owner.booking_id],
        takes=lambda: take(db, found, how, at, [owner]),
    )
    with quietly(db):
        tell(db, actor, BookingCreated if remind else BookingImported, booking)
    return booking.id


def could_bring(
    db: Session, actor: Actor, *, booking_type_id: UUID, provider_id: UUID | None, starts_at: datetime, minutes: int
) -> tuple[UUID, int, int]:
    """Who would give it and what time it would take of theirs, in seconds; raises what `bring_booking` would, and changes nothing."""
    actor.require(Permission.bookings_manage)
    _found, how = _placed(db, actor, booking_type_id, provider_id, starts_at, minutes, seconds(now()))
    low, high = how[0].serving.shape.work[0][0], how[0].serving.shape.work[-1][1]
    return how[0].serving.subject.id, how[0].start + low, how[0].start + high


def take_back_bookings(db: Session, actor: Actor, *, ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Takes back bookings that came with a file: those that are to come and nobody has touched since; whether each is gone.

    One that something hangs on is called off instead. Nobody is told.
    """
    actor.require(Permission.bookings_manage)
    rows = db.scalars(sa.select(Booking).where(col(Booking.id).in_(ids)).with_for_update()).all()
    return {booking.id: _untouched(booking) and _gone(db, actor, booking) for booking in rows}


def _untouched(booking: Booking) -> bool:
    return booking.version == 1 and booking.status == Status.confirmed and booking.starts_at > now()


def _gone(db: Session, actor: Actor, booking: Booking) -> bool:
    with quietly(db):
        call_off(db, actor, booking, "")
    db.flush()
    try:
        with db.begin_nested():
            db.exec(sa.delete(Booking).where(col(Booking.id) == booking.id), execution_options=QUIET)
            db.expunge(booking)
    except IntegrityError:
        db.refresh(booking)
    return True


QUIET: dict[str, Any] = {"synchronize_session": False}


def _placed(
    db: Session, actor: Actor, type_id: UUID, provider_id: UUID | None, starts_at: datetime, minutes: int, at: int
) -> tuple[Ground, list[Placed]]:
    start = seconds(starts_at)
    found = ground(db, actor, [Wanted(type_id, provider_id)])
    row, stage = found.sold[0].row, found.stages[0]
    if not found.sold[0].group:
        for serving in stage.servings:
            serving.shape = shaped(minutes, row.buffer_before, row.buffer_after, row.gap_after, row.gap_minutes)
    reach = start + int(timedelta(minutes=minutes).total_seconds())
    survey(db, found, at, start - AROUND, reach + AROUND)
    return found, placed(found, actor, start, at)
