"""Which times can be offered: for every reason why not, the set of starts that it bars; what no reason bars is free.

A visit is a chain of stages, each given by one of several people (or by all of them), with rooms and things beside. To be busy
from f to t bars the starts in between, moved by where in the service the stretch lies: that is all there is to buffers, to
processing gaps and to rooms. "One of these" is the intersection of what bars each; "and also" is the union; "and then" is a shift.
"""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from careops.booking.rules.hours import Offer, Plan, outside, whole_grid, windows
from careops.booking.rules.intervals import ALWAYS, Span, Spans, complement, covers, intersect, merged, shift, subtract, union
from careops.booking.rules.walls import day_bounds, day_of

NEVER: Span = (ALWAYS[1], ALWAYS[1] + 1)  # a bar after everything


@dataclass(frozen=True, slots=True)
class Shape:
    """How long a service takes the customer, and from when to when it takes the provider and the room; seconds from its start."""

    duration: int
    work: tuple[Span, ...]
    room: Span


@lru_cache(maxsize=1024)
def shaped(duration: int, before: int = 0, after: int = 0, gap_after: int = 0, gap: int = 0) -> Shape:
    """The shape of a service: buffers around it, and a processing gap inside in which the provider is free; all in minutes."""
    begin, end = -60 * before, 60 * (duration + after)
    if gap > 0 and gap_after > 0 and gap_after + gap < duration:
        return Shape(60 * duration, ((begin, 60 * gap_after), (60 * (gap_after + gap), end)), (begin, end))
    return Shape(60 * duration, ((begin, end),), (begin, end))


@dataclass(slots=True)
class Subject:
    """Who or what is booked, while a question is answered: hours, what is taken on each lane, time off, and the limits they keep.

    `visits` are the starts of what they have already, kept only for whoever has a limit. `words` are what was read of all that, as
    the database said it: the same words mean the same free times, so they are what those are remembered by.
    """

    id: UUID
    name: str
    plan: Plan
    capacity: int = 1
    always_open: bool = False
    max_per_day: int | None = None
    max_per_week: int | None = None
    busy: dict[int, Sequence[Span]] = field(default_factory=dict[int, Sequence[Span]])
    off: Sequence[Span] = ()
    visits: Sequence[int] = ()
    words: tuple[str, ...] | None = None

    def take(self, lane: int, span: Span) -> None:
        """Counts a stretch as taken that the database does not know of yet."""
        spans = list(self.busy.get(lane, ()))
        insort(spans, span)
        self.busy[lane], self.words = spans, None

    def give_back(self, lane: int, span: Span) -> None:
        """Counts a stretch as free that the database still has."""
        self.busy[lane], self.words = [one for one in self.busy.get(lane, ()) if one != span], None

    def visit(self, start: int) -> None:
        """Counts a visit towards their limits."""
        self.visits, self.words = [*self.visits, start], None


