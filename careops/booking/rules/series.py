"""A series of visits before it is booked: for each of them whether it can be had, why not, and the nearest time that can.

Everything was read once for the whole span. What one visit would take is kept in mind for the next, so that a series never clashes
with itself and nobody's limit of a week is passed by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from careops.booking.rules.free import Serving, Session, Stage, Subject, bars, everybody, free_starts
from careops.booking.rules.hours import Offer, windows
from careops.booking.rules.intervals import Span, covers, merged
from careops.booking.rules.place import Placed, near, on_grid, place
from careops.booking.rules.walls import DAY, at_wall, day_bounds, day_of
from careops.core.errors import Conflict, Refusal
from careops.core.i18n import plural
from careops.core.i18n import text as _

NEAR = 3 * DAY  # how far from its time a visit is moved at most
UNSEEN = {"closed", "hours", "time_off"}  # what the team may book over, but does not see when it books many days at once
TRIED = 12  # of the nearest free times, until one can really be given


class SeriesConflicts(Conflict):
    """Some visits cannot be had; the words name them."""

    code = "series_conflicts"

    def __init__(self, told: Sequence[str]) -> None:
        shown = "; ".join(told[:5]) + ("; …" if len(told) > 5 else "")
        super().__init__(
            plural("{count} visit cannot be booked: {dates}", "{count} visits cannot be booked: {dates}", len(told), dates=shown)
        )


class SeriesChanged(Conflict):
    """What was shown is no longer what would be booked."""

    code, says = "series_changed", "The free times have changed since you looked. Please look at the dates again"


class NothingToBook(Conflict):
    code, says = "nothing_to_book", "None of these visits can be booked"


class NotRepeatable(Refusal):
    """Customers may not repeat this service, or not that often."""

    status, code = 409, "not_repeatable"

    def __init__(self, most: int) -> None:
        many = _("At most {most} visits can be booked at once", most=most)
        super().__init__(many if most else "This cannot be booked as a series online. Please call us")


class Wish(NamedTuple):
    """A visit somebody would like: the local day, and the moment unless the clocks skip it."""

    day: int
    start: int | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of one service a customer may have in a day and in a week from Monday, and the starts of what they have."""

    timezone: str
    per_day: int | None
    per_week: int | None
    had: list[int] = field(default_factory=list[int])

    def full(self, start: int, seats: int) -> bool:
        """Whether so many more then would be too many."""
        day = day_of(self.timezone, start)
        monday = day - (day - 1) % 7
        return any(
            most and self._between(first, last) + seats > most
            for most, first, last in ((self.per_day, day, day), (self.per_week, monday, monday + 6))
        )

    def _between(self, first: int, last: int) -> int:
        begin, end = day_bounds(self.timezone, first)[0], day_bounds(self.timezone, last)[1]
        return sum(1 for start in self.had if begin <= start < end)


@dataclass(slots=True)
class Planned:
    """One visit of a series: `how` it is given at its time, else `why` not, and who would give it `instead` at the nearest time.

    `why` of a visit that can be had says what customers would not be offered in it; the team may.
    """

    wish: Wish
    verdict: str  # free, taken, not_offered
    why: str = ""
    how: list[Placed] | None = None
    instead: list[Placed] | None = None


def draft(
    stages: Sequence[Stage],
    offer: Offer,
    wishes: Sequence[Wish],
    now: int,
    seats: int = 1,
    *,
    customer: bool,
    allowances: Sequence[Allowance] = (),
) -> list[Planned]:
    """Every visit with its verdict; the first must lie within the booking window, the others follow as far as the series goes.

    The team may book what customers are not offered; yet a closed day, or one on which nobody works, is a conflict for them too,
    unless the first visit is such a one already.
    """
    asked = Asked(stages, offer, now, seats, customer, allowances)
    found = [asked.judged(wish, first=index == 0) for index, wish in enumerate(wishes)]
    for index, one in enumerate(found):
        if one.how is None:
            before, after = (wishes[at].day if 0 <= at < len(wishes) else None for at in (index - 1, index + 1))
            one.instead = asked.nearest(one.wish, before, after)
    return found


