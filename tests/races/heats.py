"""Races for one thing at a time, by many threads of one or several processes: actions against a real database, no door between.

In each heat all runners start together; who may win how often is known beforehand, and everybody else has to hear a clean refusal.
"""

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from careops.booking import actions as booking
from careops.booking.models import SEATS, BookingType, Occupancy, Provider, ProviderService
from careops.booking.schemas import PersonIn
from careops.booking.schemas.series import RepeatIn
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Refusal
from tests import cast
from tests.faults.warm import WARM, given, turn
from tests.races import eyes
from tests.worlds import Shop, opened, workdays

CLEAN = {"slot_taken", "not_offered", "illegal_move", "hold_expired", "series_conflicts", "stale"}
RUNNERS = 16
SEATED = 10
HALF_HOUR = timedelta(minutes=30)

Run = Callable[["Course", datetime, int, int], None]


@dataclass(frozen=True)
class Course:
    """The business that is raced for, as every process knows it."""

    shop: Shop
    room: UUID
    roomy: tuple[UUID, UUID]  # one service each for the two providers, both in the room
    group: UUID
    asked: UUID  # approved by staff
    prepared: list[UUID] = field(default_factory=list[UUID])

    @property
    def visitor(self) -> Actor:
        return Actor.customer(self.shop.owner.workspace)


@dataclass(frozen=True)
class Kind:
    """A kind of race: what a runner does, how often a heat may be won, and what has to be there before it starts."""

    name: str
    run: Run
    winners: int = 1
    before: Callable[[Course, Session, datetime], UUID] | None = None
    spacing: int = 60  # minutes between one heat's time and the next


@dataclass
class Result:
    """What became of a kind of race."""

    attempts: int = 0
    winners: Counter[int] = field(default_factory=Counter[int])
    heard: Counter[str] = field(default_factory=Counter[str])
    slowest: float = 0.0
    overlaps: int = 0

    def right(self, kind: Kind) -> bool:
        """Whether every heat had its winners, every loser a clean answer, and the database holds nothing twice."""
        return set(self.winners) == {kind.winners} and set(self.heard) <= CLEAN and self.overlaps == 0


# ── what runners do ──────────────────────────────────────


def _person(heat: int, number: int) -> PersonIn:
    return PersonIn(name=f"Runner {number}", email=f"runner{number}.{heat}@example.org")


def _book(course: Course, service: UUID, start: datetime, heat: int, number: int, **more: Any) -> None:
    with db.transaction(course.visitor) as session:
        booking.book(session, course.visitor, booking_type_id=service, starts_at=start, customer=_person(heat, number), **more)


def exact(course: Course, start: datetime, heat: int, number: int) -> None:
    """The same time."""
    _book(course, course.shop.service, start, heat, number, provider_id=course.shop.providers[0])


def overlapping(course: Course, start: datetime, heat: int, number: int) -> None:
    """Half of them a quarter of an hour later."""
    exact(course, start + timedelta(minutes=15 * (number % 2)), heat, number)


def one_room(course: Course, start: datetime, heat: int, number: int) -> None:
    """Two services by two people, both in the only room."""
    _book(course, course.roomy[number % 2], start, heat, number)


def anybody(course: Course, start: datetime, heat: int, number: int) -> None:
    """Whoever of the two is free."""
    _book(course, course.shop.service, start, heat, number)


def move_or_book(course: Course, start: datetime, heat: int, number: int) -> None:
    """Some move a booking there, the others book it."""
    if number % 4:
        exact(course, start, heat, number)
        return
    with db.transaction(course.shop.owner) as session:
        booking.reschedule(session, course.shop.owner, booking_id=course.prepared[heat], starts_at=start)
    if number:  # they all move the same booking: who comes second finds it moved, and that is no second win
        raise _Again


def confirm(course: Course, _start: datetime, heat: int, _number: int) -> None:
    """All say yes to the same request."""
    with db.transaction(course.shop.owner) as session:
        booking.confirm(session, course.shop.owner, booking_id=course.prepared[heat])


def seat(course: Course, start: datetime, heat: int, number: int) -> None:
    """A seat of a session of ten."""
    _book(course, course.group, start, heat, number)


