"""What happens to several visits of a series at once: one, this and the following, or all that still come; all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking.actions.change import call_off, cancel, reschedule, settle, touch
from careops.booking.actions.occupy import give_back, lock
from careops.booking.actions.series import tell_all
from careops.booking.actions.told import tell
from careops.booking.events import BookingConfirmed, SeriesCancelled, SeriesConfirmed, SeriesRescheduled
from careops.booking.models import Booking, BookingLine, BookingSeries, Status
from careops.booking.queries.ground import Ground, ground_again, survey
from careops.booking.queries.rows import Words, words
from careops.booking.queries.series import AROUND, occurrence, series_row, told_of
from careops.booking.rules import IllegalMove, TooLate, check_change, seconds
from careops.booking.rules.repeating import apart, later
from careops.booking.rules.series import Asked, Planned, SeriesConflicts, Wish
from careops.booking.schemas.series import Occurrence, OnConflict, Scope, SeriesRow
from careops.booking.schemas.wanted import Wanted
from careops.core.actor import Actor, Kind, Permission
from careops.core.clock import now
from careops.core.db import undone
from careops.core.errors import Conflict, NotFound, Stale


class NoVisits(Conflict):
    """None of the visits still comes."""

    code, says = "no_visits", "None of these visits is still to come"


@dataclass(slots=True)
class Moving:
    """One visit on its way: where it stands, and on which ground its new time is looked for."""

    booking: Booking
    lines: list[BookingLine]
    found: Ground
    plan: Planned


# ── confirming ───────────────────────────────────────────


def confirm_series(db: Session, actor: Actor, *, series_id: UUID, version: int | None = None) -> SeriesRow:
    """Says yes to every visit that was asked for."""
    actor.require(Permission.bookings_manage)
    found = _own(db, actor, series_id, version)
    asked = [visit for visit in _visits(db, series_id) if visit.status == Status.pending]
    if not asked:
        raise IllegalMove("confirmed", "confirmed")
    for visit in asked:
        visit.status = Status.confirmed
        touch(visit, calendar=True)
        tell(db, actor, BookingConfirmed, visit, together=True)
    tell_all(db, actor, SeriesConfirmed, found, asked)
    return _row(db, actor, found)


# ── cancelling ───────────────────────────────────────────


def cancel_series(
    db: Session,
    actor: Actor,
    *,
    series_id: UUID,
    scope: Scope = "all",
    booking_id: UUID | None = None,
    reason: str = "",
    on_conflict: OnConflict = "refuse",
    version: int | None = None,
) -> SeriesRow:
    """Calls the visits off with one message; those it is too late for, for a customer, are refused by name, or skipped."""
    found = _own(db, actor, series_id, version)
    if scope == "this":
        _one(db, series_id, booking_id)
        cancel(db, actor, booking_id=booking_id or series_id, reason=reason)
        return _row(db, actor, found)
    said = words(db, actor)
    visits = _in_scope(db, found, scope, booking_id, said)
    late = [visit for visit in visits if _too_late(actor, visit, visit.cancel_hours)]
    gone = _without(visits, late, on_conflict, said)
    for visit in gone:
        call_off(db, actor, visit, reason, together=True)
    by = "customer" if actor.kind is Kind.customer else "staff"
    tell_all(db, actor, SeriesCancelled, found, gone, by=by, reason=reason)
    return _row(db, actor, found)


# ── moving ───────────────────────────────────────────────


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
    visits = [anchor] if scope == "this" else _in_scope(db, found, scope, booking_id, said)
    late = {visit.id for visit in visits if _too_late(actor, visit, visit.reschedule_hours)}
    with undone(db):
        moving = _try(db, actor, anchor, [visit for visit in visits if visit.id not in late], seconds(starts_at), provider_id)
    shown = [occurrence(one.plan, one.booking.timezone, said, one.booking.id) for one in moving]
    kept = [occurrence(_stays(visit), visit.timezone, said, visit.id) for visit in visits if visit.id in late]
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
        return _row(db, actor, found)
    said, start = words(db, actor), seconds(starts_at)
    by = apart(found.timezone, seconds(anchor.starts_at), start)
    visits = _in_scope(db, found, scope, booking_id, said)
    going = _without(visits, [visit for visit in visits if _too_late(actor, visit, visit.reschedule_hours)], on_conflict, said)
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
    return _row(db, actor, found)


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


# ── which visits ─────────────────────────────────────────


def _own(db: Session, actor: Actor, series_id: UUID, version: int | None) -> BookingSeries:
    """The series, nobody else's to change until the transaction ends; customers have only their own."""
    if actor.kind is not Kind.customer:
        actor.require(Permission.bookings_manage)
    found = db.scalars(sa.select(BookingSeries).where(col(BookingSeries.id) == series_id).with_for_update()).one_or_none()
    if found is None or (actor.kind is Kind.customer and found.contact_id != actor.contact_id):
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    return found


