"""Every reason why a visit cannot begin at a moment, as stretches of time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from careops.booking.rules.free.stages import Serving, Shape, Stage, Subject
from careops.booking.rules.hours import Offer, outside, windows
from careops.booking.rules.intervals import ALWAYS, Span, Spans, intersect, merged, subtract, union
from careops.booking.rules.walls import day_bounds, day_of

NEVER: Span = (ALWAYS[1], ALWAYS[1] + 1)  # a bar after everything


class Bar(NamedTuple):
    """One reason why starts are not offered: a stable code, whom it is about, and the starts. `taken`: not even to staff."""

    code: str
    about: Subject | None
    spans: Sequence[Span]
    taken: bool = False


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