def hold_or_book(course: Course, start: datetime, heat: int, number: int) -> None:
    """Half hold first."""
    if number % 2:
        exact(course, start, heat, number)
        return
    with db.transaction(course.visitor) as session:
        service, person = course.shop.service, course.shop.providers[0]
        kept = booking.hold(session, course.visitor, booking_type_id=service, starts_at=start, provider_id=person)
    with db.transaction(course.visitor) as session:
        booking.book(session, course.visitor, hold=kept.token, customer=_person(heat, number))


def series_or_single(course: Course, start: datetime, heat: int, number: int) -> None:
    """A quarter of them want the time every day for three days, the others its second day."""
    if number % 4:
        exact(course, start, heat, number)
        return
    owner, shop = course.shop.owner, course.shop
    with db.transaction(owner) as session:
        booking.book_series(
            session,
            owner,
            booking_type_id=shop.service,
            starts_at=start,
            provider_id=shop.providers[0],
            customer=_person(heat, number),
            repeat=RepeatIn(frequency="weekly", count=2),
        )


class _Again(Exception):
    """A move to where it is already is no win."""


def _apart(course: Course, session: Session, start: datetime) -> UUID:
    """A booking half an hour later that will be moved."""
    owner, shop = course.shop.owner, course.shop
    person = PersonIn(name="Mover", email="mover@example.org")
    made = booking.book(
        session,
        owner,
        booking_type_id=shop.service,
        starts_at=start + HALF_HOUR,
        provider_id=shop.providers[0],
        customer=person,
    )
    return made.id


def _request(course: Course, session: Session, start: datetime) -> UUID:
    """A request that waits for approval."""
    person = PersonIn(name="Asker", email="asker@example.org")
    return booking.book(session, course.visitor, booking_type_id=course.asked, starts_at=start, customer=person).id


KINDS = (
    Kind("exact slot", exact),
    Kind("overlapping lengths", overlapping),
    Kind("same room, two services", one_room),
    Kind("any provider", anybody, winners=2),
    Kind("reschedule or book", move_or_book, before=_apart),
    Kind("confirm or confirm", confirm, before=_request),
    Kind("last seat of ten", seat, winners=SEATED),
    Kind("hold or book", hold_or_book),
    Kind("series or single", series_or_single),
)


# ── the course ───────────────────────────────────────────


def laid_out(owner: Actor) -> Course:
    """A business with two people, one room, a group and a service to approve."""
    shop = opened(owner, providers=2)
    first, second = shop.providers
    with db.transaction(owner) as session:
        room = Provider(name="Room", kind="resource", always_open=True, timezone="Europe/Lisbon")
        usual: dict[str, Any] = {"duration": 30, "slot_interval": 15, "min_notice": 0, "window_days": 730}
        types = [BookingType(name=name, slug=name, **usual) for name in ("massage", "facial")]
        group = BookingType(name="yoga", slug="yoga", capacity=SEATED, **usual)
        asked = BookingType(name="asked", slug="asked", auto_confirm=False, **usual)
        session.add_all([room, *types, group, asked])
        session.flush()
        for kind, person in zip(types, shop.providers, strict=True):
            session.add(ProviderService(booking_type_id=kind.id, provider_id=person))
            session.add(ProviderService(booking_type_id=kind.id, provider_id=room.id, need=1))
        session.add(ProviderService(booking_type_id=group.id, provider_id=first))
        session.add(ProviderService(booking_type_id=asked.id, provider_id=second))
        return Course(shop, room.id, (types[0].id, types[1].id), group.id, asked.id)


