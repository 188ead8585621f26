"""Which times can be offered: for every reason why not, the set of starts that it bars; what no reason bars is free.

A visit is a chain of stages, each given by one of several people (or by all of them), with rooms and things beside. To be busy
from f to t bars the starts in between, moved by where in the service the stretch lies: that is all there is to buffers, to
processing gaps and to rooms. "One of these" is the intersection of what bars each; "and also" is the union; "and then" is a shift.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from typing import NamedTuple
from uuid import UUID

from careops.booking.rules.hours import Offer, Plan, grid, outside, windows
from careops.booking.rules.intervals import ALWAYS, Span, Spans, complement, intersect, merged, shift, subtract, union
from careops.booking.rules.walls import day_bounds, day_of

NEVER: Span = (ALWAYS[1], ALWAYS[1] + 1)  # a bar after everything


@dataclass(frozen=True, slots=True)
class Shape:
    """How long a service takes the customer, and from when to when it takes the provider and the room; seconds from its start."""

    duration: int
    work: tuple[Span, ...]
    room: Span


def shaped(duration: int, before: int = 0, after: int = 0, gap_after: int = 0, gap: int = 0) -> Shape:
    """The shape of a service: buffers around it, and a processing gap inside in which the provider is free; all in minutes."""
    begin, end = -60 * before, 60 * (duration + after)
    if gap > 0 and gap_after > 0 and gap_after + gap < duration:
        return Shape(60 * duration, ((begin, 60 * gap_after), (60 * (gap_after + gap), end)), (begin, end))
    return Shape(60 * duration, ((begin, end),), (begin, end))


@dataclass(slots=True)
class Subject:
    """Who or what is booked, while a question is answered: hours, what is taken on each lane, time off, and the limits they keep.

    `visits` are the starts of what they have already, kept only for whoever has a limit.
    """

    id: UUID
    name: str
    plan: Plan
    capacity: int = 1
    always_open: bool = False
    max_per_day: int | None = None
    max_per_week: int | None = None
    busy: dict[int, Spans] = field(default_factory=dict[int, Spans])
    off: Spans = field(default_factory=Spans)
    visits: list[int] = field(default_factory=list[int])


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
    spans: Spans
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
    taken = union(subject.busy.get(0, []), merged(subject.off))
    around = [(opens + begin, closes + end - serving.shape.duration) for opens, closes in windows(subject.plan, low, high)]
    found: Spans = []
    for opens, closes in subtract(merged(around), taken):
        found += [(opens - begin + 1, opens - begin + length), (closes - end - length + 1, closes - end)]
    return merged(found)


def _none_of(options: Sequence[Subject], shape: Shape, low: int, high: int) -> Spans:
    """The starts at which none of these has a lane for the whole of it."""
    return _common(lane for subject in options for _, lane in _lanes(subject, shape, low, high))


def _not_all_of(needs: Sequence[Sequence[Subject]], shape: Shape, low: int, high: int) -> Spans:
    """The same where one thing may serve several needs: it cannot serve two of them at once, so each choice is looked at whole."""
    lanes = [[one for subject in need for one in _lanes(subject, shape, low, high)] for need in needs]
    choices = (choice for choice in product(*lanes) if len({named for named, _ in choice}) == len(choice))
    return _common(union(*(full for _, full in choice)) for choice in choices)


def _lanes(subject: Subject, shape: Shape, low: int, high: int) -> list[tuple[tuple[UUID, int], Spans]]:
    """For each lane of a resource the starts it cannot serve."""
    closed = merged(barred(shape.room, subject.off)) if subject.off else []
    if not subject.always_open:
        closed = union(closed, outside(subject.plan, shape.duration, low, high))
    return [((subject.id, lane), union(closed, merged(barred(shape.room, subject.busy.get(lane, ()))))) for lane in range(subject.capacity)]


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
    tally: Counter[int] = Counter()
    tail = _barred(rest, offer, low, high, seats) if rest else []
    for serving in stage.servings if stage.opens and seats <= stage.seats else ():
        first, last = offer.reach(serving.subject.plan.timezone, now)
        runs = grid(serving.subject.plan, offer, serving.shape.duration, max(low, first), min(high, last))
        if runs:
            reasons = [bar.spans for bar in bars(serving, stage, offer, low, high, hours=False) if bar.spans]
            if tail:
                reasons.append(shift(tail, -serving.shape.duration))
            starts = sweep(runs, reasons[0] if len(reasons) == 1 else union(*reasons), 60 * offer.grid_minutes)
            tally.update(starts if stage.seats == 1 else dict.fromkeys(starts, stage.seats))
    tally.update(_joinable(stage, offer, now, low, high, seats, tail))
    return tally


def _joinable(stage: Stage, offer: Offer, now: int, low: int, high: int, seats: int, tail: Spans) -> dict[int, int]:
    """The sessions one may join, with the seats they have left."""
    zones = {serving.subject.id: serving.subject.plan.timezone for serving in stage.servings}
    found: dict[int, int] = {}
    for session in stage.sessions:
        if session.provider_id not in zones or len(session.free) < seats or not low <= session.start < high:
            continue
        first, last = offer.reach(zones[session.provider_id], now)
        if first <= session.start < last and not _covered(tail, session.end):
            found[session.start] = found.get(session.start, 0) + len(session.free)
    return found


def _covered(spans: Spans, point: int) -> bool:
    return any(begin <= point < end for begin, end in spans)


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
    joinable = [(one.start, one.start + 1) for one in stage.sessions if len(one.free) >= seats and not _covered(rest, one.end)]
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
    return sum(1 for low, _ in taken if begin <= low < end), len(taken)


def everybody(stages: Iterable[Stage]) -> Mapping[UUID, Subject]:
    """All who and what the visit may take, once each."""
    found: dict[UUID, Subject] = {}
    for stage in stages:
        for subject in chain(*((one.subject, *one.others) for one in stage.servings), *stage.needs):
            found[subject.id] = subject
    return found


def free_windows(subject: Subject, low: int, high: int) -> Spans:
    """When they work and nothing is in the way: what a reader of free/busy gets."""
    return intersect(windows(subject.plan, low, high), complement(union(subject.busy.get(0, []), merged(subject.off)), (low, high)))
