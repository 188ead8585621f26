"""What the desk costs at a hundred thousand contacts, bookings and messages: Today, every report, Find or do.

`python -m tests.benchmarks.desk` on SQLite, `--postgres` on the embedded Postgres. It prints, and asserts nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

import careops.careops  # noqa: F401  (Find or do knows its finders once the house is put together)
from careops.booking.models import Booking
from careops.contacts.models import Contact
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now, today
from careops.core.ids import new_id
from careops.core.memory import settle
from careops.dashboard import queries
from careops.dashboard.schemas import ReportName
from careops.frame.queries import search
from careops.inbox.models import Conversation, Message
from tests import cast
from tests.benchmarks.scale import FIRST, SYLLABLES, timed
from tests.conftest import migrate
from tests.servers import Postgres
from tests.worlds import Shop, opened

MANY = 100_000
BATCH = 5_000
STATUSES = ["completed"] * 8 + ["no_show", "cancelled"]


def fill(shop: Shop, many: int) -> None:
    """So many of each, over the last year and the next month, written past the actions: only reading is timed."""
    dice, ids, talks = Random(5), [new_id() for _one in range(many)], [new_id() for _one in range(many)]
    names = [f"{dice.choice(FIRST)} {''.join(dice.choices(SYLLABLES, k=3)).title()}" for _one in ids]
    _write(shop, (_person(id, name, number) for number, (id, name) in enumerate(zip(ids, names, strict=True))))
    _write(shop, (_talk(dice, talk, id) for talk, id in zip(talks, ids, strict=True)))
    _write(shop, (_booking(shop, dice, id, name) for id, name in zip(ids, names, strict=True)))
    _write(shop, (_message(dice, talk) for talk in talks))
    with db.transaction(shop.owner) as session:
        session.connection().execute(sa.text("ANALYZE"))


def _talk(dice: Random, id: UUID, contact_id: UUID) -> Conversation:
    """One conversation somebody wrote in; of fifty one is open, and in half of those somebody waits."""
    wrote, is_open = now() - timedelta(minutes=dice.randint(1, 7 * 1440)), dice.random() < 0.02
    waits: dict[str, Any] = {"waiting_since": wrote} if is_open and dice.random() < 0.5 else {}
    told: dict[str, Any] = {"channel": "email", "preview": "Is there parking?", "last_inbound_at": wrote, "last_message_at": wrote}
    return Conversation(id=id, contact_id=contact_id, status="open" if is_open else "closed", **told, **waits)


def _write(shop: Shop, rows: Iterator[Any]) -> None:
    began, count, batch = time.perf_counter(), 0, list[Any]()
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            with db.transaction(shop.owner) as session:
                session.add_all(batch)
            count, batch = count + BATCH, []
    with db.transaction(shop.owner) as session:
        session.add_all(batch)
    count += len(batch)
    print(f"{count} written in {time.perf_counter() - began:.0f} s", flush=True)


def _person(id: UUID, name: str, number: int) -> Contact:
    mail = f"p{number}@example.org"
    return Contact(id=id, name=name, name_key=name.casefold(), email=mail, found_by=f"{name.casefold()} {mail}", source="import")


def _booking(shop: Shop, dice: Random, who: UUID, name: str) -> Booking:
    starts = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=dice.randint(-365 * 24, 30 * 24))
    told = {"contact_id": who, "contact_name": name, "booking_type_id": shop.service, "type_name": "Cut", "currency": "EUR"}
    told |= {"provider_id": shop.providers[0], "provider_name": "Ana", "timezone": "Europe/Lisbon", "location_kind": "place"}
    told |= {"duration": 30, "buffer_before": 0, "buffer_after": 0, "price": 4500, "cancel_hours": 24, "reschedule_hours": 24}
    status = dice.choice(STATUSES) if starts < now() else "confirmed"
    source = dice.choice(["public", "public", "app", "api"])
    return Booking(**told, starts_at=starts, ends_at=starts + timedelta(minutes=30), local_start="", status=status, source=source)


def _message(dice: Random, talk: UUID) -> Message:
    at = now() - timedelta(minutes=dice.randint(1, 365 * 1440))
    waited = int(dice.expovariate(1 / 1800))
    words = " ".join(dice.choices(SYLLABLES, k=8))
    return Message(id=new_id(), conversation_id=talk, direction="out", channel="email", text=words, author="Ana", at=at, waited=waited)


def desk_at_scale(ana: Actor, many: int) -> None:
    """Fills a business and asks what the desk asks."""
    shop = opened(ana, providers=5)
    fill(shop, many)

    def see(query: Callable[..., object], **asked: object) -> Callable[[], object]:
        def work() -> object:
            with db.reading(ana) as session:
                return query(session, ana, **asked)

        return work

    timed("the dashboard's figures", see(queries.stats))
    timed("Today", see(queries.today_page))
    for q in ("mar", "ma", "m", "lena", "p4321", "lena ba", "cut", "ba", "nobody", "4321"):
        timed(f"find {q!r}", see(search, q=q))
    with db.reading(ana) as session:
        last = today("Europe/Lisbon")
        ranges = {many: queries.stretch(session, ana, first=last - timedelta(days=many - 1), last=last) for many in (7, 30, 90, 365)}
    for name in ReportName:
        for many, days in ranges.items():
            timed(f"{name} of {many} days, compared", see(queries.report, name=name, days=days))


def main() -> None:
    """Makes the database and asks."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--many", type=int, default=MANY, help="of each: contacts, bookings, messages")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder) / "postgres") if given.postgres else None
        url = server.create("desk") if server else f"sqlite:///{folder}/desk.db"
        try:
            migrate(url)
            db.connect(url)
            settle()
            desk_at_scale(cast.ana(), given.many)
        finally:
            db.engine.dispose()


if __name__ == "__main__":
    main()
