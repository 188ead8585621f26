"""The starts that nothing bars."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from uuid import UUID

from careops.booking.rules.free.barring import NEVER, bars
from careops.booking.rules.free.stages import Serving, Stage, Subject
from careops.booking.rules.hours import Offer, whole_grid, windows
from careops.booking.rules.intervals import ALWAYS, Span, Spans, complement, covers, intersect, merged, shift, subtract, union
from careops.booking.rules.walls import day_bounds, day_of


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
