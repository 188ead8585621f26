"""What a visit is made of: who gives it, what it needs, and what each is busy with."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from careops.booking.rules.hours import Plan
from careops.booking.rules.intervals import Span


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
