"""Many who take from one shelf at once, in threads of several processes, some of which are killed in the middle and try again.

What is taken and what is left must be what there was. The control takes as programs do that read a number, calculate, and write it.
"""

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Refusal
from careops.inventory import actions as inventory
from careops.inventory.actions import writing
from careops.inventory.models import Reason, StockLevel, StockMovement
from careops.inventory.rules import OutOfStock
from careops.inventory.schemas import MovementIn
from tests.faults.warm import WARM, given, turn

PROCESSES = 4
CLEAN = {"won", "out_of_stock", "unavailable"}  # SQLite asks for patience when two hundred write at once


@dataclass
class Taken:
    """What they heard, and what the database holds afterwards."""

    heard: Counter[str] = field(default_factory=Counter)
    sold: int = 0  # by the ledger
    left: int = 0  # by the level
    twice: int = 0  # keys that count more than once

    def right(self, initial: int) -> bool:
        """Whether nothing was sold that was not there, and nothing was lost."""
        return self.sold + self.left == initial and self.left >= 0 and not self.twice and set(self.heard) <= CLEAN


def take(url: str, owner: Actor, item: UUID, keys: list[str | None], *, careless: bool = False, kill_after: int = 0) -> Taken:
    """Everybody takes one, all at the same moment, each with a key; after so many answers half of the processes are killed."""
    line = WARM.Barrier(PROCESSES)
    pipes = [WARM.Pipe(duplex=False) for _ in range(PROCESSES)]  # one each: a queue's lock would die with whoever is killed
    shares = [keys[number::PROCESSES] for number in range(PROCESSES)]
    team = [
        WARM.Process(target=_process, args=(given(url), owner, item, share, line, mouth, careless))
        for share, (_ear, mouth) in zip(shares, pipes, strict=True)
    ]
    for one, (_ear, mouth) in zip(team, pipes, strict=True):
        one.start()
        mouth.close()
    heard = _listen([ear for ear, _mouth in pipes], team, kill_after)
    for one in team:
        one.join(60)
    return reckoned(owner, item, heard)


def _listen(ears: list[Connection], team: list[Any], kill_after: int) -> Counter[str]:
    """What they say until each of them has ended, or was killed in the middle of a word."""
    heard: Counter[str] = Counter()
    while ears and (speaking := wait(ears, timeout=120)):
        for ear in cast("list[Connection]", speaking):
            try:
                heard[ear.recv()] += 1
            except (EOFError, OSError):
                ears.remove(ear)
        if kill_after and sum(heard.values()) >= kill_after:
            for one in team[::2]:
                one.kill()
            kill_after = 0
    return heard


def reckoned(owner: Actor, item: UUID, heard: Counter[str]) -> Taken:
    """What the database says."""
    uses = sa.func.sum(StockMovement.change)
    with db.reading(owner) as session:
        sold = session.exec(select(uses).where(StockMovement.item_id == item, StockMovement.reason == Reason.use)).one()
        left = session.exec(select(StockLevel.quantity).where(StockLevel.item_id == item)).one()
        many = sa.func.count(col(StockMovement.id))
        twice = session.exec(
            select(StockMovement.key).where(col(StockMovement.key).is_not(None)).group_by(StockMovement.key).having(many > 1)
        )
        return Taken(heard, -int(sold or 0), left, len(twice.all()))


def _process(
    environment: dict[str, str], owner: Actor, item: UUID, keys: list[str | None], line: Any, mouth: Connection, careless: bool
) -> None:
    turn(environment)
    if careless:
        writing.shift = write_what_was_seen
    with suppress(threading.BrokenBarrierError):
        line.wait(60)
    speaking = threading.Lock()

    def take_one(key: str | None) -> None:
        heard = _consumer(owner, item, key, careless)
        with speaking:
            mouth.send(heard)

    threads = [threading.Thread(target=take_one, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.engine.dispose()


def _consumer(owner: Actor, item: UUID, key: str | None, careless: bool) -> str:
    try:
        if careless:
            look(owner, item)
        with db.transaction(owner) as session:
            inventory.move(session, owner, item_id=item, movement=MovementIn(reason=Reason.use, quantity=1), key=key)
        return "won"
    except Refusal as refusal:
        return refusal.code
    except Exception as crash:  # a deadlock or a bug: what no client may ever meet
        return f"{type(crash).__name__}: {str(crash)[:120]}"


_seen = threading.local()


def look(owner: Actor, item: UUID) -> None:
    """The control, first: looks how many there are."""
    with db.reading(owner) as outside:
        _seen.quantity = outside.exec(select(StockLevel.quantity).where(StockLevel.item_id == item)).one()


def write_what_was_seen(session: Session, item_id: UUID, place: UUID, change: int) -> int:
    """The control, then: calculates with what was seen, and writes it."""
    if _seen.quantity + change < 0:
        raise OutOfStock
    session.exec(sa.update(StockLevel).where(col(StockLevel.item_id) == item_id).values(quantity=_seen.quantity + change))
    return _seen.quantity + change
