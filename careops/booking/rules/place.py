"""Who exactly: for a start that can be given, the people, the rooms and the seats that give it, and why these."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from careops.booking.rules.free import Bar, Serving, Session, Stage, Subject, bars, givers, load
from careops.booking.rules.hours import Offer, grid, windows
from careops.booking.rules.intervals import Span, covers, merged
from careops.booking.rules.walls import DAY


@dataclass(frozen=True, slots=True)
class Placed:
    """One stage of a visit with all it takes: `rooms` are resources with the lane of each, `session` is one that is joined."""

    serving: Serving
    start: int
    end: int
    rooms: tuple[tuple[Subject, int], ...]
    session: Session | None
    because: str


def place(
    stages: Sequence[Stage], offer: Offer, start: int, now: int, seats: int = 1, *, free: bool = True, offered: bool = True
) -> list[Placed] | None:
    """The visit at that start, or None when it cannot be.

    `offered` keeps to what customers are offered: grid, hours, notice, limits. `free` keeps away from what is taken; without it
    the answer says whether the time would be on offer if it were free.
    """
    known: dict[UUID, Subject] = {}
    around = [near(stage, start - 2 * DAY, start + 3 * DAY, known) for stage in stages]
    return _from(around, offer, start, now, seats, free, offered, None, set())


def near(stage: Stage, low: int, high: int, known: dict[UUID, Subject]) -> Stage:
    """The stage with only what is taken between the moments: a month was read, one start is asked about. `known` is for all stages."""

    def narrowed(subject: Subject) -> Subject:
        if subject.id not in known:
            busy = {lane: _within(spans, low, high) for lane, spans in subject.busy.items()}
            off = [span for span in subject.off if span[0] < high and low < span[1]]
            known[subject.id] = replace(subject, busy=busy, off=off, words=None)
        return known[subject.id]

    servings = [replace(one, subject=narrowed(one.subject), others=[narrowed(other) for other in one.others]) for one in stage.servings]
    return replace(stage, servings=servings, needs=[[narrowed(one) for one in need] for need in stage.needs])


def _within(spans: Sequence[Span], low: int, high: int) -> Sequence[Span]:
    """Those of one lane that touch [low, high): in order and apart, so both ends are found by halving."""
    return spans[max(0, bisect_left(spans, (low,)) - 1) : bisect_left(spans, (high,))]


def soonest(stages: Sequence[Stage], offer: Offer, start: int, now: int, low: int, high: int, seats: int = 1) -> Subject | None:
    """Who would give the first stage at a start that was found free between the moments: whom `place` would choose."""
    stage = stages[0]
    if len(stages) > 1 or any(session.start == start for session in stage.sessions):
        placed = place(stages, offer, start, now, seats)
        return placed[0].serving.subject if placed else None
    able = [one for one, starts in givers(stage, offer, now, low, high) if starts[(at := bisect_left(starts, start)) : at + 1] == [start]]
    return min(able, key=lambda one: _turn(one, stage, start, None)).subject if able else None


def _from(
    stages: Sequence[Stage],
    offer: Offer,
    start: int,
    now: int,
    seats: int,
    free: bool,
    offered: bool,
    before: Placed | None,
    dead: set[tuple[int, int]],
) -> list[Placed] | None:
    """The rest of a visit from that moment on.

    Whether there is one has nothing to do with who gave what came `before`: `dead` are the moments from which there is none, so that
    each is looked at once, however many ways lead there.
    """
    if not stages:
        return []
    if (len(stages), start) in dead:
        return None
    for placed in _candidates(stages[0], offer, start, now, seats, free, offered, before):
        rest = _from(stages[1:], offer, placed.end, now, seats, free, offered, placed, dead)
        if rest is not None:
            return [placed, *rest]
    dead.add((len(stages), start))
    return None


def _candidates(
    stage: Stage, offer: Offer, start: int, now: int, seats: int, free: bool, offered: bool, before: Placed | None
) -> Iterator[Placed]:
    """Everyone who can give the stage then, best first: an open session before a new one, a colleague before a stranger."""
    serving = {one.subject.id: one for one in stage.servings}
    for session in stage.sessions:
        if session.start == start and session.provider_id in serving and (len(session.free) >= seats or not free):
            first, last = offer.reach(serving[session.provider_id].subject.plan.timezone, now)
            if before is not None or not offered or first <= start < last:
                yield Placed(serving[session.provider_id], start, session.end, (), session, "a seat in the session")
    if not stage.opens or seats > stage.seats:
        return
    ready = [one for one in stage.servings if _can(one, stage, offer, start, now, free, offered, before is None)]
    for one in sorted(ready, key=lambda one: _turn(one, stage, start, before)):
        rooms = _rooms(stage.needs, one.shape.room, start) if free else ()
        if rooms is not None:
            yield Placed(one, start, start + one.shape.duration, rooms, None, _because(one, stage, start, len(ready), before))


def _can(one: Serving, stage: Stage, offer: Offer, start: int, now: int, free: bool, offered: bool, first: bool) -> bool:
    if offered and first and not on_grid(one, offer, start, now):
        return False
    reasons = bars(one, stage, offer, start - 86_400, start + 86_400, hours=offered and not first)
    return not any(_counts(bar, free, offered) and covers(merged(bar.spans), start) for bar in reasons)


def _counts(bar: Bar, free: bool, offered: bool) -> bool:
    return free if bar.taken else offered


def on_grid(one: Serving, offer: Offer, start: int, now: int) -> bool:
    """Whether that start lies on the grid of their hours, after the notice and inside the window."""
    first, last = offer.reach(one.subject.plan.timezone, now)
    runs = grid(one.subject.plan, offer, one.shape.duration, max(first, start), min(last, start + 1))
    return any(begin == start for begin, _ in runs)


# ── whose turn ───────────────────────────────────────────


def _turn(one: Serving, stage: Stage, start: int, before: Placed | None) -> tuple[float, ...]:
    stays = 0 if before is not None and before.serving.subject.id == one.subject.id else 1
    return (stays, one.assigned / one.weight) if stage.turns else (stays, *load(one.subject, start))


def _because(one: Serving, stage: Stage, start: int, ready: int, before: Placed | None) -> str:
    if stage.chosen:
        return "chosen"
    if one.others:
        return "given together"
    if len(stage.servings) == 1:
        return "the only one who does it"
    if ready == 1:
        return "the only one who was free"
    if before is not None and before.serving.subject.id == one.subject.id:
        return "gave the service before it"
    if stage.turns:
        return f"their turn: {one.assigned} assigned at weight {one.weight}, {ready} were free"
    return f"least to do that day: {load(one.subject, start)[0]} before this, {ready} were free"


# ── rooms ────────────────────────────────────────────────


def _rooms(needs: Sequence[Sequence[Subject]], piece: Span, start: int) -> tuple[tuple[Subject, int], ...] | None:
    """One lane of one resource for each need, no lane twice; None when they do not suffice together.

    Each need takes the first that nobody has; where there is none, whoever has one moves on to another if there is another.
    """
    wanted = (start + piece[0], start + piece[1])
    ways = [
        [(subject, lane) for subject in need if _open(subject, piece, start) for lane in _lanes(subject, wanted)[: len(needs)]]
        for need in needs
    ]
    whose: dict[tuple[UUID, int], int] = {}
    found: dict[int, tuple[Subject, int]] = {}

    def served(need: int, asked: set[tuple[UUID, int]]) -> bool:
        for subject, lane in sorted(ways[need], key=lambda way: (way[0].id, way[1]) in whose):
            key = subject.id, lane
            if key in asked:
                continue
            asked.add(key)
            if key not in whose or served(whose[key], asked):
                whose[key], found[need] = need, (subject, lane)
                return True
        return False

    return tuple(found[need] for need in range(len(needs))) if all(served(need, set()) for need in range(len(needs))) else None


def _open(subject: Subject, piece: Span, start: int) -> bool:
    """Whether a room is open then; unlike people's hours this binds staff as well."""
    begin, end = start + piece[0], start + piece[1]
    if any(low < end and begin < high for low, high in subject.off):
        return False
    return subject.always_open or any(low <= start < high for low, high in windows(subject.plan, start, start + 1))


def _lanes(subject: Subject, wanted: Span) -> list[int]:
    """The lanes that are free for all of it, the tightest first, so that long stretches stay whole."""
    begin, end = wanted
    found: list[tuple[int, int]] = []
    for lane in range(subject.capacity):
        taken = subject.busy.get(lane, ())
        if not any(low < end and begin < high for low, high in taken):
            found.append((begin - max((high for _, high in taken if high <= begin), default=begin - 10**9), lane))
    return [lane for _, lane in sorted(found)]
