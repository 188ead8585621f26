"""Services, providers and their hours, as the owner sets them; bookings already made keep what they were promised."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from careops.activity.actions import record
from careops.booking import queries
from careops.booking.events import (
    BookingTypeChanged,
    BookingTypeCreated,
    BookingTypeRemoved,
    HoursChanged,
    ProviderChanged,
    ProviderCreated,
    ProviderRemoved,
)
from careops.booking.models import BookingLine, BookingType, HoursOverride, Occupancy, Provider, ProviderService, Slot, WeeklyHours
from careops.booking.rules import InUse, SlugTaken, address_word
from careops.booking.schemas import (
    BookingTypeEdit,
    BookingTypeIn,
    BookingTypeRow,
    OverrideIn,
    ProviderEdit,
    ProviderIn,
    ProviderRow,
    ScheduleIn,
    ScheduleRow,
)
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid, NotFound, Stale

T = TypeVar("T", BookingType, Provider)

# ── services ─────────────────────────────────────────────


def create_booking_type(db: Session, actor: Actor, *, given: BookingTypeIn) -> BookingTypeRow:
    """Puts a service on offer; without an address word it gets one from its name."""
    actor.require(Permission.settings)
    told = given.model_dump(exclude={"provider_ids", "slug"})
    made = BookingType(**told, slug=given.slug or _free_slug(db, given.name))
    db.add(made)
    _write_slug(db)
    _link(db, [(made.id, id) for id in given.provider_ids or []])
    record(db, actor, BookingTypeCreated(subject=made.id, name=made.name))
    return queries.booking_type(db, actor, booking_type_id=made.id)


def edit_booking_type(
    db: Session, actor: Actor, *, booking_type_id: UUID, change: BookingTypeEdit, version: int | None = None
) -> BookingTypeRow:
    """Changes what is offered from now on."""
    actor.require(Permission.settings)
    found = _own(db, BookingType, booking_type_id, version)
    changed = _apply(found, change.model_dump(exclude_none=True, exclude={"provider_ids"}))
    _write_slug(db)
    if change.provider_ids is not None:
        changed += _relink(db, col(ProviderService.booking_type_id) == found.id, [(found.id, id) for id in change.provider_ids])
    if changed:
        found.version += 1
        record(db, actor, BookingTypeChanged(subject=found.id, name=found.name, changed=changed))
    return queries.booking_type(db, actor, booking_type_id=found.id)


def remove_booking_type(db: Session, actor: Actor, *, booking_type_id: UUID) -> None:
    """Forgets a service nobody ever booked; one with bookings can only be put away."""
    actor.require(Permission.settings)
    found = _own(db, BookingType, booking_type_id, None)
    _unused(
        db,
        sa.select(col(BookingLine.id)).where(col(BookingLine.booking_type_id) == found.id),
        sa.select(col(Slot.id)).where(col(Slot.booking_type_id) == found.id),
    )
    db.delete(found)
    db.flush()
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


# ── providers ────────────────────────────────────────────


def add_provider(db: Session, actor: Actor, *, given: ProviderIn) -> ProviderRow:
    """Somebody, or something, can be booked; their clock is the business's unless said otherwise."""
    actor.require(Permission.settings)
    told = given.model_dump(exclude={"booking_type_ids", "timezone"})
    made = Provider(**told, timezone=given.timezone or business.profile(db, actor).timezone)
    db.add(made)
    db.flush()
    _link(db, [(id, made.id) for id in given.booking_type_ids or []])
    record(db, actor, ProviderCreated(subject=made.id, name=made.name))
    return queries.provider(db, actor, provider_id=made.id)


def edit_provider(db: Session, actor: Actor, *, provider_id: UUID, change: ProviderEdit, version: int | None = None) -> ProviderRow:
    """Changes who is booked from now on; an inactive provider keeps their bookings and gets no new ones."""
    actor.require(Permission.settings)
    found = _own(db, Provider, provider_id, version)
    changed = _apply(found, change.model_dump(exclude_none=True, exclude={"booking_type_ids"}))
    if change.booking_type_ids is not None:
        changed += _relink(db, col(ProviderService.provider_id) == found.id, [(id, found.id) for id in change.booking_type_ids])
    if changed:
        found.version += 1
        record(db, actor, ProviderChanged(subject=found.id, name=found.name, changed=changed))
    return queries.provider(db, actor, provider_id=found.id)


