"""What a read and a booking cost the database, however much there is; and that what is remembered is never out of date."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from careops.booking.models import AddOn, BookingType, Provider, ProviderService, ProviderTerms, TimeOff, Variant
from careops.booking.rules import Offer, Plan, Serving, Stage, Stretch, Subject, free_starts, seconds, shaped
from careops.core import db
from careops.core.actor import Actor
from careops.core.ids import new_id
from tests.benchmarks.statements import counted
from tests.booking.test_engine import book, offered, person
from tests.worlds import ZONE, Shop, opened, workday

MOST = 6


def richest(shop: Shop) -> tuple[UUID, UUID]:
    """A group service with a variant, rooms of two kinds, own prices, limits and time off; its id and the variant's."""
    with db.transaction(shop.owner) as session:
        told = {"duration": 30, "slot_interval": 15, "min_notice": 0, "window_days": 365, "capacity": 3, "tidy": True}
        made = BookingType(name="Class", slug=f"s-{new_id().hex}", **told)
        rooms = [Provider(name=f"Room {number}", kind="resource", capacity=2, always_open=True, timezone=ZONE) for number in range(4)]
        session.add_all([made, *rooms])
        session.flush()
        variant = Variant(booking_type_id=made.id, name="Long", duration=60, price=100)
        session.add_all([variant, AddOn(booking_type_id=made.id, name="Mat", minutes=0, price=5)])
        for person_id in shop.providers:
            session.get_one(Provider, person_id).sqlmodel_update({"max_per_day": 5, "max_per_week": 20})
            session.add(ProviderService(booking_type_id=made.id, provider_id=person_id))
            session.add(ProviderTerms(booking_type_id=made.id, provider_id=person_id, price=7))
            session.add(
                TimeOff(provider_id=person_id, starts=seconds(shop.starts(workday(9))[0]), ends=seconds(shop.starts(workday(9))[4]))
            )
        for number, room in enumerate(rooms):
            session.add(ProviderService(booking_type_id=made.id, provider_id=room.id, need=1 + number % 2))
        return made.id, variant.id


def asked(shop: Shop, first: date, last: date, **more: Any) -> str:
    said = {"booking_type_id": shop.service, "from": first, "to": last, **more}
    return f"/api/v1/public/{shop.slug}/availability?{urlencode(said)}"


def cost(api: TestClient, path: str) -> int:
    with counted(db.engine) as seen:
        answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return len(seen)


@pytest.mark.parametrize("providers", [1, 7])
def test_a_read_at_the_public_door_is_the_same_few_statements_whatever_the_size(api: TestClient, ana: Actor, providers: int) -> None:
    shop = opened(ana, providers=providers)
    for days in (0, 30, 61):
        first = workday(2)
        assert cost(api, asked(shop, first, first + timedelta(days=days), timezone="Asia/Tokyo")) == 4
        assert cost(api, asked(shop, first, first + timedelta(days=days))) == 5  # the business says where it is


def test_sessions_rooms_variants_and_limits_cost_no_statement_more(api: TestClient, shop: Shop, visitor: Actor) -> None:
    service, variant = richest(shop)
    for index in (0, 4, 8):
        book(visitor, service, shop.starts(workday(3))[index], variant_id=variant)
    path = asked(shop, workday(2), workday(2) + timedelta(days=30), booking_type_id=service, variant_id=variant)
    assert cost(api, path) == 5
    times = {time["starts_at"]: time["free"] for day in api.get(path).json()["days"] for time in day["times"]}
    for index in (0, 4, 8):
        assert (
            times[shop.starts(workday(3))[index].strftime("%Y-%m-%dT%H:%M:00Z")] == 5
        )  # two seats left, three of one the other could open


def test_a_day_without_a_free_time_costs_one_more_to_find_the_next(api: TestClient, shop: Shop) -> None:
    sunday = workday(2) + timedelta(days=6 - workday(2).weekday())
    path = asked(shop, sunday, sunday)
    assert cost(api, path) <= MOST
    assert api.get(path).json()["next_available"]["starts_at"] > sunday.isoformat()


def test_a_booking_at_the_public_door_is_fourteen_statements(api: TestClient, shop: Shop) -> None:
    body = {"booking_type_id": str(shop.service), "customer": person("Cleo").model_dump()}
    with counted(db.engine) as seen:
        answer = api.post(f"/api/v1/public/{shop.slug}/bookings", json=body | {"starts_at": shop.starts(workday(3))[0].isoformat()})
    assert answer.status_code == 201, answer.text
    assert len(seen) <= 15  # one of them is a lock that SQLite does not need


# ── what is remembered ───────────────────────────────────


def test_what_was_remembered_of_a_day_does_not_outlive_a_booking_or_new_hours(shop: Shop, visitor: Actor) -> None:
    for _ in range(2):
        assert offered(visitor, shop.service)["09:00"] == 2
    book(visitor, shop.service, shop.starts(workday(3))[0], provider_id=shop.providers[0])
    for _ in range(2):
        assert offered(visitor, shop.service)["09:00"] == 1
    with db.transaction(shop.owner) as session:
        session.add(
            TimeOff(provider_id=shop.providers[1], starts=seconds(shop.starts(workday(3))[0]), ends=seconds(shop.starts(workday(3))[2]))
        )
    assert "09:00" not in offered(visitor, shop.service)


def test_one_whose_time_is_taken_in_thought_is_worked_out_anew() -> None:
    plan = Plan("UTC", {day: [Stretch(540, 720)] for day in range(7)})
    ana = Subject(uuid4(), "Ana", plan, words=("nothing is taken",))
    stages, offer, day = [Stage([Serving(ana, shaped(30))])], Offer(30, 0, 365), 20_000 * 86_400
    low, high = day, day + 86_400
    assert len(free_starts(stages, offer, day, low, high)) == 6
    ana.take(0, (day + 9 * 3600, day + 10 * 3600))
    assert len(free_starts(stages, offer, day, low, high)) == 4
    ana.give_back(0, (day + 9 * 3600, day + 10 * 3600))
    assert len(free_starts(stages, offer, day, low, high)) == 6
