"""A business with fifty people and fifty thousand bookings, half of them past: what an engine has to find free times in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from careops.booking.models import Booking as Agreed
from careops.booking.models import BookingLine, BookingType, Occupancy, OccupancyKind, Provider, ProviderService
from careops.booking.rules import seconds
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.db import Inserted
from tests import worlds
from tests.benchmarks.data import TAKEN, booked

PEOPLE, DAYS, BACK = 50, 125, 65
AGREED, LINES, TAKINGS = Inserted(Agreed), Inserted(BookingLine), Inserted(Occupancy)


@dataclass(frozen=True)
class Crowd:
    """The business, a service for so many of its people each, and how many bookings there are."""

    shop: worlds.Shop
    services: dict[int, UUID]
    bookings: int


def crowded(owner: Actor) -> Crowd:
    """Makes it: eight bookings of each of fifty people on 125 workdays, written as rows."""
    shop = worlds.opened(owner, providers=PEOPLE)
    with db.transaction(owner) as session:
        who = contacts.register(session, owner, name="Cleo Marsh", email="cleo@example.org")
        service = session.get_one(BookingType, shop.service)
        people = session.exec(select(Provider).order_by(col(Provider.position), col(Provider.id))).all()
        services = {PEOPLE: shop.service}
        for count in (1, 10):
            told = service.model_dump(exclude={"id", "workspace_id", "slug", "name"})
            made = BookingType(name=f"Cut by {count}", slug=f"by-{count}", **told)
            session.add(made)
            session.flush()
            session.add_all([ProviderService(booking_type_id=made.id, provider_id=one.id) for one in people[:count]])
            services[count] = made.id
        count = 0
        for day in worlds.workdays(-BACK, DAYS):
            starts = [shop.starts(day)[index] for index in TAKEN]
            rows = [booked(who.id, service, person, start) for person in people for start in starts]
            heads = [row.model_dump(exclude={"workspace_id"}) for row in rows]
            AGREED.add_all(session, heads)
            LINES.add_all(session, [_line(head) for head in heads])
            TAKINGS.add_all(session, [_taken(head) for head in heads])
            count += len(rows)
    return Crowd(shop, services, count)


def _line(head: dict[str, Any]) -> dict[str, Any]:
    same = ("booking_type_id", "type_name", "provider_id", "provider_name", "starts_at", "ends_at", "duration", "price")
    return {name: head[name] for name in same} | {"booking_id": head["id"], "position": 0, "with_names": [], "add_ons": []}


def _taken(head: dict[str, Any]) -> dict[str, Any]:
    at = seconds(head["starts_at"])
    told = {"provider_id": head["provider_id"], "blocked_from": at, "blocked_to": seconds(head["ends_at"]), "starts": at}
    return told | {"kind": OccupancyKind.booking, "booking_id": head["id"]}