@dataclass(slots=True)
class Serving:
    """One who gives a stage, with the length it takes them and whose turn it is; `others` give it together with them."""

    subject: Subject
    shape: Shape
    others: Sequence[Subject] = ()
    weight: int = 1
    assigned: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A published time, or a group that is open already; `free` are its seats that nobody has."""

    id: UUID
    provider_id: UUID
    start: int
    end: int
    free: tuple[int, ...]


@dataclass(slots=True)
class Stage:
    """One service of a visit: who can give it, what it takes beside (one of each list), and the sessions one may join."""

    servings: list[Serving]
    needs: list[list[Subject]] = field(default_factory=list[list[Subject]])
    sessions: list[Session] = field(default_factory=list[Session])
    opens: bool = True  # a time may be made of opening hours; else only the sessions are sold
    seats: int = 1  # of a session that is opened for whoever comes first
    chosen: bool = False  # the customer asked for the one who serves
    turns: bool = False  # whose turn it is decides, not who has least to do


class Bar(NamedTuple):
    """One reason why starts are not offered: a stable code, whom it is about, and the starts. `taken`: not even to staff."""

    code: str
    about: Subject | None
    spans: Sequence[Span]
    taken: bool = False


# ── every reason ─────────────────────────────────────────


def barred(piece: Span, busy: Iterable[Span]) -> Spans:
    """The starts at which that piece of a service would touch what is busy; in order when the busy stretches are."""
    begin, end = piece
    return [(low - end + 1, high - begin) for low, high in busy]


def bars(serving: Serving, stage: Stage, offer: Offer, low: int, high: int, *, hours: bool) -> Iterator[Bar]:
    """Why this one cannot begin the stage, reason by reason; `hours` bars what lies outside of them, where no grid does it already."""
    for subject in (serving.subject, *serving.others):
        taken = subject.busy.get(0, ())
        for piece in serving.shape.work:
            if taken:
                yield Bar("taken", subject, barred(piece, taken), taken=True)
            if subject.off:
                yield Bar("time_off", subject, merged(barred(piece, subject.off)))
        if subject.visits and (subject.max_per_day or subject.max_per_week):
            yield Bar("limit", subject, _full(subject))
        if hours or subject is not serving.subject:
            yield Bar("hours", subject, outside(subject.plan, serving.shape.duration, low, high))
    if offer.tidy:
        yield Bar("gap", serving.subject, _untidy(serving, low, high))
    wanted = [subject.id for need in stage.needs for subject in need]
    if len(wanted) == len(set(wanted)):
        for need in stage.needs:
            yield Bar("room", need[0] if len(need) == 1 else None, _none_of(need, serving.shape, low, high), taken=True)
    else:
        yield Bar("room", None, _not_all_of(stage.needs, serving.shape, low, high), taken=True)


def _full(subject: Subject) -> Spans:
    """The days, and the weeks from Monday, in which they have as many visits as they take."""
    zone = subject.plan.timezone
    days = Counter(day_of(zone, start) for start in subject.visits)
    weeks: Counter[int] = Counter()
    for day, count in days.items():
        weeks[day - (day - 1) % 7] += count
    full = [day_bounds(zone, day) for day, count in days.items() if subject.max_per_day and count >= subject.max_per_day]
    full += [
        (day_bounds(zone, monday)[0], day_bounds(zone, monday + 6)[1])
        for monday, count in weeks.items()
        if subject.max_per_week and count >= subject.max_per_week
    ]
    return merged(full)


def _untidy(serving: Serving, low: int, high: int) -> Spans:
    """The starts that would leave, before or after, a hole too short to sell the same service again."""
    begin, end = serving.shape.room
    length = end - begin
    subject = serving.subject
    taken = union(subject.busy.get(0, ()), merged(subject.off))
    around = [(opens + begin, closes + end - serving.shape.duration) for opens, closes in windows(subject.plan, low, high)]
    found: Spans = []
    for opens, closes in subtract(merged(around), taken):
        found += [(opens - begin + 1, opens - begin + length), (closes - end - length + 1, closes - end)]
    return merged(found)


def _none_of(options: Sequence[Subject], shape: Shape, low: int, high: int) -> Spans:
    """The starts at which none of these has a lane for the whole of it."""
    return _common(full for subject in options for full, _alike in _lanes(subject, shape, low, high))


def _not_all_of(needs: Sequence[Sequence[Subject]], shape: Shape, low: int, high: int) -> Spans:
    """The same where one thing may serve several needs, with each of its lanes one at a time.

    Only how many lanes of each are free decides: that is followed from one change to the next, and each state is judged once.
    """
    things = {subject.id: subject for need in needs for subject in need}
    wanted = [[subject.id for subject in need] for need in needs]
    changes: defaultdict[int, Counter[UUID]] = defaultdict(Counter)
    for id, subject in things.items():
        for full, alike in _lanes(subject, shape, low, high):
            for begin, end in full:
                changes[begin][id] -= alike
                changes[end][id] += alike
    free = {id: subject.capacity for id, subject in things.items()}
    known: dict[tuple[int, ...], bool] = {}
    found: Spans = []
    last = ALWAYS[0]
    for at in (*sorted(changes), ALWAYS[1]):
        state = tuple([min(count, len(needs)) for count in free.values()])
        if state not in known:
            known[state] = _suffice(wanted, free)
        if not known[state]:
            found.append((last, at))
        for id, more in changes[at].items():
            free[id] += more
        last = at
    return merged(found)


def _suffice(wanted: Sequence[Sequence[UUID]], free: Mapping[UUID, int]) -> bool:
    """Whether each need can have a lane of its own: one that finds none asks those who have one to take another."""
    given: dict[UUID, list[int]] = {id: [] for id in free}

    def served(need: int, asked: set[UUID]) -> bool:
        for id in wanted[need]:
            if id in asked:
                continue
            asked.add(id)
            if len(given[id]) < free[id]:
                given[id].append(need)
                return True
            for at, other in enumerate(given[id]):
                if served(other, asked):
                    given[id][at] = need
                    return True
        return False

    return all(served(need, set()) for need in range(len(wanted)))


def _lanes(subject: Subject, shape: Shape, low: int, high: int) -> list[tuple[Spans, int]]:
    """The starts that the lanes of a resource cannot serve, and of how many lanes that is so: those that nothing takes are alike."""
    closed = merged(barred(shape.room, subject.off)) if subject.off else []
    if not subject.always_open:
        closed = union(closed, outside(subject.plan, shape.duration, low, high))
    taken = [spans for lane, spans in subject.busy.items() if spans and lane < subject.capacity]
    idle = [(closed, subject.capacity - len(taken))] if len(taken) < subject.capacity else []
    return [*idle, *((union(closed, merged(barred(shape.room, spans))), 1) for spans in taken)]


def _common(ways: Iterable[Spans]) -> Spans:
    """What bars every way; everything, where there is no way at all."""
    found: Spans | None = None
    for one in ways:
        found = one if found is None else intersect(found, one)
        if not found:
            return []
    return [ALWAYS] if found is None else found


# ── the answer ───────────────────────────────────────────


def free_starts(stages: Sequence[Stage], offer: Offer, now: int, low: int, high: int, seats: int = 1) -> dict[int, int]:
    """Every start in [low, high) at which the whole visit can be given, and by how many (or with how many seats) its first stage is."""
    stage, rest = stages[0], stages[1:]
    tail = _barred(rest, offer, low, high, seats) if rest else []
    tally: Counter[int] = Counter()
    for serving, starts in givers(stage, offer, now, low, high) if seats <= stage.seats else ():
        later = serving.shape.duration
        able = [start for start in starts if not covers(tail, start + later)] if tail else starts
        tally.update(able if stage.seats == 1 else dict.fromkeys(able, stage.seats))
    tally.update(_joinable(stage, offer, now, low, high, seats, tail))
    return tally


def givers(stage: Stage, offer: Offer, now: int, low: int, high: int) -> Iterator[tuple[Serving, Sequence[int]]]:
    """Everyone who can give the stage, with the starts in [low, high) at which they can and that are offered now."""
    reaches: dict[str, tuple[int, int, int, int]] = {}
    for serving in stage.servings if stage.opens else ():
        zone = serving.subject.plan.timezone
        if zone not in reaches:
            first, last = offer.reach(zone, now)
            days = day_bounds(zone, day_of(zone, low))[0], day_bounds(zone, day_of(zone, high - 1))[1]
            reaches[zone] = (max(low, first), min(high, last), *days)
        first, last, begin, end = reaches[zone]
        if first < last:
            starts = _unbarred(serving, stage, offer, begin, end)
            yield serving, starts[bisect_left(starts, first) : bisect_left(starts, last)]


def _unbarred(serving: Serving, stage: Stage, offer: Offer, begin: int, end: int) -> Sequence[int]:
    """The starts on whole days at which nothing bars this one, whatever the hour is now.

    They follow from what was read and from nothing else, and are remembered by it: a month that is asked for again, while nobody has
    booked, is not worked out again. One booking changes the words of those who give it, and of nobody else.
    """
    told = _words(serving, stage)
    if told is None:
        return _worked_out(serving, stage, offer, begin, end)
    key = (begin, end, offer, told)
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        known = _KNOWN[key] = _worked_out(serving, stage, offer, begin, end)
    return known


_KNOWN: dict[Hashable, Sequence[int]] = {}
_MOST = 1024  # provider-months, some ten kilobytes each


def forget() -> None:
    """Forgets what was worked out, for whoever measures how long it takes."""
    _KNOWN.clear()


def _words(serving: Serving, stage: Stage) -> Hashable:
    """All that their free starts follow from; None where something was changed since it was read."""
    people = (serving.subject, *serving.others) if serving.others else (serving.subject,)
    told = [tuple([_said(one) for one in whole]) for whole in (people, *stage.needs)]
    return (serving.shape, *told) if all(one is not None for whole in told for one in whole) else None


def _said(one: Subject) -> Hashable:
    if one.words is None:
        return None
    return one.id, one.plan, one.capacity, one.always_open, one.max_per_day, one.max_per_week, one.words


def _worked_out(serving: Serving, stage: Stage, offer: Offer, begin: int, end: int) -> Sequence[int]:
    runs = whole_grid(serving.subject.plan, offer, serving.shape.duration, begin, end)
    if not runs:
        return ()
    reasons = [bar.spans for bar in bars(serving, stage, offer, begin, end, hours=False) if bar.spans]
    return sweep(runs, reasons[0] if len(reasons) == 1 else union(*reasons), 60 * offer.grid_minutes)


def _joinable(stage: Stage, offer: Offer, now: int, low: int, high: int, seats: int, tail: Spans) -> dict[int, int]:
    """The sessions one may join, with the seats they have left."""
    zones = {serving.subject.id: serving.subject.plan.timezone for serving in stage.servings}
    found: dict[int, int] = {}
    for session in stage.sessions:
        if session.provider_id not in zones or len(session.free) < seats or not low <= session.start < high:
            continue
        first, last = offer.reach(zones[session.provider_id], now)
        if first <= session.start < last and not covers(tail, session.end):
            found[session.start] = found.get(session.start, 0) + len(session.free)
    return found


def _barred(stages: Sequence[Stage], offer: Offer, low: int, high: int, seats: int) -> Spans:
    """The moments at which the rest of a visit cannot begin; a grid is only the first stage's business."""
    if not stages:
        return []
    stage = stages[0]
    reach = high + sum(max((one.shape.duration for one in each.servings), default=0) for each in stages)
    rest = _barred(stages[1:], offer, low, reach, seats)
    found: Spans = [ALWAYS]
    for serving in stage.servings if stage.opens and seats <= stage.seats else ():
        reasons = [merged(bar.spans) for bar in bars(serving, stage, offer, low, reach, hours=True)]
        found = intersect(found, union(*reasons, shift(rest, -serving.shape.duration)))
    joinable = [(one.start, one.start + 1) for one in stage.sessions if len(one.free) >= seats and not covers(rest, one.end)]
    return subtract(found, merged(joinable)) if joinable else found


