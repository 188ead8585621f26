"""What publishing times would come to, before anything is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from careops.booking.models import (
    SlotPattern,
)
from careops.booking.queries.ground import Ground, ground, survey
from careops.booking.queries.rows import Words, words
from careops.booking.queries.series import when_text
from careops.booking.rules import Placed, day_of, moment, place, seconds, shaped
from careops.booking.rules.patterns import Pattern, ordinals, times
from careops.booking.rules.series import Asked
from careops.booking.rules.walls import DAY
from careops.booking.schemas.slots import SlotDraft, SlotPatternIn, SlotsDraft
from careops.booking.schemas.wanted import Wanted
from careops.core import clock
from careops.core.actor import Actor, Permission
from careops.core.errors import Invalid
from careops.core.i18n import text as _

MOST = 500  # times in one go
SAYS = {
    "taken": _("Something else is there"),
    "closed": _("Closed that day"),
    "time_off": _("Away at that time"),
    "past": _("In the past"),
}


@dataclass(slots=True)
class Publishing:
    """A time somebody would publish: `how` it can be given, else why not."""

    start: int
    verdict: str
    how: list[Placed] | None = None


def session_ground(db: Session, actor: Actor, type_id: UUID, provider_id: UUID, minutes: int | None) -> Ground:
    """Who and what a session of that service by that provider takes; it is made of nothing that was published before."""
    found = ground(db, Actor.system(actor.workspace), [Wanted(type_id, provider_id)])
    sold = found.sold[0]
    sold.stage.opens = True
    if sold.row.capacity == 1 and not sold.group:
        raise Invalid.field("booking_type_id", "Times are published for services sold by published times or by seats")
    for serving in sold.stage.servings:
        if minutes is not None:
            serving.shape = shaped(minutes, sold.row.buffer_before, sold.row.buffer_after)
    return found


def publishing(db: Session, found: Ground, starts: Sequence[int], *, over: bool = False) -> list[Publishing]:
    """Each time with its verdict, read at once; what one would take is taken for the next. `over` closed days and time off."""
    at = seconds(clock.now())
    if not starts:
        return []
    survey(db, found, at, min(starts) - DAY, max(starts) + DAY)
    stage = found.stages[0]
    stage.sessions = []  # a new time never joins one that is there
    asked = Asked(found.stages, found.offer, at, 1, customer=False)
    made: list[Publishing] = []
    for start in sorted(set(starts)):
        why = "" if over else _in_the_way(found, start, at)
        how = None if why else place(found.stages, found.offer, start, at, offered=False)
        if how:
            asked.remember(how)
        made.append(Publishing(start, why or ("free" if how else "taken"), how))
    return made


def _in_the_way(found: Ground, start: int, at: int) -> str:
    """What nobody publishes over by the dozen."""
    serving = found.stages[0].servings[0]
    subject, end = serving.subject, start + serving.shape.duration
    if start <= at:
        return "past"
    if subject.plan.closure(day_of(subject.plan.timezone, start)) is not None:
        return "closed"
    return "time_off" if any(low < end and start < high for low, high in subject.off) else ""


def plan_slots(
    db: Session,
    actor: Actor,
    *,
    booking_type_id: UUID,
    provider_id: UUID,
    starts_at: Sequence[Any],
    minutes: int | None = None,
) -> SlotsDraft:
    """What would be published, and what clashes; a fixed number of statements however many times."""
    actor.require(Permission.bookings_view)
    found = session_ground(db, actor, booking_type_id, provider_id, minutes)
    return draft_row(publishing(db, found, [seconds(start) for start in starts_at]), found.timezone, words(db, actor))


def plan_pattern(db: Session, actor: Actor, *, pattern: SlotPatternIn) -> SlotsDraft:
    """What a weekly pattern would publish in its first weeks."""
    actor.require(Permission.bookings_view)
    found = session_ground(db, actor, pattern.booking_type_id, pattern.provider_id, None)
    first = max(pattern.first_day.toordinal(), day_of(found.timezone, seconds(clock.now())))
    last = first + 7 * pattern.weeks_ahead - 1
    last = min(last, pattern.last_day.toordinal()) if pattern.last_day else last
    starts = list(times(rule_of(pattern, found), found.timezone, first, last))
    if len(starts) > MOST:
        raise Invalid.field("weeks_ahead", "These are more times than can be published at once: {most} at most", most=MOST)
    return draft_row(publishing(db, found, starts), found.timezone, words(db, actor))


def rule_of(pattern: SlotPattern | SlotPatternIn, found: Ground) -> Pattern:
    """A pattern as the rules count with it: times as long as the service, at least its buffers apart."""
    row, minutes = found.sold[0].row, found.stages[0].servings[0].shape.duration // 60
    excluded = pattern.excluded if isinstance(pattern, SlotPattern) else [day.isoformat() for day in pattern.excluded]
    return Pattern(
        pattern.weekdays,
        pattern.from_minute,
        pattern.to_minute,
        minutes,
        max(pattern.pause, row.buffer_before + row.buffer_after),
        [(begin, end) for begin, end in pattern.breaks],
        ordinals(excluded),
    )


def draft_row(planned: Iterable[Publishing], timezone: str, said: Words) -> SlotsDraft:
    """The same as a reader gets it."""
    shown = [draft_time(one, timezone, said) for one in planned]
    free = sum(1 for one in shown if one.verdict == "free")
    return SlotsDraft(times=shown, free=free, conflicts=len(shown) - free)


def draft_time(one: Publishing, timezone: str, said: Words) -> SlotDraft:
    """One time in words."""
    says = _(SAYS[one.verdict], said.locale) if one.verdict in SAYS else ""
    return SlotDraft(starts_at=moment(one.start), when=when_text(one.start, timezone, said), verdict=one.verdict, says=says)
