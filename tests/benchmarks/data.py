"""The businesses that are measured: peers' scenario, with one provider and with ten, and one with room for many bookings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from careops.booking.models import Booking, BookingType, Occupancy, OccupancyKind, Provider, Status
from careops.booking.rules import seconds
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.clock import now
from careops.core.ids import new_id
from tests import cast, worlds

A_DAY = 8  # bookings of each provider each weekday
AHEAD = 60  # days
TAKEN = (0, 1, 3, 4, 6, 8, 10, 12)  # which of the day's 14 half hours


@dataclass(frozen=True)
class Places:
    """What there is to ask about."""

    one: worlds.Shop
    ten: worlds.Shop
    roomy: worlds.Shop
    token: str  # the roomy shop's owner, signed in


def told() -> Places:
    """Makes the businesses in the connected database."""
    one = worlds.opened(cast.founder("Ana Alves", cast.ANA, "Salon Ana"))
    ten = worlds.opened(cast.founder("Sam Stone", cast.SAM, "Stone Bikes"), providers=10)
    roomy = worlds.opened(cast.founder("Rita Room", "rita@example.com", "Room"), providers=20)
    for shop in (one, ten):
        fill(shop, AHEAD)
    return Places(one, ten, roomy, cast.entered("rita@example.com").token)


def fill(shop: worlds.Shop, days: int, *, back: int = 0) -> int:
    """Books each provider eight times each weekday, past days too when asked, straight into the tables; returns how many."""
    owner = shop.owner
    with db.transaction(owner) as session:
        who = contacts.register(session, owner, name="Cleo Marsh", email="cleo@example.org")
        service = session.get_one(BookingType, shop.service)
        made = 0
        for offset in range(-back, days):
            day = (now() + timedelta(days=offset)).date()
            if day.weekday() not in worlds.WEEKDAYS:
                continue
            starts = shop.starts(day)
            for provider in (session.get_one(Provider, id) for id in shop.providers):
                for index in TAKEN:
                    booking = booked(who.id, service, provider, starts[index])
                    session.add(booking)
                    session.flush()
                    session.add(_taken(service, provider, booking.id, starts[index]))
                    made += 1
    _forget_news()
    return made


def booked(contact: UUID, service: BookingType, provider: Provider, start: datetime) -> Booking:
    """One agreed visit, not yet written."""
    return Booking(
        id=new_id(),
        contact_id=contact,
        contact_name="Cleo Marsh",
        booking_type_id=service.id,
        type_name=service.name,
        provider_id=provider.id,
        provider_name=provider.name,
        starts_at=start,
        ends_at=start + timedelta(minutes=service.duration),
        local_start=start.isoformat()[:16],
        timezone=provider.timezone,
        status=Status.confirmed,
        duration=service.duration,
        buffer_before=0,
        buffer_after=0,
        price=service.price,
        currency="EUR",
        location_kind=service.location_kind,
        cancel_hours=24,
        reschedule_hours=24,
        source="demo",
    )


def _taken(service: BookingType, provider: Provider, booking: UUID, start: datetime) -> Occupancy:
    at = seconds(start)
    return Occupancy(
        provider_id=provider.id,
        blocked_from=at,
        blocked_to=at + service.duration * 60,
        kind=OccupancyKind.booking,
        starts=at,
        booking_id=booking,
    )


def _forget_news() -> None:
    """Nothing waits to be reacted to: a measured server is not to work off a backlog."""
    event = SQLModel.metadata.tables["event"]
    with db.engine.begin() as connection:
        connection.execute(sa.update(event).values(reacted_at=now()))
