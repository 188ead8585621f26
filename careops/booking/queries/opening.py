"""When somebody is there at all: the hours of everybody who is booked, together."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from careops.booking.models import HoursOverride, Provider, WeeklyHours
from careops.booking.rules import moment, seconds
from careops.booking.rules.hours import Closed, Plan, Stretch, windows
from careops.booking.rules.intervals import Spans, merged
from careops.business import queries as business
from careops.core.actor import Actor

Week = defaultdict[int, list[Stretch]]


def opening_times(db: Session, actor: Actor, *, since: datetime, until: datetime) -> list[tuple[datetime, datetime]] | None:
    """The stretches between two moments in which anybody who is booked works, and the business is not closed; in four statements.

    None where nobody keeps hours: then nobody has said when the business is open.
    """
    actor.require_member()
    zones = dict(db.exec(select(Provider.id, Provider.timezone).where(col(Provider.active))).all())
    weeks: dict[UUID, Week] = defaultdict(lambda: defaultdict(list))
    for hours in db.exec(select(WeeklyHours).where(col(WeeklyHours.provider_id).in_(zones))):
        weeks[hours.provider_id][hours.weekday].append(Stretch(hours.start_minute, hours.end_minute))
    if not weeks:
        return None
    dates: dict[UUID, Week] = defaultdict(lambda: defaultdict(list))
    for own in db.exec(select(HoursOverride).where(col(HoursOverride.provider_id).in_(zones))):
        stretch = [Stretch(own.start_minute, own.end_minute)] if own.end_minute else []
        dates[own.provider_id][own.day.toordinal()] += stretch
    closed = [
        Closed(one.first_day.toordinal(), one.last_day.toordinal(), one.name)
        for one in business.closures(db, actor, from_=since.date(), to=until.date())
    ]
    plans = [Plan(zone, weeks[id], dates[id], closed) for id, zone in zones.items() if id in weeks or id in dates]
    low, high = seconds(since), seconds(until)
    every: Spans = merged(span for plan in plans for span in windows(plan, low, high))
    return [(max(moment(begin), since), min(moment(end), until)) for begin, end in every]
