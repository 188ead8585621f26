"""Several visits of a series moved at once: as far on the wall clock as the one that was moved; all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.change import reschedule, settle
from careops.booking.actions.occupy import give_back, lock
from careops.booking.actions.series import tell_all
from careops.booking.actions.series_visits import (
    NoVisits,
    as_it_stands,
    changed_row,
    in_scope,
    own_series,
    policy,
    too_late,
    visit_of,
    without,
)
from careops.booking.events import SeriesRescheduled
from careops.booking.models import Booking, BookingLine, BookingSeries
from careops.booking.queries.ground import Ground, ground_again, survey
from careops.booking.queries.rows import words
from careops.booking.queries.series import AROUND, occurrence, told_of
from careops.booking.rules import check_change, seconds
from careops.booking.rules.repeating import apart, later
from careops.booking.rules.series import Asked, Planned, SeriesConflicts, Wish
from careops.booking.schemas.series import Occurrence, OnConflict, Scope, SeriesRow
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor, Kind
from careops.core.clock import now
from careops.core.db import undone
from careops.core.errors import NotFound


@dataclass(slots=True)
class Moving:
    """One visit on its way: where it stands, and on which ground its new time is looked for."""

    booking: Booking
    lines: list[BookingLine]
    found: Ground
    plan: Planned


def plan_move(
    db: Session,
    actor: Actor,
    *,
    booking_id: UUID,
    scope: Scope,
    starts_at: datetime,
    provider_id: UUID | None = None,
    series_id: UUID | None = None,
) -> list[Occurrence]:
    """Where each visit would go, and which cannot; nothing is changed. It is asked inside a writing transaction."""
    found, anchor = _anchor(db, actor, booking_id, series_id)
    said = words(db, actor)
    visits = [anchor] if scope == "this" else in_scope(db, found, scope, booking_id, said)
    late = {visit.id for visit in visits if too_late(actor, visit, visit.reschedule_hours)}
    with undone(db):
        moving = _try(db, actor, anchor, [visit for visit in visits if visit.id not in late], seconds(starts_at), provider_id)
    shown = [occurrence(one.plan, one.booking.timezone, said, one.booking.id) for one in moving]
    kept = [occurrence(as_it_stands(visit), visit.timezone, said, visit.id) for visit in visits if visit.id in late]
    return sorted([*shown, *kept], key=lambda one: one.day)


def reschedule_series(
    db: Session,
    actor: Actor,
    *,
    booking_id: UUID,
    scope: Scope,
    starts_at: datetime,
    provider_id: UUID | None = None,
    on_conflict: OnConflict = "refuse",
    series_id: UUID | None = None,
    version: int | None = None,
) -> SeriesRow:
    """Moves a visit there and the others of the scope as far on the wall clock, in one go.

    What cannot go there is refused by name, moved to the nearest time, or skipped: it stays where it is.
    """
    found, anchor = _anchor(db, actor, booking_id, series_id, version)
    if scope == "this":
        reschedule(db, actor, booking_id=booking_id, starts_at=starts_at, provider_id=provider_id)
        return changed_row(db, actor, found)
    said, start = words(db, actor), seconds(starts_at)
    by = apart(found.timezone, seconds(anchor.starts_at), start)
    visits = in_scope(db, found, scope, booking_id, said)
    going = without(visits, [visit for visit in visits if too_late(actor, visit, visit.reschedule_hours)], on_conflict, said)
    if on_conflict == "skip":  # what stays is in the way of what goes: find out first
        with undone(db):
            stays = {one.booking.id for one in _try(db, actor, anchor, going, start, provider_id) if one.plan.how is None}
        going = [visit for visit in going if visit.id not in stays]
    moving = _try(db, actor, anchor, going, start, provider_id)
    stuck = {one.booking.id for one in moving if _how(one, on_conflict) is None}
    if stuck:
        raise SeriesConflicts([told_of(one.plan, one.booking.timezone, said) for one in moving if one.booking.id in stuck])
    if not moving:
        raise NoVisits
    _settle(db, actor, found, moving, on_conflict)
    if scope == "all" and len(moving) == len(visits):
        _rule_follows(found, *by)
    return changed_row(db, actor, found)


def _how(one: Moving, on_conflict: OnConflict) -> Any:
    return one.plan.how or (one.plan.instead if on_conflict == "move" else None)


def _try(db: Session, actor: Actor, anchor: Booking, visits: Sequence[Booking], start: int, provider_id: UUID | None) -> list[Moving]:
    """Gives back the time of all these visits and finds out where each could go; whoever asks may roll that back."""
    if not visits:
        return []
    days, minutes = apart(anchor.timezone, seconds(anchor.starts_at), start)
    lines = _lines(db, [visit.id for visit in visits])
    lock(db, [Wanted(type_id) for type_id in {line.booking_type_id for those in lines.values() for line in those}])
    wishes = {visit.id: Wish(*later(visit.timezone, seconds(visit.starts_at), days, minutes)) for visit in visits}
    for visit in visits:
        give_back(db, visit.id)
    grounds: dict[Any, tuple[Ground, Asked]] = {}
    moving: list[Moving] = []
    whole = [wish.start or start for wish in wishes.values()]
    for visit in visits:
        wanted = provider_id if provider_id and visit.provider_id == anchor.provider_id else visit.provider_id
        key = (
            wanted,
            *((line.booking_type_id, line.provider_id, line.duration, line.buffer_before, line.buffer_after) for line in lines[visit.id]),
        )
        if key not in grounds:
            found = ground_again(db, actor, visit, lines[visit.id], wanted)
            survey(db, found, seconds(now()), min(whole) - AROUND, max(whole) + AROUND)
            asked = Asked(found.stages, found.offer, seconds(now()), 1, actor.kind is Kind.customer)
            for _other, earlier in grounds.values():
                asked.beside.append(earlier)
                earlier.beside.append(asked)
            for one in moving:
                asked.remember(one.plan.how or [])
            grounds[key] = found, asked
        found, asked = grounds[key]
        moving.append(Moving(visit, lines[visit.id], found, asked.judged(wishes[visit.id], first=not moving)))
    for one in moving:
        if one.plan.how is None:
            asked = next(asked for found, asked in grounds.values() if found is one.found)
            one.plan.instead = asked.nearest(one.plan.wish, one.plan.wish.day - 1, one.plan.wish.day + 1)
    return moving


def _settle(db: Session, actor: Actor, found: BookingSeries, moving: Sequence[Moving], on_conflict: OnConflict) -> None:
    at = seconds(now())
    before = [one.booking.starts_at.isoformat() for one in moving]
    for one in moving:
        settle(db, actor, one.booking, one.lines, one.found, _how(one, on_conflict), at, together=True)
    tell_all(db, actor, SeriesRescheduled, found, [one.booking for one in moving], before)


def _rule_follows(found: BookingSeries, days: int, minutes: int) -> None:
    """A series that has moved as a whole is said as it is now."""
    more, found.local_time = divmod(found.local_time + minutes, 1440)
    found.first_day = found.first_day + timedelta(days=days + more)
    found.until = found.until + timedelta(days=days + more) if found.until else None
    found.weekdays = sorted((day + days + more) % 7 for day in found.weekdays)


def _anchor(
    db: Session, actor: Actor, booking_id: UUID, series_id: UUID | None, version: int | None = None
) -> tuple[BookingSeries, Booking]:
    """The visit that is moved and its series, which is the one that was named, if one was."""
    its = db.scalars(sa.select(col(Booking.series_id)).where(col(Booking.id) == booking_id)).one_or_none()
    if its is None or series_id not in (None, its):
        raise NotFound
    found = own_series(db, actor, its, version)
    anchor = visit_of(db, its, booking_id)
    check_change(anchor.status, anchor.starts_at, now(), policy(actor, anchor.reschedule_hours), "rescheduled")
    return found, anchor


def _lines(db: Session, ids: Sequence[UUID]) -> dict[UUID, list[BookingLine]]:
    found: dict[UUID, list[BookingLine]] = {id: [] for id in ids}
    for line in db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id).in_(ids)).order_by(col(BookingLine.position))):
        found[line.booking_id].append(line)
    return found
