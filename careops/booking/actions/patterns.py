"""Weekly patterns of published times: written down once, published some weeks ahead, each Sunday one week more."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking.actions.occupy import lock
from careops.booking.actions.slots import open_all
from careops.booking.events import SlotPatternChanged, SlotPatternCreated, SlotPatternRemoved
from careops.booking.models import BookingLine, Occupancy, Slot, SlotPattern, SlotStatus
from careops.booking.queries.ask import ask
from careops.booking.queries.slots import publishing, rule_of, session_ground, slot_pattern
from careops.booking.rules import seconds
from careops.booking.rules.patterns import SUNDAY, horizon, times
from careops.booking.schemas.slots import SlotPatternEdit, SlotPatternIn, SlotPatternRow
from careops.booking.schemas.wanted import Wanted
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.clock import now, today
from careops.core.db import everywhere
from careops.core.errors import NotFound, Stale

KEPT = 86_400  # seconds an empty time stays after it is over


def add_pattern(db: Session, actor: Actor, *, pattern: SlotPatternIn) -> SlotPatternRow:
    """Writes a pattern down and publishes its first weeks; what clashes with something is left out."""
    actor.require(Permission.bookings_manage)
    lock(db, [Wanted(pattern.booking_type_id, pattern.provider_id)])
    found = session_ground(db, actor, pattern.booking_type_id, pattern.provider_id, None)
    capacity = pattern.capacity or found.sold[0].row.capacity
    plain = pattern.model_dump(exclude={"excluded", "capacity"})
    made = SlotPattern(**plain, capacity=capacity, excluded=[day.isoformat() for day in pattern.excluded])
    db.add(made)
    db.flush()
    record(db, actor, SlotPatternCreated(subject=made.id, type_id=made.booking_type_id, provider_id=made.provider_id))
    _publish(db, actor, made)
    return slot_pattern(db, actor, pattern_id=made.id)


def edit_pattern(db: Session, actor: Actor, *, pattern_id: UUID, change: SlotPatternEdit, version: int | None = None) -> SlotPatternRow:
    """Changes which days differ and how far it reaches; empty times that no longer belong to it go, booked ones stay."""
    found = _own(db, actor, pattern_id, version)
    told: dict[str, Any] = change.model_dump(exclude_unset=True)
    if told.get("excluded") is not None:
        told["excluded"] = [day.isoformat() for day in told["excluded"]]
    found.sqlmodel_update({name: value for name, value in told.items() if value is not None or name == "last_day"})
    found.version += 1
    _take_back(db, found.id)
    found.generated_to = None
    db.flush()
    record(db, actor, SlotPatternChanged(subject=found.id, type_id=found.booking_type_id, provider_id=found.provider_id))
    _publish(db, actor, found)
    return slot_pattern(db, actor, pattern_id=pattern_id)


def remove_pattern(db: Session, actor: Actor, *, pattern_id: UUID, version: int | None = None) -> None:
    """Takes the pattern and its empty times away; what is booked stays and is a time like any other."""
    found = _own(db, actor, pattern_id, version)
    _take_back(db, found.id)
    mine = sa.update(Slot).where(col(Slot.pattern_id) == found.id).values(pattern_id=None)
    db.exec(mine, execution_options={"synchronize_session": False})
    record(db, actor, SlotPatternRemoved(subject=found.id, type_id=found.booking_type_id, provider_id=found.provider_id))
    db.delete(found)
    db.flush()


def generate(db: Session, actor: Actor) -> int:
    """Publishes what the business's patterns still owe up to their horizon, which moves on each Sunday at midnight; returns how many.

    What was published or called off before is not published again.
    """
    due = db.scalars(sa.select(SlotPattern).where(col(SlotPattern.active)).order_by(col(SlotPattern.id)).with_for_update())
    return sum(_publish(db, actor, pattern) for pattern in due)


def _publish(db: Session, actor: Actor, pattern: SlotPattern) -> int:
    zone = business.profile(db, actor).timezone
    here = today(zone).toordinal()
    last = horizon(here, SUNDAY, pattern.weeks_ahead)
    last = min(last, pattern.last_day.toordinal()) if pattern.last_day else last
    after = pattern.generated_to.toordinal() + 1 if pattern.generated_to else 0
    first = max(pattern.first_day.toordinal(), here, after)
    if not pattern.active or first > last:
        return 0
    lock(db, [Wanted(pattern.booking_type_id, pattern.provider_id)])
    try:
        found = session_ground(db, actor, pattern.booking_type_id, pattern.provider_id, None)
    except NotFound:  # who gave it does so no longer
        return 0
    known = {starts for (starts,) in ask(db, sa.select(col(Slot.starts)).where(col(Slot.pattern_id) == pattern.id))}
    wanted = [start for start in times(rule_of(pattern, found), found.timezone, first, last) if start not in known]
    made = open_all(db, found, publishing(db, found, wanted), capacity=pattern.capacity, pattern_id=pattern.id)
    pattern.generated_to = date.fromordinal(last)
    db.flush()
    return len(made)


def _take_back(db: Session, pattern_id: UUID) -> None:
    """Its empty times that still come are gone."""
    _delete_empty(db, col(Slot.pattern_id) == pattern_id, col(Slot.starts) > seconds(now()), col(Slot.status) != SlotStatus.cancelled)


def clean_up(db: Session) -> int:
    """Forgets empty times that are over, of all workspaces; sessions that somebody booked are history."""
    with everywhere(db):
        return _delete_empty(db, col(Slot.ends) <= seconds(now()) - KEPT)


def _delete_empty(db: Session, *which: Any) -> int:
    sat_in = sa.select(col(BookingLine.id)).where(col(BookingLine.slot_id) == col(Slot.id)).exists()
    held = sa.select(col(Occupancy.id)).where(col(Occupancy.slot_id) == col(Slot.id), col(Occupancy.hold_id).is_not(None))
    ids = db.scalars(sa.select(col(Slot.id)).where(*which, ~sat_in, ~held.exists()).limit(1000).with_for_update(skip_locked=True)).all()
    if ids:
        db.exec(sa.delete(Occupancy).where(col(Occupancy.slot_id).in_(ids)), execution_options={"synchronize_session": False})
        db.exec(sa.delete(Slot).where(col(Slot.id).in_(ids)), execution_options={"synchronize_session": False})
    return len(ids)


def _own(db: Session, actor: Actor, pattern_id: UUID, version: int | None) -> SlotPattern:
    actor.require(Permission.bookings_manage)
    found = db.scalars(sa.select(SlotPattern).where(col(SlotPattern.id) == pattern_id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    lock(db, [Wanted(found.booking_type_id)])
    return found
