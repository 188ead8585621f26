"""One cycle: a burst of bookings, kill -9 in the middle, a restart, the customers' second try, and the reckoning."""

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

from careops.core import db
from careops.core.clock import now
from careops.core.crypto import link_id
from tests import cast, worlds
from tests.faults.burst import Attempt, book, wishes
from tests.faults.invariants import Ledger, caught_up, check, token_of
from tests.servers import Served, eventually

PROVIDERS = 20
DAYS = 2  # whose times one cycle's customers want
EARLIEST, LATEST = 0.05, 1.5  # seconds from the first answer to the kill


@dataclass
class Harness:
    """A served CareOps with one open shop, and everything its customers were ever told."""

    server: Served
    engine: sa.Engine
    shop: worlds.Shop
    ledger: Ledger = field(default_factory=Ledger)
    days: Iterator[date] = field(default_factory=lambda: iter(worlds.workdays(3, 480)))

    @classmethod
    def on(cls, url: str, folder: Path, kind: type[Served] = Served) -> Self:
        """Opens the shop in a migrated database and serves it."""
        engine = db.connect(url)
        shop = worlds.opened(cast.founder("Ana Alves", cast.ANA, "Salon Ana"), providers=PROVIDERS)
        folder.mkdir(parents=True, exist_ok=True)
        server = kind(folder, CAREOPS_DATABASE_URL=url)
        return cls(server, engine, shop)

    def cycle(self, after: float | None = None) -> list[str]:
        """Runs one and returns what was wrong afterwards. `after` fixes the moment of the kill."""
        attempts = wishes(self.shop, [start for _ in range(DAYS) for start in self.shop.starts(next(self.days))])
        self._burst_and_kill(attempts, random.uniform(EARLIEST, LATEST) if after is None else after)
        sent_out = [attempt for attempt in attempts if attempt.told]
        unknown = self._unknown(attempts)
        there = self._booked()
        self._let_leases_run_out()
        self.server.start()
        asyncio.run(book(self.server.url, self.shop.slug, unknown))
        self.ledger.attempts += sent_out + unknown
        self.ledger.retried += len(unknown)
        self.ledger.kept += len([attempt for attempt in unknown if attempt.email in there])
        wrong = [problem for attempt in unknown if (problem := _second_try(attempt, there))]
        try:
            eventually(lambda: caught_up(self.engine), within=90)
        except TimeoutError:
            wrong.append("it never caught up with what it owed")
        return wrong + check(self.engine, self.ledger)

    def _burst_and_kill(self, attempts: list[Attempt], after: float) -> None:
        burst = threading.Thread(target=lambda: asyncio.run(book(self.server.url, self.shop.slug, attempts)))
        burst.start()
        eventually(lambda: any(attempt.told for attempt in attempts), within=30)
        time.sleep(after)  # the moment is the experiment
        self.server.kill()
        burst.join()
        eventually(self._alone, within=30)

    def _alone(self) -> bool:
        """Whether the database has finished what the killed server had sent: Postgres still commits a statement whose sender is gone."""
        if self.engine.dialect.name == "sqlite":
            return True
        self.engine.dispose()
        others = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        with self.engine.connect() as connection:
            return connection.scalar(others) == 0

    def _let_leases_run_out(self) -> None:
        """What the killed server had taken on comes back when its lease ends; nobody waits those minutes here."""
        delivery = SQLModel.metadata.tables["delivery"]
        with self.engine.begin() as connection:
            connection.execute(sa.update(delivery).where(delivery.c.state == "leased").values(due_at=now()))

    def _unknown(self, attempts: list[Attempt]) -> list[Attempt]:
        """Those who set out and heard nothing: they will try again with the same key."""
        return [attempt for attempt in attempts if attempt.began and not attempt.told]

    def _booked(self) -> dict[str, UUID]:
        """Whose booking survived, as the database says before anybody tries again."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.text("SELECT c.email, b.id FROM booking b JOIN contact c ON c.id = b.contact_id"))
            return {email: UUID(str(id)) for email, id in rows}


def _second_try(attempt: Attempt, there: dict[str, UUID]) -> str:
    """What is wrong with the answer to a retry: a booking that was made must be answered again, any other made or refused."""
    made = there.get(attempt.email)
    if attempt.status not in (201, 409) or (made and attempt.status != 201):
        return f"the retry of a booking that was {'' if made else 'not '}made was answered {attempt.status}: {attempt.answer[:200]}"
    if made and link_id(token_of(attempt)) != made:
        return f"the retry of {made} was answered with another booking: {attempt.answer[:200]}"
    return ""
