"""The booking page as it would look now."""

from datetime import date, timedelta

from sqlmodel import Session

from careops.booking import queries as bookings
from careops.booking.schemas import Availability
from careops.business import queries as businesses
from careops.business.schemas import BusinessRow
from careops.core import when
from careops.core.actor import Actor
from careops.core.clock import local, today
from careops.core.i18n import text as _
from careops.onboarding.queries.progress import first_free
from careops.onboarding.schemas import PreviewDay, PreviewRow, PreviewService, PreviewTime
from careops.ui.colours import Accent, BrandColours, brand_colours

SHOWN_SERVICES, SHOWN_DAYS, SHOWN_TIMES = 5, 6, 6


def preview(db: Session, actor: Actor) -> PreviewRow:
    """The first view of the booking page, made of the same rows the real one is made of."""
    actor.require_member()
    business = businesses.profile(db, actor)
    services = bookings.offered_types(db, actor)
    found = first_free(db, actor)
    chosen = found[0].id if found else None
    shown = [
        PreviewService(name=s.name, detail=s.duration_text, price=s.from_text or _("Free"), chosen=s.id == chosen)
        for s in services[:SHOWN_SERVICES]
    ]
    row = PreviewRow(
        name=business.name,
        initial=business.mark,
        about=business.address or business.description[:80],
        look=_look(brand_colours(business.accent)) if business.accent else {},
        heading=_("Choose a {service}", service=business.vocabulary.booking_type),
        services=shown,
    )
    return _with_times(row, business, found[1]) if found else row


def _with_times(row: PreviewRow, business: BusinessRow, times: Availability) -> PreviewRow:
    first = next(day for day in times.days if day.times)
    here = today(business.timezone)
    strip = [day for day in times.days if day.date >= min(first.date, here + timedelta(days=1)) or day.times][:SHOWN_DAYS]
    if first not in strip:
        strip = [*strip[: SHOWN_DAYS - 1], first]
    clocks = [
        when.clock_text(local(free.starts_at, business.timezone), business.locale, business.hour_cycle)
        for free in first.times[:SHOWN_TIMES]
    ]
    named = when.day_text(here, first.date, business.spoken(business.locale))
    row.next_free = _("Next free: {day} {time}", day=named, time=clocks[0])
    row.days = [_day(day.date, day.date == first.date, bool(day.times), business.locale) for day in strip]
    row.times = [PreviewTime(label=clock, chosen=at == 0) for at, clock in enumerate(clocks)]
    row.call = _("Book {day} {time}", day=named, time=clocks[0])
    return row


def _day(day: date, chosen: bool, free: bool, locale: str) -> PreviewDay:
    return PreviewDay(
        name=when.weekday_name(day.weekday(), locale, short=True), number=str(day.day), state="on" if chosen else "" if free else "off"
    )


def _look(colours: BrandColours) -> dict[str, str]:
    """The browser takes the one or the other, and changes with the page."""
    day, night = _accent(colours.light), _accent(colours.dark)
    return {name: f"light-dark({day[name]}, {night[name]})" for name in day}


def _accent(accent: Accent) -> dict[str, str]:
    return {
        "--accent": accent.accent,
        "--on-accent": accent.on_accent,
        "--accent-strong": accent.strong,
        "--accent-soft": accent.soft,
        "--accent-line": accent.line,
    }