def times(shop: Shop, kind: Kind, heats: int) -> list[datetime]:
    """So many starts that have nothing to do with each other; a series' second visit is a week later, where no heat is."""
    per_day = 5
    days: Iterator[date] = iter(workdays(3, 3 * (heats // per_day + 2)))
    if kind.run is series_or_single:
        days = (day for day in days if (day.toordinal() - day.weekday()) // 7 % 2)  # not by a year's weeks: 53 and 1 are both odd
    found = [start for day in days for start in shop.starts(day, minutes=60)[:per_day]]
    return found[:heats]


# ── the race ─────────────────────────────────────────────


def race(url: str, course: Course, kind: Kind, *, heats: int, processes: int = 1, blind: bool = False) -> Result:
    """So many heats of one kind; RUNNERS threads, shared out among the processes."""
    starts = times(course.shop, kind, heats)
    prepared = _prepare(course, kind, starts)
    ready = Course(course.shop, course.room, course.roomy, course.group, course.asked, prepared)
    told: list[tuple[int, str, float]] = []
    if processes == 1 and not blind:
        _runners(ready, kind, starts, range(RUNNERS), threading.Barrier(RUNNERS), told.append)
    else:
        told = _apart_processes(url, ready, kind, starts, processes, blind)
    result = Result(attempts=len(told), overlaps=overlaps(course.shop.owner))
    wins: Counter[int] = Counter()
    for heat, heard, took in told:
        result.slowest = max(result.slowest, took)
        if heard == "won":
            wins[heat] += 1
        elif heard != "again":
            result.heard[heard] += 1
    result.winners = Counter(wins[heat] for heat in range(len(starts)))
    return result


def _prepare(course: Course, kind: Kind, starts: list[datetime]) -> list[UUID]:
    if kind.before is None:
        return []
    made: list[UUID] = []
    for start in starts:
        with db.transaction(course.shop.owner) as session:
            made.append(kind.before(course, session, start))
    return made


def _runners(course: Course, kind: Kind, starts: list[datetime], numbers: range, line: Any, tell: Callable[[Any], Any]) -> None:
    threads = [threading.Thread(target=_runner, args=(course, kind, starts, number, line, tell)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _runner(course: Course, kind: Kind, starts: list[datetime], number: int, line: Any, tell: Callable[[Any], Any]) -> None:
    for heat, start in enumerate(starts):
        with suppress(threading.BrokenBarrierError):
            line.wait(60)
        began = time.perf_counter()
        try:
            kind.run(course, start, heat, number)
            heard = "won"
        except _Again:
            heard = "again"
        except Refusal as refusal:
            heard = refusal.code
        except Exception as crash:  # a deadlock or a bug: what no client may ever meet
            heard = f"{type(crash).__name__}: {str(crash)[:120]}"
        tell((heat, heard, time.perf_counter() - began))


def _apart_processes(url: str, course: Course, kind: Kind, starts: list[datetime], processes: int, blind: bool) -> list[Any]:
    line, results = WARM.Barrier(RUNNERS), WARM.Queue()
    share = RUNNERS // processes
    shares = [range(number * share, (number + 1) * share) for number in range(processes)]
    team = [
        WARM.Process(target=_process, args=(given(url), course, KINDS.index(kind), starts, numbers, line, results, blind))
        for numbers in shares
    ]
    for one in team:
        one.start()
    told: list[Any] = []
    while len(told) < RUNNERS * len(starts):
        try:
            told.append(results.get(timeout=5))
        except queue.Empty:
            if any(one.exitcode for one in team):
                raise RuntimeError("a process of the race ended before it") from None
    for one in team:
        one.join(60)
    return told


def _process(
    environment: dict[str, str],
    course: Course,
    kind: int,
    starts: list[datetime],
    numbers: range,
    line: Any,
    results: Any,
    blind: bool,
) -> None:
    turn(environment)
    if blind:
        eyes.shut()
    _runners(course, KINDS[kind], starts, numbers, line, results.put)
    db.engine.dispose()


def overlaps(owner: Actor) -> int:
    """How many neighbours on one lane overlap in the database."""
    with db.reading(owner) as session:
        question = sa.select(col(Occupancy.provider_id), col(Occupancy.lane), col(Occupancy.blocked_from), col(Occupancy.blocked_to))
        rows = [tuple(row) for row in session.execute(question)]  # pyright: ignore[reportDeprecated]
    found = 0
    until: dict[tuple[UUID, int], int] = {}
    for provider, lane, begin, end in sorted(rows, key=lambda row: (str(row[0]), row[1], row[2])):
        found += begin < until.get((provider, lane), 0)
        until[provider, lane] = max(end, until.get((provider, lane), 0))
    return found


def seats_taken(owner: Actor) -> int:
    """How many seats there are in all sessions."""
    with db.reading(owner) as session:
        return session.scalar(sa.select(sa.func.count(col(Occupancy.id))).where(col(Occupancy.lane) >= SEATS)) or 0


def fresh(owner: Actor | None = None) -> Course:
    """The course on the connected database."""
    return laid_out(owner or cast.ana())
