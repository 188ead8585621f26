"""A series and its visits in words."""

from datetime import date, time
from uuid import UUID

from careops.booking.queries.rows import Words
from careops.booking.rules import moment
from careops.booking.rules.repeating import Repeat
from careops.booking.rules.series import Planned
from careops.booking.schemas.series import Instead, Occurrence
from careops.core import clock, when
from careops.core.i18n import text as _

SAYS = {
    "taken": _("Somebody else has that time"),
    "notice": _("Too soon to be booked"),
    "window": _("Further ahead than can be booked"),
    "closed": _("Closed that day"),
    "hours": _("Outside the working hours"),
    "grid": _("Not one of the times on offer"),
    "time_off": _("Away at that time"),
    "limit": _("No more visits in that day or week"),
    "gap": _("It would leave a gap too short for anybody else"),
    "room": _("The room is taken"),
    "later": _("What follows in the visit does not fit"),
    "not_published": _("No time is published then"),
    "clock": _("The clocks change: that time does not exist on that day"),
    "limit_of_customer": _("More than one person may book in that time"),
    "too_late": _("Too late to change it online"),
}


def occurrence(one: Planned, zone: str, said: Words, booking_id: UUID | None = None) -> Occurrence:
    """One visit of a plan in words."""
    start = one.wish.start
    how, instead = one.how, one.instead
    return Occurrence(
        day=date.fromordinal(one.wish.day),
        starts_at=None if start is None else moment(start),
        when=when_text(start, zone, said) if start is not None else when.long_date(date.fromordinal(one.wish.day), said.locale),
        verdict=one.verdict,
        why=one.why,
        says=_(SAYS[one.why], said.locale) if one.why else "",
        provider_id=how[0].serving.subject.id if how else None,
        provider_name=how[0].serving.subject.name if how else "",
        instead=None
        if not instead
        else Instead(
            starts_at=moment(instead[0].start),
            when=when_text(instead[0].start, zone, said),
            provider_name=instead[0].serving.subject.name,
        ),
        booking_id=booking_id,
    )


def when_text(start: int, zone: str, said: Words) -> str:
    """A visit's day and time: "Tuesday, November 24, 14:30"."""
    here = clock.local(moment(start), zone)
    year = here.year != clock.local(said.now, zone).year
    return _(
        "{day}, {time}",
        said.locale,
        day=when.long_date(here.date(), said.locale, year=year),
        time=when.clock_text(here, said.locale, said.hour_cycle),
    )


def told_of(one: Planned, zone: str, said: Words) -> str:
    """A visit that cannot be had, for a sentence: the day and why."""
    row = occurrence(one, zone, said)
    return _("{when} ({why})", said.locale, when=row.when, why=row.says[:1].lower() + row.says[1:])


def sentence(repeat: Repeat, minute: int, said: Words) -> str:
    """The rule as people say it: "Every 2 weeks on Tuesday at 10:00, 8 times"."""
    wall = time(*divmod(minute, 60))
    often, at = _often(repeat, said.locale), when.clock_text(wall, said.locale, said.hour_cycle)
    if repeat.count is not None:
        return _("{often} at {time}, {count} times", said.locale, often=often, time=at, count=repeat.count)
    until = when.long_date(date.fromordinal(repeat.until or repeat.first_day), said.locale, year=True)
    return _("{often} at {time}, until {day}", said.locale, often=often, time=at, day=until)


def _often(repeat: Repeat, locale: str) -> str:
    first, every = date.fromordinal(repeat.first_day), repeat.every
    match repeat.frequency, repeat.monthly:
        case "daily", _monthly:
            return _("Every day", locale) if every == 1 else _("Every {count} days", locale, count=every)
        case "weekly", _monthly:
            names = ", ".join(when.weekday_name(day, locale, inside=True) for day in sorted(set(repeat.weekdays)) or [first.weekday()])
            return (
                _("Every week on {days}", locale, days=names)
                if every == 1
                else _("Every {count} weeks on {days}", locale, count=every, days=names)
            )
        case _frequency, "day":
            day = first.day
            return (
                _("Every month on day {day}", locale, day=day)
                if every == 1
                else _("Every {count} months on day {day}", locale, count=every, day=day)
            )
        case _frequency, monthly:
            which = 4 if monthly == "last" else min((first.day - 1) // 7, 4)
            day = _(WHICH[which], locale, weekday=when.weekday_name(first.weekday(), locale, inside=True))
            return (
                _("Every month on {day}", locale, day=day)
                if every == 1
                else _("Every {count} months on {day}", locale, count=every, day=day)
            )


WHICH = (
    _("the first {weekday}"),
    _("the second {weekday}"),
    _("the third {weekday}"),
    _("the fourth {weekday}"),
    _("the last {weekday}"),
)
