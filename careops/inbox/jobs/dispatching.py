"""The dispatcher: takes due deliveries on, hands them to the accounts in their order, keeps how it ended.

Each round is one transaction that keeps what has ended and takes on what is due next; handing over happens on other threads and
outside of any transaction. A crash between the hand-over and the bookkeeping is undecidable: the lease runs out and the same bytes,
with the same key and Message-ID, go out again, first to the account that may have them already if that one knows keys. So: never
lost; never twice where the provider knows keys; twice at most for what was in flight where it does not.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from queue import Empty, PriorityQueue
from typing import Any, cast
from uuid import UUID

import structlog

from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import PLATFORM, Actor
from careops.core.clock import now
from careops.core.scheduler import Ticks
from careops.core.settings import settings
from careops.core.worker import Worker
from careops.inbox.actions import claim, settle
from careops.inbox.actions.queueing import OUTBOX
from careops.inbox.actions.settling import hand_on
from careops.inbox.jobs.measuring import handed_over
from careops.inbox.rules.delivering import GRACE, goes_on
from careops.inbox.rules.letters import read_stored
from careops.inbox.schemas import Claimed, Done, Pair, Taken, Tried, Way
from careops.integrations.local.gateway import LocalGateway
from careops.integrations.ports import Gateway, Letter, Outcome, RetryLater, Text, Unknown
from careops.integrations.smtp.gateway import from_url

log = structlog.get_logger(__name__)

LANES = 16  # hand-overs at once
MOST = 64  # deliveries taken on at once, when hand-overs are quick
GATHER = 0.02  # seconds to wait for others that end at the same time
GLANCE = 0.1  # seconds until the next look while hand-overs are under way
SHARE = 100  # deliveries of one workspace in a second, before it steps aside for others

Open = Callable[[UUID, Way], Gateway]


class Dispatcher:
    """One process's dispatcher; ask it for rounds until there is nothing to do. `open` turns an account into its gateway."""

    def __init__(self, lanes: int = LANES, open: "Open | None" = None) -> None:
        self._lanes = lanes
        self._pool = ThreadPoolExecutor(lanes, thread_name_prefix="outbox")
        self._open = open or Gateways().of
        self._waiting: PriorityQueue[tuple[int, datetime, UUID, Claimed]] = PriorityQueue()
        self._flying: set[Future[Done | None]] = set()
        self._resting: dict[Pair, datetime] = {}
        self._turns = Turns()
        self._ended: deque[float] = deque(maxlen=MOST)
        self.taken = 0

    def round(self) -> bool:
        """Keeps what has ended, takes on what is due, hands it over; False when nothing is under way and nothing due has room."""
        done = self._landed()
        moment = now()
        self._resting = {pair: until for pair, until in self._resting.items() if until > moment}
        taken = self._bookkeeping(done)
        for one in taken.claimed:
            self._waiting.put((one.priority, one.due_at, one.id, one))
        self._flying |= {self._pool.submit(self._lane) for _one in taken.claimed}
        if self._flying:
            self._rest()
        return bool(self._flying or taken.claimed or taken.settled or taken.resting or done)

    def work(self) -> bool:
        """A round; where it finds accounts without room, it looks again before long."""
        if self.round():
            return True
        if self._resting:
            time.sleep(GLANCE)
        return bool(self._resting)

    def close(self) -> None:
        """Lets what is under way end, keeps how, and ends the threads; what was taken on and not begun comes back by its lease."""
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()
        wait(self._flying)
        if done := self._landed():
            keep(done)
        self._pool.shutdown()

    def _lane(self) -> Done | None:
        """Hands over whatever is most urgent by the time a lane is free."""
        try:
            claimed = self._waiting.get_nowait()[-1]
        except Empty:  # it is being closed
            return None
        try:
            waited = (now() - claimed.due_at).total_seconds()
            done = hand_over(claimed, self._open)
            handed_over(done, waited)
            return done
        except Exception:  # one bad row must not stop the others; its lease runs out and brings it back
            log.exception("a delivery could not be handled", delivery=str(claimed.id))
            return None

    def _rest(self) -> None:
        """Until something has ended; a moment longer, so that what ends together is kept together."""
        ended, _flying = wait(self._flying, timeout=GATHER)
        if not ended:
            wait(self._flying, timeout=GLANCE, return_when=FIRST_COMPLETED)

    def _landed(self) -> list[Done]:
        ended = {future for future in self._flying if future.done()}
        self._flying -= ended
        self._ended.extend([time.monotonic()] * len(ended))
        return [done for future in ended if (done := future.result())]

    def _bookkeeping(self, done: list[Done]) -> Taken:
        """One transaction for both; should it fail because of one outcome, each is kept by itself and nothing new is taken on."""
        try:
            with db.transaction() as session:
                settle(session, done=done)
                places = self._places()
                taken = claim(session, places=places, resting={*self._resting, *self._turns.stepped_aside()})
        except Exception:
            if not done:
                raise
            log.exception("a batch of outcomes could not be kept at once")
            keep(done)
            return Taken()
        self._resting |= taken.resting
        self.taken += len(taken.claimed) + taken.settled
        self._turns.count(taken.claimed, full=len(taken.claimed) + taken.settled >= places)
        return taken

    def _places(self) -> int:
        """As many as were handed over in the last second, and at least one for each lane: so little waits here, and a claim pays."""
        lately = sum(1 for at in self._ended if at > time.monotonic() - 1)
        return max(0, min(MOST, max(self._lanes, lately)) - len(self._flying))


