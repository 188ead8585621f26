"""Many customers and staff who want the same time at once, through every door there is, at a CareOps that is really served.

For each contested time half of the clients want exactly that start and half want one that overlaps it. Whoever gets a booking
has won; everybody else must hear a clean 409. Then the database is asked: no two bookings of one provider may overlap.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import httpx
import sqlalchemy as sa
from sqlmodel import col

from careops.booking.models import Booking, Occupancy
from careops.booking.models.occupancy import UNGUARDS
from careops.core import db
from careops.core.actor import Actor
from tests import cast
from tests.worlds import Shop, workdays

CLIENTS = 64
OVERLAP = timedelta(minutes=15)  # half of the service's length
SPACED = {9, 10, 11, 13, 14, 15, 16}  # hours so far apart that two contests never touch


@dataclass
class Score:
    """How the contests went: winners of each time, and what the others heard."""

    winners: list[int] = field(default_factory=list)
    losers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    @property
    def attempts(self) -> int:
        return sum(self.winners) + sum(self.losers.values())

    @property
    def clean(self) -> bool:
        return set(self.losers) <= {"409 slot_taken", "409 page"}


def contested(shop: Shop, count: int) -> Iterator[datetime]:
    """So many starts, an hour apart or more."""
    days = workdays(3, 1 + count // len(SPACED) + 1)
    starts = (start for day in days for start in shop.starts(day, minutes=60))
    for _number, start in zip(range(count), starts, strict=False):
        yield start


def unguard(engine: sa.Engine) -> None:
    """Takes the database's guarantee away: without it a race must be lost."""
    with engine.begin() as connection:
        for statement in UNGUARDS[engine.dialect.name]:
            connection.exec_driver_sql(statement)


# ── the doors ────────────────────────────────────────────


@dataclass(frozen=True)
class Arena:
    """Where the contest takes place."""

    shop: Shop
    client: httpx.AsyncClient
    staff: dict[str, str]

    @property
    def provider(self) -> str:
        return str(self.shop.providers[0])


def _who(number: int, start: datetime) -> dict[str, str]:
    return {"name": f"Client {number}", "email": f"client{number}.{start:%d%H%M}@example.org"}


async def by_page(arena: Arena, start: datetime, number: int) -> str:
    """The public page: a tap holds the time, the form books it."""
    path = f"/book/{arena.shop.slug}/cut"
    held = await arena.client.post(path, data={"slot": start.isoformat(), "with": arena.provider})
    if held.status_code != 303:
        return _page(held)
    token = held.headers["location"].split("hold=")[1]
    return _page(await arena.client.post(path, data={"hold": token, **_who(number, start)}))


def _page(answer: httpx.Response) -> str:
    if answer.status_code == 303 and answer.headers["location"].startswith("/manage/"):
        return "won"
    return f"{answer.status_code} page"


async def by_api(arena: Arena, start: datetime, number: int) -> str:
    """The public API, straight."""
    body = {
        "booking_type_id": str(arena.shop.service),
        "starts_at": start.isoformat(),
        "provider_id": arena.provider,
        "customer": _who(number, start),
    }
    return _json(await arena.client.post(f"/api/v1/public/{arena.shop.slug}/bookings", json=body))


async def by_hold(arena: Arena, start: datetime, number: int) -> str:
    """The public API, holding first."""
    body = {"booking_type_id": str(arena.shop.service), "starts_at": start.isoformat(), "provider_id": arena.provider}
    held = await arena.client.post(f"/api/v1/public/{arena.shop.slug}/holds", json=body)
    if held.status_code != 201:
        return _json(held)
    booking = {"hold": held.json()["token"], "customer": _who(number, start)}
    return _json(await arena.client.post(f"/api/v1/public/{arena.shop.slug}/bookings", json=booking))


async def by_staff(arena: Arena, start: datetime, number: int) -> str:
    """Somebody at the desk."""
    body = {
        "booking_type_id": str(arena.shop.service),
        "starts_at": start.isoformat(),
        "provider_id": arena.provider,
        "customer": _who(number, start),
    }
    return _json(await arena.client.post("/api/v1/bookings", json=body, headers=arena.staff))


def _json(answer: httpx.Response) -> str:
    return "won" if answer.status_code == 201 else f"{answer.status_code} {answer.json().get('code')}"


DOORS = (by_page, by_api, by_hold, by_staff)

# ── the contest ──────────────────────────────────────────


async def _contest(arena: Arena, starts: list[datetime], clients: int) -> Score:
    score = Score()
    clock = asyncio.get_running_loop().time
    for start in starts:
        began = clock()
        wanted = [start if number // len(DOORS) % 2 else start + OVERLAP for number in range(clients)]
        heard = Counter(await asyncio.gather(*(DOORS[n % len(DOORS)](arena, time, n) for n, time in enumerate(wanted))))
        score.slowest = max(score.slowest, clock() - began)
        score.winners.append(heard.pop("won", 0))
        score.losers += heard
    return score


def hold_contest(url: str, shop: Shop, *, times: int, clients: int = CLIENTS) -> Score:
    """All clients at once for one time after another."""
    staff = cast.bearer(cast.ANA)

    async def run() -> Score:
        limits = httpx.Limits(max_connections=clients)
        async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            return await _contest(Arena(shop, client, staff), list(contested(shop, times)), clients)

    return asyncio.run(run())


def overlaps(owner: Actor) -> int:
    """How many neighbours in the database overlap, among what is taken and among living bookings."""
    with db.reading(owner) as session:
        taken = session.execute(  # pyright: ignore[reportDeprecated]
            sa.select(col(Occupancy.provider_id), col(Occupancy.blocked_from), col(Occupancy.blocked_to))
        ).all()
        booked = session.execute(  # pyright: ignore[reportDeprecated]
            sa.select(col(Booking.provider_id), col(Booking.starts_at), col(Booking.ends_at)).where(col(Booking.status) != "cancelled")
        ).all()
    return _clashes([tuple(row) for row in taken]) + _clashes([tuple(row) for row in booked])


def _clashes(stretches: "list[tuple[UUID, int | datetime, int | datetime]]") -> int:
    ordered = sorted(stretches, key=lambda stretch: (stretch[0], stretch[1]))
    return sum(1 for one, two in pairwise(ordered) if one[0] == two[0] and two[1] < one[2])  # type: ignore[operator]
