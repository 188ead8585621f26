"""Arming what nothing armed: a rule that was switched on, or changed, is meant for the bookings that are there already as well."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from careops.activity.models import Event
from careops.activity.queries import row as event_row
from careops.activity.schemas import EventRow
from careops.automation.actions.running import consider
from careops.automation.models import Run
from careops.automation.queries.rules import Ruled, ruled
from careops.automation.rules.catalogue import About, Anchor
from careops.booking.models import Booking
from careops.core.actor import Actor
from careops.core.clock import now

AHEAD = timedelta(hours=2)  # longer than from one sweep to the next
MOST = 500  # bookings of one rule at a time


def arm_standing(db: Session, actor: Actor) -> int:
    """Arms every rule about a booking's time for the bookings whose moment is near and that it does not know; returns how many."""
    timed = [rule for rule in ruled(db) if rule.enabled and rule.trigger.timed and rule.trigger.about is About.booking]
    return sum(arm_rule(db, actor, rule) for rule in timed)


def arm_rule(db: Session, actor: Actor, rule: Ruled) -> int:
    """The same for one rule."""
    bookings = _near(db, rule)
    known = _known(db, rule, bookings)
    waiting = [id for id, at in bookings.items() if f"{rule.trigger.anchor}:{at.isoformat()}" not in known.get(id, ())]
    events = _arming(db, rule, waiting)
    for event in events:
        consider(db, rule, event)
    return len(events)


def _near(db: Session, rule: Ruled) -> dict[UUID, datetime]:
    """The bookings whose moment is near, and the moment the rule counts from."""
    begins, delay, moment = rule.trigger.anchor is Anchor.begins, timedelta(minutes=rule.definition.delay), now()
    at = col(Booking.starts_at) if begins else col(Booking.ends_at)
    first, last = (moment, moment + delay + AHEAD) if begins else (moment - delay, moment - delay + AHEAD)
    near = select(Booking.id, at).where(col(Booking.status).in_(rule.trigger.stands), at > first, at <= last)
    return dict(db.exec(near.order_by(at).limit(MOST)).all())


def _known(db: Session, rule: Ruled, bookings: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The episodes of each booking the rule has dealt with; one that was over may begin again."""
    found: dict[UUID, set[str]] = {}
    mine = select(Run.subject, Run.episode).where(Run.rule == rule.name, col(Run.subject).in_(bookings), col(Run.moved).is_(False))
    for subject, episode in db.exec(mine):
        found.setdefault(subject, set()).add(episode)
    return found


def _arming(db: Session, rule: Ruled, bookings: Iterable[UUID]) -> Sequence[EventRow]:
    """For each booking the last event that would have armed the rule."""
    told = select(Event).where(col(Event.subject).in_(bookings), col(Event.kind).in_(rule.trigger.kinds)).order_by(col(Event.id))
    return list({event.subject: event_row(event) for event in db.exec(told)}.values())