def _anchor(
    db: Session, actor: Actor, booking_id: UUID, series_id: UUID | None, version: int | None = None
) -> tuple[BookingSeries, Booking]:
    """The visit that is moved and its series, which is the one that was named, if one was."""
    its = db.scalars(sa.select(col(Booking.series_id)).where(col(Booking.id) == booking_id)).one_or_none()
    if its is None or series_id not in (None, its):
        raise NotFound
    found = _own(db, actor, its, version)
    anchor = _one(db, its, booking_id)
    check_change(anchor.status, anchor.starts_at, now(), _policy(actor, anchor.reschedule_hours), "rescheduled")
    return found, anchor


def _one(db: Session, series_id: UUID, booking_id: UUID | None) -> Booking:
    for visit in _visits(db, series_id):
        if visit.id == booking_id:
            return visit
    raise NotFound


def _visits(db: Session, series_id: UUID) -> list[Booking]:
    """The visits, all of them this transaction's alone, in order of time."""
    question = sa.select(Booking).where(col(Booking.series_id) == series_id).order_by(col(Booking.id)).with_for_update()
    return sorted(db.scalars(question), key=lambda visit: (visit.starts_at, visit.series_index or 0))


def _in_scope(db: Session, found: BookingSeries, scope: Scope, booking_id: UUID | None, said: Words) -> list[Booking]:
    """The visits that are meant, of those that still come."""
    visits = _visits(db, found.id)
    since = said.now
    if scope == "following":
        since = next((visit.starts_at for visit in visits if visit.id == booking_id), None)
        if since is None:
            raise NotFound
    meant = [v for v in visits if v.status in (Status.pending, Status.confirmed) and v.starts_at >= since and v.starts_at > said.now]
    if not meant:
        raise NoVisits
    return meant


def _policy(actor: Actor, hours: int) -> int | None:
    return hours if actor.kind is Kind.customer else None


def _too_late(actor: Actor, visit: Booking, hours: int) -> bool:
    try:
        check_change(visit.status, visit.starts_at, now(), _policy(actor, hours), "changed")
    except TooLate:
        return True
    return False


def _stays(visit: Booking) -> Planned:
    start = seconds(visit.starts_at)
    return Planned(Wish(date.fromisoformat(visit.local_start[:10]).toordinal(), start), "too_late", "too_late")


def _without(visits: Sequence[Booking], late: Sequence[Booking], on_conflict: OnConflict, said: Words) -> list[Booking]:
    """Those that may be changed; the others are refused by name unless they may be left as they are."""
    if late and on_conflict == "refuse":
        raise SeriesConflicts([told_of(_stays(visit), visit.timezone, said) for visit in late])
    left = [visit for visit in visits if visit not in late]
    if not left:
        raise TooLate
    return left


def _lines(db: Session, ids: Sequence[UUID]) -> dict[UUID, list[BookingLine]]:
    found: dict[UUID, list[BookingLine]] = {id: [] for id in ids}
    for line in db.scalars(sa.select(BookingLine).where(col(BookingLine.booking_id).in_(ids)).order_by(col(BookingLine.position))):
        found[line.booking_id].append(line)
    return found


def _row(db: Session, actor: Actor, found: BookingSeries) -> SeriesRow:
    """The series after something happened to it."""
    found.version += 1
    db.flush()
    return series_row(db, found, words(db, actor))
