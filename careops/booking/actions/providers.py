"""Who and what is booked, as the owner sets them; bookings already made keep what they were promised."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.activity.actions import record
from careops.booking import queries
from careops.booking.actions.changing import forget, own, said, write
from careops.booking.actions.serving import come_back, give_services
from careops.booking.events import ProviderChanged, ProviderCreated, ProviderRemoved
from careops.booking.models import SEATS, BookingLine, BookingType, Occupancy, Provider, ProviderKind, Slot
from careops.booking.queries.ask import ask
from careops.booking.rules import LanesInUse, seconds
from careops.booking.schemas import ProviderEdit, ProviderIn, ProviderRow, ResourceEdit, ResourceIn
from careops.business import queries as business
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import NotFound

PERSON = ProviderEdit.model_fields.keys() - {"booking_type_ids"}

# ── people ───────────────────────────────────────────────


def add_provider(db: Session, actor: Actor, *, given: ProviderIn) -> ProviderRow:
    """Somebody can be booked; their clock is the business's unless said otherwise."""
    actor.require(Permission.settings)
    told = given.model_dump(exclude={"booking_type_ids", "timezone"})
    made = Provider(**told, timezone=given.timezone or business.profile(db, actor).timezone)
    db.add(made)
    db.flush()
    give_services(db, made.id, given.booking_type_ids or [], _types(db))
    record(db, actor, ProviderCreated(subject=made.id, name=made.name))
    return queries.provider(db, actor, provider_id=made.id)


def edit_provider(db: Session, actor: Actor, *, provider_id: UUID, change: ProviderEdit, version: int | None = None) -> ProviderRow:
    """Changes who is booked from now on; an inactive provider keeps their bookings and gets no new ones."""
    actor.require(Permission.settings)
    found = own(db, Provider, provider_id, version)
    if found.kind != ProviderKind.person:
        raise NotFound
    if change.active and not found.active:
        come_back(db, found.id)
    changed = write(found, said(change, PERSON))
    if change.booking_type_ids is not None:
        changed += give_services(db, found.id, change.booking_type_ids, _types(db))
    return _changed(db, actor, found, changed)


def _types(db: Session) -> set[UUID]:
    return set(db.scalars(sa.select(col(BookingType.id))))


# ── rooms and things ─────────────────────────────────────


def add_resource(db: Session, actor: Actor, *, given: ResourceIn) -> ProviderRow:
    """Services can take a room, a chair, a laser."""
    actor.require(Permission.settings)
    told = given.model_dump(exclude={"timezone"})
    made = Provider(**told, kind=ProviderKind.resource, timezone=given.timezone or business.profile(db, actor).timezone)
    db.add(made)
    db.flush()
    record(db, actor, ProviderCreated(subject=made.id, name=made.name))
    return queries.provider(db, actor, provider_id=made.id)


def edit_resource(db: Session, actor: Actor, *, resource_id: UUID, change: ResourceEdit, version: int | None = None) -> ProviderRow:
    """Changes what services can take from now on; LanesInUse when fewer would be left than are promised at one time."""
    actor.require(Permission.settings)
    found = own(db, Provider, resource_id, version)
    if found.kind != ProviderKind.resource:
        raise NotFound
    if change.capacity is not None and change.capacity < found.capacity:
        _leave_promised(db, found.id, change.capacity)
    return _changed(db, actor, found, write(found, said(change, {*ResourceEdit.model_fields})))


def _leave_promised(db: Session, resource_id: UUID, capacity: int) -> None:
    at = seconds(now())
    beyond = sa.select(col(Occupancy.id)).where(
        col(Occupancy.provider_id) == resource_id,
        col(Occupancy.lane) >= capacity,
        col(Occupancy.lane) < SEATS,
        col(Occupancy.blocked_to) > at,
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at),
    )
    if ask(db, beyond.limit(1)):
        raise LanesInUse


def remove_resource(db: Session, actor: Actor, *, resource_id: UUID) -> None:
    """Forgets a resource nobody ever booked."""
    queries.provider(db, actor, provider_id=resource_id, kind=ProviderKind.resource)
    remove_provider(db, actor, provider_id=resource_id)


# ── both ─────────────────────────────────────────────────


def order_providers(db: Session, actor: Actor, *, ids: Sequence[UUID]) -> list[ProviderRow]:
    """Puts people and resources in this order; those not named follow as they stand."""
    actor.require(Permission.settings)
    wanted = {id: place for place, id in enumerate(dict.fromkeys(ids))}
    rows = db.scalars(sa.select(Provider).order_by(col(Provider.position), col(Provider.name), col(Provider.id))).all()
    for position, found in enumerate(sorted(rows, key=lambda row: wanted.get(row.id, len(wanted)))):
        _changed(db, actor, found, write(found, {"position": position}))
    return queries.providers(db, actor, kind=None)


def remove_provider(db: Session, actor: Actor, *, provider_id: UUID) -> None:
    """Forgets a provider nobody ever booked; one with bookings can only be made inactive."""
    actor.require(Permission.settings)
    found = own(db, Provider, provider_id)
    forget(
        db,
        found,
        sa.select(col(BookingLine.id)).where(col(BookingLine.provider_id) == found.id),
        sa.select(col(Occupancy.id)).where(col(Occupancy.provider_id) == found.id),
        sa.select(col(Slot.id)).where(col(Slot.provider_id) == found.id),
    )
    record(db, actor, ProviderRemoved(subject=found.id, name=found.name))


def _changed(db: Session, actor: Actor, found: Provider, changed: list[str]) -> ProviderRow:
    if changed:
        found.version += 1
        record(db, actor, ProviderChanged(subject=found.id, name=found.name, changed=changed))
    return queries.provider(db, actor, provider_id=found.id)
