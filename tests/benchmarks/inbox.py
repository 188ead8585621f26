"""The inbox with 100,000 messages: its list, its search, a thread; and how soon 50 open tabs show what somebody writes.

`python -m tests.benchmarks.inbox` asks the questions, `--live` times the tabs; `--postgres` for the embedded Postgres.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from careops.contacts.models import Contact
from careops.contacts.rules import email_key, found_by, name_key
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.ids import new_id
from careops.inbox import queries
from careops.inbox.models import Conversation, Message
from careops.inbox.state import Inbox
from careops.inbox.state.rows import Asked
from careops.inbox.state.screens import screen
from tests import cast, worlds
from tests.benchmarks import servers
from tests.benchmarks.statements import counted
from tests.conftest import migrate
from tests.servers import Postgres
from tests.sockets import Tab

MESSAGES, PEOPLE, OPEN = 100_000, 10_000, 1_000
TABS, WRITTEN = 50, 20
ROUNDS = 100
SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "bu",
    "da",
    "de",
    "di",
    "do",
    "du",
    "fa",
    "fe",
    "fi",
    "fo",
    "fu",
    "ka",
    "ke",
    "ki",
    "ko",
    "ku",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "mu",
    "na",
    "ne",
    "ni",
    "no",
    "nu",
    "sa",
    "se",
    "si",
    "so",
    "su",
]


def main() -> None:
    """Makes the business, measures, prints."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.inbox", description="Measure the inbox with 100,000 messages.")
    asked.add_argument("--postgres", action="store_true", help="on the embedded Postgres instead of SQLite")
    asked.add_argument("--live", action="store_true", help="the 50 open tabs")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="careops-inbox-") as name:
        folder = Path(name)
        url = Postgres(folder / "postgres").create("inbox") if given.postgres else f"sqlite:///{folder}/inbox.db"
        migrate(url)
        db.connect(url)
        owner = cast.founder("Ina Box", "ina@example.com", "Inbox Cuts")
        shop = worlds.opened(owner)
        told = fill(owner)
        if given.live:
            asyncio.run(live(folder, url, shop.slug))
        else:
            asking(owner, told)


# ── the business ─────────────────────────────────────────


def words(chance: random.Random) -> Callable[[int], str]:
    """Sentences of a language of 8,000 words, some of them said all the time."""
    known = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(9_000)})[:8_000]
    chance.shuffle(known)
    weights = [1 / (place + 1) for place in range(len(known))]
    return lambda count: " ".join(chance.choices(known, weights, k=count))