@dataclass(slots=True)
class Asked:
    """What a series is made of while it is planned; it changes as visits are kept in mind."""

    stages: Sequence[Stage]
    offer: Offer
    now: int
    seats: int
    customer: bool
    allowances: Sequence[Allowance] = ()
    usual: list[UUID] = field(default_factory=list[UUID])  # who gave the first visit, service by service
    meant: str = ""
    beside: list["Asked"] = field(default_factory=list["Asked"])  # who else is asked about the same people: visits of another kind

    def judged(self, wish: Wish, *, first: bool) -> Planned:
        """The verdict on one visit at its time; what it takes is taken for the next."""
        if wish.start is None:
            return Planned(wish, "not_offered", "clock")
        offer = self.offer if first else self._lasting()
        full = any(one.full(wish.start, self.seats) for one in self.allowances)
        how = None if full else self._placed(offer, wish.start)
        if how is not None:
            return self._kept(Planned(wish, "free", how=how))
        why = "limit_of_customer" if full else why_not(self.stages, offer, wish.start, self.now)
        if not self.customer:
            how = place(self.stages, offer, wish.start, self.now, self.seats, offered=False)
            if how is not None and first:
                self.meant = why  # who begins outside the hours means to
            if how is not None and (why not in UNSEEN or why == self.meant):
                return self._kept(Planned(wish, "free", why, how=how))
            if how is not None:
                return Planned(wish, "not_offered", why)
        empty = place(self.stages, offer, wish.start, self.now, self.seats, free=False, offered=self.customer)
        taken = not full and empty is not None  # it could be had if nobody else had it
        return Planned(wish, "taken", "taken") if taken else Planned(wish, "not_offered", why)

    def nearest(self, wish: Wish, before: int | None, after: int | None) -> list[Placed] | None:
        """The nearest free time: not as far as the days of the visits around it."""
        zone = self._zone()
        at = wish.start if wish.start is not None else at_wall(zone, wish.day, 720)
        low, high = at - NEAR, at + NEAR
        if before is not None:
            low = max(low, day_bounds(zone, before)[1])
        if after is not None:
            high = min(high, day_bounds(zone, after)[0])
        known: dict[UUID, Subject] = {}
        around = [near(stage, low - 2 * DAY, high + 3 * DAY, known) for stage in self.stages]
        offer = self._lasting()
        for start in sorted(free_starts(around, offer, self.now, low, high, self.seats), key=lambda start: (abs(start - at), start))[
            :TRIED
        ]:
            how = None if any(one.full(start, self.seats) for one in self.allowances) else self._placed(offer, start)
            if how is not None:
                self._keep(how)
                return how
        return None

    def _placed(self, offer: Offer, start: int) -> list[Placed] | None:
        """By whoever gave the first visit, if they can; by turns where turns decide."""
        if self.usual and not any(stage.turns for stage in self.stages):
            theirs = [
                replace(stage, servings=[one for one in stage.servings if one.subject.id == who] or stage.servings)
                for stage, who in zip(self.stages, self.usual, strict=True)
            ]
            if how := place(theirs, offer, start, self.now, self.seats):
                return how
        return place(self.stages, offer, start, self.now, self.seats)

    def _lasting(self) -> Offer:
        """The same offer without the rolling window: a series may reach further than a single visit."""
        rolling = self.offer.window == (None, None)
        return replace(self.offer, window_days=10 * 366) if rolling else self.offer

    def _zone(self) -> str:
        servings = self.stages[0].servings
        return servings[0].subject.plan.timezone if servings else "UTC"

    def _kept(self, one: Planned) -> Planned:
        self._keep(one.how or [])
        return one

    def _keep(self, how: Sequence[Placed]) -> None:
        self.usual = self.usual or [one.serving.subject.id for one in how]
        for one in self.allowances:
            one.had.extend([how[0].start] * self.seats)
        for stage, one in zip(self.stages, how, strict=True):
            for serving in stage.servings if stage.turns else ():
                serving.assigned += self.seats if serving.subject.id == one.serving.subject.id else 0
        for asked in (self, *self.beside):
            asked.remember(how)

    def remember(self, how: Sequence[Placed]) -> None:
        """Counts the visit as booked for whatever is asked of the same people, rooms and sessions next."""
        known = everybody(self.stages)
        seen: set[UUID] = set()
        for one in how:
            if one.session is not None:
                self._sit(one.session)
                continue
            for person in (one.serving.subject, *one.serving.others):
                _busy(known, person.id, 0, one, one.serving.shape.work)
                if person.id in known and person.id not in seen:
                    known[person.id].visit(how[0].start)
                    seen.add(person.id)
            for room, lane in one.rooms:
                _busy(known, room.id, lane, one, (one.serving.shape.room,))

    def _sit(self, joined: Session) -> None:
        left = replace(joined, free=joined.free[self.seats :])
        for stage in self.stages:
            stage.sessions = [left if session.id == left.id else session for session in stage.sessions]


def _busy(known: Mapping[UUID, Subject], id: UUID, lane: int, one: Placed, pieces: Sequence[Span]) -> None:
    for begin, end in pieces if id in known else ():
        known[id].take(lane, (one.start + begin, one.start + end))


# ── why not ──────────────────────────────────────────────

# From the first thing that can be in the way to the last: of several people the one who nearly could is asked why.
REASONS = ("notice", "window", "closed", "hours", "grid", "time_off", "limit", "gap", "room", "taken", "later")


def why_not(stages: Sequence[Stage], offer: Offer, start: int, now: int) -> str:
    """What keeps the visit from being offered at that start, in one word."""
    stage = stages[0]
    if not stage.opens:
        return "taken" if any(session.start == start for session in stage.sessions) else "not_published"
    found = [_first_reason(serving, stage, offer, start, now) for serving in stage.servings]
    return max(found, key=REASONS.index, default="hours")


def _first_reason(serving: Serving, stage: Stage, offer: Offer, start: int, now: int) -> str:
    plan = serving.subject.plan
    first, last = offer.reach(plan.timezone, now)
    if start < first:
        return "notice"
    if start >= last:
        return "window"
    if plan.closure(day_of(plan.timezone, start)) is not None:
        return "closed"
    if not any(opens <= start and start + serving.shape.duration <= closes for opens, closes in windows(plan, start, start + 1)):
        return "hours"
    if not on_grid(serving, offer, start, now):
        return "grid"
    codes = {bar.code for bar in bars(serving, stage, offer, start - DAY, start + DAY, hours=True) if covers(merged(bar.spans), start)}
    return next((code for code in REASONS if code in codes), "later")