class Turns:
    """Who has had their share of this second, and steps aside: for those who wait, and only while somebody does."""

    def __init__(self) -> None:
        self._second = 0
        self._counts: Counter[UUID] = Counter()

    def stepped_aside(self) -> set[Pair]:
        """Those whose turn is over for this second."""
        if int(time.monotonic()) != self._second:
            self._second, self._counts = int(time.monotonic()), Counter()
        full = [workspace for workspace, count in self._counts.items() if count >= SHARE]
        return {Pair(workspace, channel) for workspace in full for channel in ("email", "sms")}

    def count(self, claimed: tuple[Claimed, ...], *, full: bool) -> None:
        """Counts what each got. A claim that was not `full` found nobody else waiting: then everybody may go on."""
        if not full:
            self._counts.clear()
        self._counts.update(one.workspace_id for one in claimed if one.workspace_id != PLATFORM)


# ── handing over ─────────────────────────────────────────


def hand_over(claimed: Claimed, open: Open) -> Done:
    """Tries the accounts in their order until one of them has decided it; nothing of it is in a transaction."""
    try:
        letter = read_stored(claimed.id, claimed.stored, claimed.expires_at)
    except Exception as problem:  # what was stored is no letter: no account will ever take it
        log.exception("a stored letter could not be read", delivery=str(claimed.id))
        return Done(claimed, (Tried(claimed.ways[0], RetryLater(f"It cannot be read any more ({type(problem).__name__})")),))
    tried: list[Tried] = []
    for way in claimed.ways[:1] if claimed.alone else claimed.ways:
        if claimed.until - now() < GRACE or (tried and not _moves_on(claimed, way)):
            break
        tried.append(_try(way, claimed, letter, open))
        if not goes_on(tried[-1].outcome):
            break
    return Done(claimed, tuple(tried))


def _moves_on(claimed: Claimed, way: Way) -> bool:
    with db.transaction() as session:
        return hand_on(session, claimed=claimed, way=way)


def _try(way: Way, claimed: Claimed, letter: Letter | Text, open: Open) -> Tried:
    began = time.perf_counter()
    try:
        gateway = open(claimed.workspace_id, way)
    except Exception as problem:  # its secret cannot be opened, or it is gone: nothing was sent
        log.exception("an account could not be opened", account=way.label)
        return Tried(way, RetryLater(f"The account could not be opened ({type(problem).__name__})"))
    outcome = _send(gateway, letter)
    return Tried(way, outcome, round((time.perf_counter() - began) * 1000), gateway.honours_keys)


def _send(gateway: Gateway, letter: Letter | Text) -> Outcome:
    try:
        return cast("Any", gateway).send(_addressed(letter, gateway))
    except Exception as problem:  # a gateway must not raise; if one does, nobody knows how far it got
        log.exception("a gateway raised")
        return Unknown(f"{type(problem).__name__} while sending")


def _addressed(letter: Letter | Text, gateway: Gateway) -> Letter | Text:
    """A letter leaves from its account's address under the name it was written with; a text's sender is the account's affair."""
    return replace(letter, sender=(letter.sender[0], gateway.address)) if isinstance(letter, Letter) else letter


class Gateways:
    """The accounts as gateways, kept until their set-up changes: opening a secret is slow."""

    def __init__(self) -> None:
        self._kept: dict[UUID, tuple[int, Gateway]] = {}

    def of(self, workspace_id: UUID, way: Way) -> Gateway:
        """The account's gateway as it is set up now."""
        if way.integration_id is None:
            return platform()
        version, gateway = self._kept.get(way.integration_id, (None, None))
        if gateway is None or version != way.version:
            actor = Actor.system(workspace_id)
            with db.reading(actor) as session:
                gateway = channels.gateway(session, actor, integration_id=way.integration_id)
            self._kept[way.integration_id] = (way.version, gateway)
        return gateway


def platform() -> Gateway:
    """Where mail about people's own accounts leaves from."""
    _name, address = parseaddr(settings.mail_from)
    if url := settings.smtp_url.get_secret_value():
        return from_url(url, address)
    return LocalGateway(address, settings.data_dir / "outbox")


# ── keeping how it ended ─────────────────────────────────


def keep(done: Sequence[Done]) -> None:
    """Keeps each by itself: one that the database refuses does not take the others with it, and comes back by its lease."""
    for one in done:
        try:
            with db.transaction() as session:
                settle(session, done=[one])
        except Exception:
            log.exception("an outcome could not be kept", delivery=str(one.claimed.id))


# ── in the background ────────────────────────────────────


def dispatch(lanes: int = LANES) -> int:
    """Sends everything that is due now and has room at its accounts; returns how many deliveries were dealt with."""
    dispatcher = Dispatcher(lanes)
    try:
        while dispatcher.round():
            pass
    finally:
        dispatcher.close()
    return dispatcher.taken


def start(ticks: Ticks) -> Worker:
    """Runs the dispatcher until the process ends. Every process may run one: rows are claimed."""
    dispatcher = Dispatcher()
    worker = Worker("outbox", OUTBOX, dispatcher.work)
    worker.ensure()
    ticks.add_job(worker.ensure, "interval", seconds=5, id="outbox", everywhere=True)
    ticks.on_stop(worker.stop)
    ticks.on_stop(dispatcher.close)
    return worker