def fill(owner: Actor) -> dict[str, str]:
    """Ten messages with each of ten thousand people, a tenth of them still open; returns words to look for."""
    chance, moment, workspace = random.Random(4), now(), owner.workspace
    say = words(chance)
    people, talks, said = [], [], []
    for number in range(PEOPLE):
        contact, talk, is_open = new_id(), new_id(), number < OPEN
        name, email = say(2).title(), f"person{number}@example.org"
        people.append(
            {
                "id": contact,
                "workspace_id": workspace,
                "name": name,
                "name_key": name_key(name),
                "email": email,
                "email_key": email_key(email),
                "found_by": found_by(name, email, ""),
                "source": "contact_form",
            }
        )
        last = moment - timedelta(minutes=number * 7)
        texts = [say(chance.randint(8, 40)) for _ in range(MESSAGES // PEOPLE)]
        talks.append(
            {
                "id": talk,
                "workspace_id": workspace,
                "contact_id": contact,
                "status": "open" if is_open else "closed",
                "channel": "email",
                "preview": texts[-1][:160],
                "last_message_at": last,
                "last_inbound_at": last,
                "waiting_since": last if is_open and number % 3 == 0 else None,
            }
        )
        said += [
            {
                "id": new_id(),
                "workspace_id": workspace,
                "conversation_id": talk,
                "direction": "in" if place % 2 else "out",
                "channel": "email",
                "text": text,
                "at": last - timedelta(hours=len(texts) - 1 - place),
            }
            for place, text in enumerate(texts)
        ]
    began = time.perf_counter()
    with db.transaction(owner) as session:
        for table, rows in ((Contact, people), (Conversation, talks), (Message, said)):
            whole = [_whole(table, row) for row in rows]
            for start in range(0, len(whole), 2_000):
                session.connection().execute(sa.insert(table), whole[start : start + 2_000])
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    say_row("100,000 messages written and indexed", f"{time.perf_counter() - began:.1f} s")
    counted_words = sorted(_counts(said).items(), key=lambda pair: -pair[1])
    common, middle = counted_words[0][0], counted_words[200][0]
    rare = next(word for word, times in reversed(counted_words) if times >= 2)
    return {"common": common, "middle": middle, "rare": rare, "two": f"{counted_words[5][0]} {counted_words[300][0]}", "part": common[:2]}


def _whole(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the model's defaults for whatever it does not say."""
    return (
        table.model_construct(**{name: f.get_default(call_default_factory=True) for name, f in table.model_fields.items()} | row).__dict__
        | {}
    )


def _counts(said: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in said:
        for word in set(row["text"].split()):
            found[word] = found.get(word, 0) + 1
    return found


# ── asking ───────────────────────────────────────────────


def asking(owner: Actor, told: dict[str, str]) -> None:
    """Each question many times, as a handler asks it: a session of its own, the rows it returns."""
    with db.reading(owner) as session:
        first = queries.listing(session, owner).items[0].id
        deep = queries.listing(session, owner, show="all", limit=200).next_cursor
    asked: dict[str, Callable[[Any], object]] = {
        "list, open": lambda s: queries.listing(s, owner),
        "list, waiting": lambda s: queries.listing(s, owner, show="waiting"),
        "list, unread": lambda s: queries.listing(s, owner, show="unread"),
        "list, mine (none)": lambda s: queries.listing(s, owner, show="mine"),
        "list, closed": lambda s: queries.listing(s, owner, show="closed"),
        "list, all, a page further": lambda s: queries.listing(s, owner, show="all", cursor=deep),
        "list, by a person's name": lambda s: queries.listing(s, owner, show="all", q="person77"),
        "counts of all filters": lambda s: queries.counts(s, owner),
        "thread": lambda s: queries.thread(s, owner, conversation_id=first),
        f"search, common word ({told['common']})": lambda s: queries.search(s, owner, q=told["common"]),
        f"search, usual word ({told['middle']})": lambda s: queries.search(s, owner, q=told["middle"]),
        f"search, rare word ({told['rare']})": lambda s: queries.search(s, owner, q=told["rare"]),
        f"search, two words ({told['two']})": lambda s: queries.search(s, owner, q=told["two"]),
        f"search, two letters ({told['part']})": lambda s: queries.search(s, owner, q=told["part"]),
        "search, nothing there": lambda s: queries.search(s, owner, q="xyzzy"),
        "the whole screen, a conversation open": lambda s: screen(s, owner, asked=Asked(conversation=str(first))),
        "the whole screen, searching": lambda s: screen(s, owner, asked=Asked(conversation=str(first), q=told["middle"])),
    }
    say_row("", f"{'p50 ms':>8} {'p95 ms':>8} {'p95 CPU':>8} {'statements':>11}")
    for name, ask in asked.items():
        times = [_timed(owner, ask) for _ in range(ROUNDS)][10:]
        with counted(db.engine) as sent, db.reading(owner) as session:
            ask(session)
        cuts, spent = (statistics.quantiles(one, n=100) for one in zip(*times, strict=True))
        say_row(name, f"{cuts[49]:>8.1f} {cuts[94]:>8.1f} {spent[94]:>8.1f} {len(sent):>11}")


def _timed(owner: Actor, ask: Callable[[Any], object]) -> tuple[float, float]:
    """Milliseconds on the wall, and of this thread's processor: what other work on the machine does not lengthen."""
    began, spent = time.perf_counter(), time.thread_time()
    with db.reading(owner) as session:
        ask(session)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - spent) * 1000


# ── live ─────────────────────────────────────────────────


async def live(folder: Path, url: str, slug: str) -> None:
    """Fifty tabs on the inbox; somebody writes from outside, and each tab is timed until its list shows the words."""
    server = servers.served(folder / "served", url)
    try:
        token = cast.entered("ina@example.com").token
        tabs = [await Tab(server.url, token, path="/app/inbox").__aenter__() for _ in range(TABS)]
        for tab in tabs:
            await tab.until(Inbox.get_full_name(), "loaded", True, within=60)
        times: list[float] = []
        async with httpx.AsyncClient(base_url=server.url) as client:
            for number in range(WRITTEN):
                await asyncio.sleep(1)
                times += await _written(client, slug, tabs, f"Live words number {number}")
        cuts = statistics.quantiles(times, n=100)
        say_row(f"somebody writes → {TABS} tabs show it", f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, last {max(times):.0f} ms")
        for tab in tabs:
            await tab.__aexit__()
    finally:
        server.close()


async def _written(client: httpx.AsyncClient, slug: str, tabs: list[Tab], text: str) -> list[float]:
    began = time.perf_counter()
    shown = [asyncio.create_task(_until_shown(tab, text, began)) for tab in tabs]
    answer = await client.post(f"/api/v1/public/{slug}/contacts", json={"name": "Lea Live", "email": "lea@example.org", "message": text})
    answer.raise_for_status()
    return list(await asyncio.gather(*shown))


async def _until_shown(tab: Tab, text: str, began: float) -> float:
    while True:
        lines = await tab.until(Inbox.get_full_name(), "shown", within=30)
        if any(line["preview"] == text for line in lines["lines"]):
            return (time.perf_counter() - began) * 1000


def say_row(name: str, figures: str) -> None:
    sys.stdout.write(f"{name:<52}{figures}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
