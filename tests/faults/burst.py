"""Customers who all book at once, and remember what they were told."""

import asyncio
import random
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.worlds import Shop

_numbers = count()


@dataclass
class Attempt:
    """One customer's wish, its Idempotency-Key, and the answer; no status while nobody knows."""

    key: str
    email: str
    body: dict[str, Any]
    began: bool = False
    status: int | None = None
    answer: str = ""

    @property
    def told(self) -> bool:
        return self.status is not None


def wishes(shop: Shop, starts: list[datetime], *, rivals: int = 2) -> list[Attempt]:
    """For every provider and start so many customers want the same time; in no order."""
    made = [_wish(shop, provider, start) for provider in shop.providers for start in starts for _ in range(rivals)]
    random.shuffle(made)
    return made


def _wish(shop: Shop, provider: UUID, start: datetime) -> Attempt:
    email = f"customer{next(_numbers)}-{uuid4().hex[:8]}@example.org"
    body = {
        "booking_type_id": str(shop.service),
        "provider_id": str(provider),
        "starts_at": start.isoformat().replace("+00:00", "Z"),
        "customer": {"name": "Cleo Marsh", "email": email},
    }
    return Attempt(str(uuid4()), email, body)


async def book(url: str, slug: str, attempts: list[Attempt], *, clients: int = 32) -> None:
    """Tries them all, so many at a time; whatever breaks leaves the attempt without an answer."""
    waiting = iter(attempts)
    gone = asyncio.Event()

    async def client() -> None:
        async with httpx.AsyncClient(base_url=url, timeout=30) as web:
            for attempt in waiting:
                if gone.is_set():
                    return
                attempt.began = True
                try:
                    answer = await web.post(f"/api/v1/public/{slug}/bookings", json=attempt.body, headers={"Idempotency-Key": attempt.key})
                    attempt.status, attempt.answer = answer.status_code, answer.text
                except httpx.TransportError:
                    gone.set()  # the server is away: whoever is on the way learns nothing, nobody else sets out

    await asyncio.gather(*(client() for _ in range(clients)))