def remove_provider(db: Session, actor: Actor, *, provider_id: UUID) -> None:
    """Forgets a provider nobody ever booked; one with bookings can only be made inactive."""
    actor.require(Permission.settings)
    found = _own(db, Provider, provider_id, None)
    _unused(
        db,
        sa.select(col(BookingLine.id)).where(col(BookingLine.provider_id) == found.id),
        sa.select(col(Occupancy.id)).where(col(Occupancy.provider_id) == found.id),
    )
    db.delete(found)
    db.flush()
    record(db, actor, ProviderRemoved(subject=found.id, name=found.name))


# ── hours ────────────────────────────────────────────────


def set_week(db: Session, actor: Actor, *, provider_id: UUID, given: ScheduleIn) -> ScheduleRow:
    """Replaces the provider's week; bookings outside the new hours stay."""
    actor.require(Permission.settings)
    found = _own(db, Provider, provider_id, None)
    db.exec(sa.delete(WeeklyHours).where(col(WeeklyHours.provider_id) == found.id))
    for day in given.week:
        for span in day.hours:
            db.add(WeeklyHours(provider_id=found.id, weekday=day.weekday, start_minute=span.start, end_minute=span.end))
    if given.timezone:
        found.timezone = given.timezone
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=["week"]))
    return queries.schedule(db, actor, provider_id=found.id)


def set_override(db: Session, actor: Actor, *, provider_id: UUID, given: OverrideIn) -> ScheduleRow:
    """Gives one date hours of its own, or closes it."""
    actor.require(Permission.settings)
    found = _own(db, Provider, provider_id, None)
    _forget_day(db, found.id, given.day)
    for start, end in [(span.start, span.end) for span in given.hours] or [(0, 0)]:
        db.add(HoursOverride(provider_id=found.id, day=given.day, start_minute=start, end_minute=end))
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=[given.day.isoformat()]))
    return queries.schedule(db, actor, provider_id=found.id)


def clear_override(db: Session, actor: Actor, *, provider_id: UUID, day: date) -> ScheduleRow:
    """Lets the week's hours apply on that date again."""
    actor.require(Permission.settings)
    found = _own(db, Provider, provider_id, None)
    _forget_day(db, found.id, day)
    record(db, actor, HoursChanged(subject=found.id, name=found.name, changed=[day.isoformat()]))
    return queries.schedule(db, actor, provider_id=found.id)


def _forget_day(db: Session, provider_id: UUID, day: date) -> None:
    db.exec(sa.delete(HoursOverride).where(col(HoursOverride.provider_id) == provider_id, col(HoursOverride.day) == day))


# ── the common part ──────────────────────────────────────


def _own(db: Session, table: type[T], id: UUID, version: int | None) -> T:
    found = db.scalars(sa.select(table).where(col(table.id) == id).with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    if version is not None and version != found.version:
        raise Stale
    return found


def _apply(found: BookingType | Provider, told: dict[str, Any]) -> list[str]:
    changed = [name for name, value in told.items() if getattr(found, name) != value]
    found.sqlmodel_update({name: told[name] for name in changed})
    return changed


def _relink(db: Session, present: "sa.ColumnElement[bool]", wanted: list[tuple[UUID, UUID]]) -> list[str]:
    """Makes who does what exactly this; says whether that changed anything."""
    pairs = {(row.booking_type_id, row.provider_id): row for row in db.scalars(sa.select(ProviderService).where(present))}
    for pair in pairs.keys() - set(wanted):
        db.delete(pairs[pair])
    db.flush()
    _link(db, [pair for pair in wanted if pair not in pairs])
    return ["services"] if pairs.keys() != set(wanted) else []


def _link(db: Session, wanted: list[tuple[UUID, UUID]]) -> None:
    for booking_type_id, provider_id in dict.fromkeys(wanted):
        db.add(ProviderService(booking_type_id=booking_type_id, provider_id=provider_id))
    try:
        db.flush()
    except IntegrityError:
        raise Invalid("One of these is not known here") from None


def _unused(db: Session, *uses: "sa.Select[Any]") -> None:
    if any(db.execute(use.limit(1)).first() for use in uses):
        raise InUse