def sweep(runs: Iterable[Span], closed: Sequence[Span], step: int) -> list[int]:
    """The starts of the grid that nothing bars: one pass over both, since both are in order."""
    found: list[int] = []
    ahead = iter((*closed, NEVER))
    begin, end = next(ahead)
    for start, stop in runs:
        while start < stop:
            while end <= start:
                begin, end = next(ahead)
            if begin > start:
                found.extend(range(start, begin if begin < stop else stop, step))
                if begin >= stop:
                    break
            start += -(-(end - start) // step) * step
    return found


def load(subject: Subject, start: int) -> tuple[int, int]:
    """How much they have to do on the day of that start, and altogether around it."""
    begin, end = day_bounds(subject.plan.timezone, day_of(subject.plan.timezone, start))
    taken = subject.busy.get(0, ())
    return bisect_left(taken, (end,)) - bisect_left(taken, (begin,)), len(taken)


def everybody(stages: Iterable[Stage]) -> Mapping[UUID, Subject]:
    """All who and what the visit may take, once each."""
    found: dict[UUID, Subject] = {}
    for stage in stages:
        for subject in chain(*((one.subject, *one.others) for one in stage.servings), *stage.needs):
            found[subject.id] = subject
    return found


def free_windows(subject: Subject, low: int, high: int) -> Spans:
    """When they work and nothing is in the way: what a reader of free/busy gets."""
    return intersect(windows(subject.plan, low, high), complement(union(subject.busy.get(0, ()), merged(subject.off)), (low, high)))
