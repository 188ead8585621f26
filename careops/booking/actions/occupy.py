"""Taking time, so that nobody else can: every way to a booking goes through here.

The providers are locked first, in the order of their ids, so that two who want the same time wait for each other instead of
deadlocking. Whether the time is still there is decided by the database, when the row goes in.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from careops.booking.models import BookingType, Occupancy, OccupancyKind, Provider, ProviderService
from careops.booking.models.occupancy import OVERLAP
from careops.booking.queries.ask import ask
from careops.booking.queries.free import offer_of, read_plans
from careops.booking.rules import NotOffered, Offer, Plan, SlotTaken, assign, day_bounds, day_of, offers
from careops.booking.rules.walls import DAY
from careops.core.db import Prepared
from careops.core.errors import NotFound

AROUND = 3 * DAY  # how far "lately" reaches when somebody has to be chosen

_OFFERING = (
    sa.select(BookingType, Provider)
    .join(ProviderService, col(ProviderService.booking_type_id) == col(BookingType.id))
    .join(Provider, col(Provider.id) == col(ProviderService.provider_id))
    .where(col(BookingType.id) == sa.bindparam("type"), col(Provider.active))
    .order_by(col(Provider.id))
    .with_for_update(of=Provider, key_share=True)
)
ANY = Prepared(_OFFERING)
ONE = Prepared(_OFFERING.where(col(Provider.id) == sa.bindparam("provider")))
ENDED: Prepared[*tuple[Any, ...]] = Prepared(
    sa.delete(Occupancy).where(
        col(Occupancy.provider_id).in_(sa.bindparam("providers", expanding=True)), col(Occupancy.expires) <= sa.bindparam("at")
    )
)


def locked(db: Session, booking_type_id: UUID, provider_id: UUID | None = None) -> tuple[BookingType, list[Provider]]:
    """The service and its active providers (or the wanted one) in the owner's order, theirs alone until the transaction ends."""
    rows = ANY.ask(db, type=booking_type_id) if provider_id is None else ONE.ask(db, type=booking_type_id, provider=provider_id)
    if not rows:
        raise NotFound
    return rows[0][0], sorted((provider for _, provider in rows), key=lambda p: (p.position, p.name, p.id))


def lock_providers(db: Session, ids: set[UUID]) -> dict[UUID, Provider]:
    """These providers, theirs alone until the transaction ends."""
    question = sa.select(Provider).where(col(Provider.id).in_(ids)).order_by(col(Provider.id)).with_for_update(key_share=True)
    return {found.id: found for found in db.scalars(question)}


def check_offered(db: Session, offer: Offer, candidates: list[Provider], start: int, at: int) -> list[Provider]:
    """Those whose opening hours, notice and window offer that start; NotOffered when it is nobody."""
    plans = {one.id: Plan(one.timezone) for one in candidates}
    days = [day_of(plan.timezone, start) for plan in plans.values()]
    read_plans(db, plans, min(days), max(days))
    offering = [one for one in candidates if offers(plans[one.id], offer, start, at)]
    if not offering:
        raise NotOffered
    return offering


def choose(db: Session, candidates: list[Provider], offer: Offer, start: int, at: int) -> Provider:
    """Who takes it: the only candidate, or of those who are free the one with least to do that day, then around it."""
    if len(candidates) == 1:
        return candidates[0]
    begin, end = start - offer.before, start + offer.duration + offer.after
    taken = sa.select(col(Occupancy.provider_id), col(Occupancy.blocked_from), col(Occupancy.blocked_to)).where(
        col(Occupancy.provider_id).in_([one.id for one in candidates]),
        col(Occupancy.blocked_to) > start - AROUND,
        col(Occupancy.blocked_from) < start + AROUND,
        sa.or_(col(Occupancy.expires).is_(None), col(Occupancy.expires) > at),
    )
    stretches: dict[UUID, list[tuple[int, int]]] = {one.id: [] for one in candidates}
    for id, blocked_from, blocked_to in ask(db, taken):
        stretches[id].append((blocked_from, blocked_to))
    clear = [one for one in candidates if not any(low < end and begin < high for low, high in stretches[one.id])]
    bounds = {one.id: day_bounds(one.timezone, day_of(one.timezone, start)) for one in clear}
    today = {one.id: sum(1 for low, _ in stretches[one.id] if bounds[one.id][0] <= low < bounds[one.id][1]) for one in clear}
    chosen = assign([one.id for one in clear], today, {id: len(those) for id, those in stretches.items()})
    return next((one for one in clear if one.id == chosen), None) or _taken()


def _taken() -> Provider:
    raise SlotTaken


def clear_expired(db: Session, provider_ids: list[UUID], at: int) -> None:
    """Lets go of these providers' holds that have ended: an ended hold blocks nobody."""
    ENDED.run(db, providers=provider_ids, at=at)


def take(db: Session, provider_id: UUID, found: BookingType, start: int, at: int, **more: Any) -> Occupancy:
    """Takes the time for that service, buffers included, or raises SlotTaken."""
    clear_expired(db, [provider_id], at)
    offer = offer_of(found)
    taken = Occupancy(
        provider_id=provider_id,
        blocked_from=start - offer.before,
        blocked_to=start + offer.duration + offer.after,
        starts=start,
        booking_type_id=found.id,
        **more,
    )
    db.add(taken)
    settle(db)
    return taken


def settle(db: Session) -> None:
    """Writes what is pending; the database's refusal of an overlap becomes SlotTaken."""
    try:
        db.flush()
    except IntegrityError as clash:
        if OVERLAP in str(clash.orig):
            raise SlotTaken from None
        raise


def give_back(db: Session, booking_id: UUID) -> None:
    """Frees what a booking had taken."""
    mine = sa.delete(Occupancy).where(col(Occupancy.booking_id) == booking_id, col(Occupancy.kind) == OccupancyKind.booking)
    db.exec(mine, execution_options={"synchronize_session": False})


def of_booking(db: Session, booking_id: UUID) -> Occupancy:
    """What a living booking has taken."""
    return db.scalars(sa.select(Occupancy).where(col(Occupancy.booking_id) == booking_id)).one()
